import { eachPage, partArrived, say, word } from './page'
import { isOn, ring, turn } from './sound'

// One stream an address. The browser resumes by Last-Event-ID by itself; a stream the server closed is opened again, later and later.
const streams = new Map<string, EventSource>()
const waiting = new Set<string>()
const known = new Map<string, string>() // what the server last sent for a part; scripts change the page after it
let pause = 1000
let timer = 0

const parts = (url?: string) =>
  [...document.querySelectorAll<HTMLElement>('[data-live]')].filter(e => e.id && e.dataset.live && (url === undefined || e.dataset.live === url))

function open(url: string): void {
  const stream = new EventSource(url)
  streams.set(url, stream)
  stream.onopen = () => { pause = 1000 }
  stream.onmessage = () => {
    waiting.add(url)
    clearTimeout(timer)
    timer = window.setTimeout(() => void refresh(), 150)
  }
  stream.onerror = () => {
    if (stream.readyState !== EventSource.CLOSED) return
    streams.delete(url)
    pause = Math.min(pause * 2, 60_000)
    setTimeout(connect, pause * (0.75 + Math.random() / 2))
  }
}

function connect(): void {
  const wanted = new Set(parts().map(e => e.dataset.live!))
  for (const [url, stream] of streams)
    if (!wanted.has(url)) { stream.close(); streams.delete(url) }
  for (const url of wanted)
    if (!streams.has(url)) open(url)
}

/** Somebody is at work in it: what they typed or chose must not vanish under their hands. */
const busy = (part: Element) =>
  part.querySelector('input:checked:not([type=radio]), [data-busy]') !== null
  || (part.contains(document.activeElement) && document.activeElement!.matches('input:not([type=checkbox]), textarea, select'))

/** What a list holds; where the part rings, a new one is heard. */
const rowsOf = (part: Element) => [...part.querySelectorAll<HTMLAnchorElement>('tbody a.t')]

/** "Âm báo" on or off, kept on this machine. */
function soundSwitches(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-sound]')) {
    button.hidden = false
    button.setAttribute('aria-pressed', String(isOn()))
    button.onclick = () => { turn(!isOn()); soundSwitches() }
  }
}

const text = (part: Element) => (part.textContent ?? '').replace(/\s+/g, ' ')

async function refresh(): Promise<void> {
  const urls = [...waiting]
  waiting.clear()
  const pages = new Map<string, Promise<Document | null>>()
  for (const part of urls.flatMap(url => parts(url))) {
    if (busy(part)) { waiting.add(part.dataset.live!); continue }
    const address = part.dataset.liveUrl ?? location.href
    if (!pages.has(address)) pages.set(address, load(address))
    const next = (await pages.get(address))?.getElementById(part.id)
    if (!next || !part.isConnected || busy(part)) continue
    const before = known.get(part.id)
    known.set(part.id, next.innerHTML)
    if (before === undefined ? text(next) === text(part) : before === next.innerHTML) continue
    const focused = part.contains(document.activeElement) ? document.activeElement : null
    const key = focused && (focused.id ? `#${CSS.escape(focused.id)}` : focused.getAttribute('href') ? `[href="${CSS.escape(focused.getAttribute('href')!)}"]` : null)
    const fresh = document.importNode(next, true)
    const arrived = part.dataset.rings === undefined ? [] : rowsOf(fresh).filter(link => !rowsOf(part).some(l => l.href === link.href))
    part.replaceWith(fresh)
    partArrived(fresh)
    if (key) fresh.querySelector<HTMLElement>(key)?.focus({ preventScroll: true })
    say(arrived[0] ? `${word(fresh, 'new', 'Mới')}: ${arrived[0].textContent}` : word(fresh, 'new', 'Mới'))
    if (arrived.length) ring()
  }
  if (waiting.size) timer = window.setTimeout(() => void refresh(), 2000)
}

async function load(address: string): Promise<Document | null> {
  try {
    const answer = await fetch(address, { headers: { Accept: 'text/html', 'X-Live': '1' }, credentials: 'same-origin' })
    return answer.ok && !answer.redirected ? new DOMParser().parseFromString(await answer.text(), 'text/html') : null
  } catch {
    return null // the line is down; the next message tries again
  }
}

let started = false
export function listen(): void {
  if (started) return
  started = true
  addEventListener('turbo:render', () => known.clear())
  eachPage(connect)
  eachPage(soundSwitches)
  addEventListener('pagehide', () => { for (const s of streams.values()) s.close(); streams.clear() })
  addEventListener('pageshow', connect)
}

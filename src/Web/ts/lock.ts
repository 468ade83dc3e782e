import { say, word } from './page'

// A shared computer is locked by hand or when nobody uses it. What stands typed in the page goes along to the server and is
// filled in again when the same person is back.
type Typed = [name: string, at: number, value: string | boolean]
type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

const lockForm = () => document.querySelector<HTMLFormElement>('form[data-lock]')
const refill = '#dang-go'

/** The address of the page without the language prefix. */
const path = () => location.pathname.replace(/^\/en(?=\/|$)/, '') + location.search

/** By name, and by number among those of one name. */
function* controls(): Generator<[name: string, at: number, control: Control]> {
  const seen = new Map<string, number>()
  for (const control of document.querySelectorAll<Control>('main form[method=post i] :is(input, textarea, select)[name]')) {
    if (control instanceof HTMLInputElement && ['password', 'file', 'hidden', 'submit', 'button', 'search'].includes(control.type)) continue
    const at = seen.get(control.name) ?? 0
    seen.set(control.name, at + 1)
    yield [control.name, at, control]
  }
}

const ticks = (control: Control): control is HTMLInputElement => control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio')

function isTyped(control: Control): boolean {
  if (ticks(control)) return control.checked !== control.defaultChecked
  if (control instanceof HTMLSelectElement) return [...control.options].some(o => o.selected !== o.defaultSelected)
  return control.value !== control.defaultValue
}

function typed(): Typed[] {
  const all: Typed[] = []
  for (const [name, at, control] of controls()) if (isTyped(control)) all.push([name, at, ticks(control) ? control.checked : control.value])
  return all
}

function fill(all: Typed[]): void {
  for (const [name, at, control] of controls()) {
    const kept = all.find(t => t[0] === name && t[1] === at)
    if (!kept) continue
    if (ticks(control)) control.checked = kept[2] === true
    else control.value = String(kept[2])
    control.dispatchEvent(new Event('input', { bubbles: true }))
    control.dispatchEvent(new Event('change', { bubbles: true }))
  }
}

async function comeBack(): Promise<void> {
  if (location.hash !== refill) return
  history.replaceState(history.state, '', location.pathname + location.search)
  const answer = await fetch('/api/identity/kept-forms/taking', {
    method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ path: path() }),
  })
  if (!answer.ok) return
  const all = await answer.json() as Typed[]
  if (all.length === 0) return
  fill(all)
  say(word(null, 'kept', 'Nội dung đang gõ vẫn còn'))
}

// Used in another window of the browser is used.
let used = Date.now()
function use(): void {
  if (Date.now() - used < 1000) return
  used = Date.now()
  try { localStorage.setItem('nl-used', String(used)) } catch { /* kept in this window only */ }
}

function lastUsed(): number {
  try { return Math.max(used, Number(localStorage.getItem('nl-used') ?? 0)) } catch { return used }
}

function watch(): void {
  const after = Number(document.body.dataset.lockAfter ?? 0)
  if (after > 0 && Date.now() - lastUsed() > after * 1000) lockForm()?.requestSubmit()
}

let started = false
export function start(): void {
  if (started) return
  started = true
  addEventListener('submit', event => {
    const form = event.target as HTMLFormElement
    if (!form.matches('form[data-lock]')) return
    form.querySelector<HTMLInputElement>('input[name=kept]')!.value = JSON.stringify(typed())
    form.querySelector<HTMLInputElement>('input[name=ReturnUrl]')!.value = path()
  }, { capture: true })
  for (const event of ['pointerdown', 'keydown', 'wheel', 'touchstart']) addEventListener(event, use, { passive: true, capture: true })
  setInterval(watch, 5000)
  void comeBack()
}

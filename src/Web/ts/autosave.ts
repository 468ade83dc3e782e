import { clock, word } from './page'

// Typed text lives in a draft on the server: 800 ms after the last key the changed fields are sent; with
// data-autosave-all the whole form, where rows of it move about.
const changed = new WeakMap<HTMLFormElement, Set<string>>()
const timers = new WeakMap<HTMLFormElement, number>()
const unsaved = new Set<HTMLFormElement>()

function note(event: Event): void {
  const field = event.target as HTMLInputElement
  const form = field.form
  if (!form?.dataset.autosave || !field.name || field.type === 'file' || field.type === 'password') return
  if (!changed.has(form)) changed.set(form, new Set())
  changed.get(form)!.add(field.name)
  unsaved.add(form)
  later(form, 800)
}

function later(form: HTMLFormElement, wait: number): void {
  clearTimeout(timers.get(form))
  timers.set(form, window.setTimeout(() => void save(form), wait))
}

function body(form: HTMLFormElement, names: Set<string>): URLSearchParams {
  const all = new FormData(form)
  if (form.hasAttribute('data-autosave-all')) names = new Set(all.keys())
  const out = new URLSearchParams()
  for (const name of names) {
    const values = all.getAll(name).filter((v): v is string => typeof v === 'string')
    if (values.length === 0) out.append(name, '') // an unticked box
    for (const value of values) out.append(name, value)
  }
  return out
}

async function save(form: HTMLFormElement): Promise<void> {
  const names = changed.get(form)
  if (!names?.size || !form.isConnected) return
  changed.set(form, new Set())
  try {
    const answer = await fetch(form.dataset.autosave!, {
      method: 'POST', body: body(form, names), credentials: 'same-origin', headers: { 'X-Autosave': '1', Accept: 'application/json' },
    })
    if (!answer.ok) throw new Error(String(answer.status))
    if (!changed.get(form)?.size) unsaved.delete(form)
    show(form, `${word(form, 'saved', 'Đã lưu')} ${clock()}`)
  } catch {
    const since = changed.get(form)
    if (!since) return // sent as a whole in the meantime
    for (const name of names) since.add(name)
    show(form, word(form, 'not-saved', 'Chưa lưu được, sẽ thử lại'))
    later(form, 5000)
  }
}

function show(form: HTMLFormElement, text: string): void {
  const at = form.querySelector('[data-saved]') ?? document.querySelector('[data-saved]')
  if (at) at.textContent = text
}

/** The page goes away: what is still waiting is sent along. */
function leave(): void {
  for (const form of unsaved) {
    const names = changed.get(form)
    if (names?.size && !navigator.sendBeacon(form.dataset.autosave!, body(form, names))) // too long for a beacon: as a request that outlives the page, if it can
      void fetch(form.dataset.autosave!, { method: 'POST', body: body(form, names), credentials: 'same-origin' }).catch(() => { /* said on the page when it was still there */ })
    changed.delete(form)
  }
  unsaved.clear()
}

let started = false
export function start(): void {
  if (started) return
  started = true
  addEventListener('input', note)
  addEventListener('change', note)
  addEventListener('submit', event => {
    const form = event.target as HTMLFormElement
    clearTimeout(timers.get(form))
    changed.delete(form)
    unsaved.delete(form)
  })
  addEventListener('pagehide', leave)
  addEventListener('turbo:before-visit', leave)
}

import { eachPage, typing, word } from './page'

// Keys of an inbox table (J K X Enter A ?), the bar of chosen rows, and single keys of buttons (F9).
const table = () => document.querySelector<HTMLTableElement>('table[data-keys]')
const rows = () => [...(table()?.tBodies[0]?.rows ?? [])]
const current = () => rows().find(r => r.dataset.at)
const box = (row: HTMLTableRowElement) => row.querySelector<HTMLInputElement>('input[type=checkbox]')

function move(step: number): void {
  const all = rows()
  const was = current()
  const next = all[Math.max(0, Math.min(all.length - 1, was ? all.indexOf(was) + step : 0))]
  if (!next) return
  if (was) delete was.dataset.at
  next.dataset.at = 'true'
  next.scrollIntoView({ block: 'nearest' })
  next.querySelector<HTMLElement>('a.t, a')?.focus({ preventScroll: true })
}

function choose(row: HTMLTableRowElement): void {
  const input = box(row)
  if (!input) return
  input.checked = !input.checked
  input.dispatchEvent(new Event('change', { bubbles: true }))
}

function mark(input: HTMLInputElement): void {
  const row = input.closest('tr')
  if (input.checked) row?.setAttribute('aria-selected', 'true')
  else row?.removeAttribute('aria-selected')
}

function showBulk(form: HTMLFormElement): void {
  const chosen = [...form.querySelectorAll<HTMLInputElement>(`input[type=checkbox][name="${CSS.escape(form.dataset.bulk ?? '')}"]`)]
  for (const input of chosen) mark(input)
  const count = chosen.filter(i => i.checked).length
  for (const bar of form.querySelectorAll<HTMLElement>('[data-bulk-bar]')) bar.hidden = count === 0
  for (const at of form.querySelectorAll<HTMLElement>('[data-bulk-count]')) at.textContent = String(count)
}

function help(): void {
  const at = table()
  const lines = [
    ['J', word(at, 'key-down', 'xuống')], ['K', word(at, 'key-up', 'lên')], ['X', word(at, 'key-choose', 'chọn')],
    ['Enter', word(at, 'key-open', 'mở')], ['A', word(at, 'key-act', 'làm việc cần làm')],
    ...(at?.dataset.keyHelp ?? '').split(';').filter(Boolean).map(l => l.split('=') as [string, string]),
    ['?', word(at, 'key-help', 'tất cả phím')],
  ]
  const dialog = document.createElement('dialog')
  dialog.className = 'ds-dialog'
  dialog.setAttribute('aria-label', word(at, 'keys', 'Phím tắt'))
  const title = document.createElement('h2')
  title.textContent = word(at, 'keys', 'Phím tắt')
  const list = document.createElement('dl')
  list.className = 'nl-keylist mt3'
  for (const [key, does] of lines) {
    const dt = document.createElement('dt'), dd = document.createElement('dd'), kbd = document.createElement('kbd')
    kbd.textContent = key ?? ''
    dt.append(kbd)
    dd.textContent = does ?? ''
    list.append(dt, dd)
  }
  const close = document.createElement('button')
  close.type = 'button'
  close.className = 'ds-button mt4'
  close.dataset.variant = 'secondary'
  close.textContent = word(at, 'close', 'Đóng')
  close.onclick = () => dialog.close()
  dialog.append(title, list, close)
  dialog.onclose = () => dialog.remove()
  document.body.append(dialog)
  dialog.showModal()
}

function press(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return
  const shortcut = document.querySelector<HTMLElement>(`[data-shortcut="${CSS.escape(event.key)}"]`)
  if (shortcut && (event.key.length > 1 || !typing(event.target))) {
    event.preventDefault()
    if (shortcut.matches('input')) shortcut.focus()
    else shortcut.click()
    return
  }
  if (typing(event.target) || !table() || document.body.dataset.keys === 'off') return
  const row = current()
  const key = event.key.toLowerCase()
  if (key === 'j') move(1)
  else if (key === 'k') move(-1)
  else if (key === '?') help()
  else if (key === 'x' && row) choose(row)
  else if (key === 'a' && row) (row.querySelector<HTMLElement>('[data-act]') ?? row.querySelector<HTMLElement>('a.t, a'))?.click()
  else if (key === 'enter' && row && event.target === document.body) row.querySelector<HTMLElement>('a.t, a')?.click()
  else return
  event.preventDefault()
}

let started = false
export function start(): void {
  if (started) return
  started = true
  addEventListener('keydown', press)
  addEventListener('change', event => {
    const form = (event.target as Element).closest<HTMLFormElement>('form[data-bulk]')
    if (form) showBulk(form)
  })
  addEventListener('click', event => {
    const form = (event.target as Element).closest('[data-bulk-clear]')?.closest<HTMLFormElement>('form[data-bulk]')
    if (!form) return
    for (const input of form.querySelectorAll<HTMLInputElement>('input[type=checkbox]:checked')) input.checked = false
    showBulk(form)
  })
  eachPage(() => { for (const form of document.querySelectorAll<HTMLFormElement>('form[data-bulk]')) showBulk(form) })
}

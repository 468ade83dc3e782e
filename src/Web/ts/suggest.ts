import { word } from './page'

// The first hits while one types: the server gives them as links, role=option. Without script the form just searches.
// Combobox pattern of the ARIA practices: the focus stays in the field, the arrows move aria-activedescendant.

type Box = { input: HTMLInputElement, list: HTMLElement, status: HTMLElement, url: string }

const pause = 150 // ms after the last key; a slow line is asked seldom
let asked: AbortController | undefined
let timer = 0

const options = (box: Box) => [...box.list.querySelectorAll<HTMLElement>('[role=option]')]
const chosen = (box: Box) => box.list.querySelector<HTMLElement>('[aria-selected=true]')

function show(box: Box, html: string): void {
  box.list.innerHTML = html
  options(box).forEach((option, i) => { option.id = `${box.list.id}-${i}` })
  const count = options(box).length
  box.list.hidden = count === 0
  box.input.setAttribute('aria-expanded', String(count > 0))
  box.input.removeAttribute('aria-activedescendant')
  box.status.textContent = count > 0 ? word(box.input, 'suggestions', '{0} gợi ý').replace('{0}', String(count)) : ''
}

async function ask(box: Box): Promise<void> {
  asked?.abort()
  const text = box.input.value.trim()
  if (text.length < 2) { show(box, ''); return }
  const mine = asked = new AbortController()
  try {
    const answer = await fetch(`${box.url}${box.url.includes('?') ? '&' : '?'}q=${encodeURIComponent(text)}`, { signal: mine.signal, headers: { Accept: 'text/html' } })
    if (!answer.ok || mine.signal.aborted) return
    const html = answer.status === 204 ? '' : await answer.text()
    if (document.activeElement === box.input) show(box, html)
  } catch { /* no network: the button still searches */ }
}

function move(box: Box, step: number): void {
  const all = options(box)
  if (all.length === 0) return
  const was = chosen(box)
  const next = all[((was ? all.indexOf(was) : step > 0 ? -1 : 0) + step + all.length) % all.length]!
  was?.removeAttribute('aria-selected')
  next.setAttribute('aria-selected', 'true')
  next.scrollIntoView({ block: 'nearest' })
  box.input.setAttribute('aria-activedescendant', next.id)
}

function press(box: Box, event: KeyboardEvent): void {
  if (event.key === 'ArrowDown') move(box, 1)
  else if (event.key === 'ArrowUp') move(box, -1)
  else if (event.key === 'Escape' && !box.list.hidden) show(box, '')
  else if (event.key === 'Enter' && chosen(box)) chosen(box)!.click()
  else return
  event.preventDefault()
}

export function enhance(root: Document | Element): void {
  for (const form of root.querySelectorAll<HTMLFormElement>('form[data-suggest]')) {
    const input = form.querySelector<HTMLInputElement>('input[type=search]')
    if (!input || input.getAttribute('role') === 'combobox') continue
    const list = document.createElement('div')
    const status = document.createElement('p')
    const box: Box = { input, list, status, url: form.dataset.suggest! }
    list.className = 'nl-suggest'
    list.id = `${input.id}-suggestions`
    list.hidden = true
    list.setAttribute('role', 'listbox')
    list.setAttribute('aria-label', word(form, 'suggestion-list', 'Gợi ý'))
    status.className = 'sr'
    status.setAttribute('role', 'status')
    input.setAttribute('role', 'combobox')
    input.setAttribute('aria-autocomplete', 'list')
    input.setAttribute('aria-expanded', 'false')
    input.setAttribute('aria-controls', list.id)
    form.append(list, status)
    input.addEventListener('input', () => { clearTimeout(timer); timer = window.setTimeout(() => void ask(box), pause) })
    input.addEventListener('keydown', event => press(box, event))
    list.addEventListener('mousedown', event => event.preventDefault()) // the field keeps the focus, so that the press is not lost
    input.addEventListener('blur', () => { asked?.abort(); clearTimeout(timer); show(box, '') })
  }
}

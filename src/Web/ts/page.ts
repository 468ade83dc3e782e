type Part = Document | Element

const listeners: ((root: Part) => void)[] = []

/** Runs now, after every Turbo visit or frame, and for every part of the page that was replaced. */
export function eachPage(work: (root: Part) => void): void {
  listeners.push(work)
  work(document)
}

export function partArrived(root: Part): void {
  for (const work of listeners) work(root)
}

// Not turbo:load: it does not fire for a form that comes back with 422. A preview from the cache is soon replaced.
addEventListener('turbo:render', () => { if (!document.documentElement.hasAttribute('data-turbo-preview')) partArrived(document) })
addEventListener('turbo:frame-load', e => partArrived(e.target as Element))

/** A word given by the server as data-text-… on the element or the page; otherwise the Vietnamese one. */
export function word(at: Element | null, key: string, vietnamese: string): string {
  const name = `data-text-${key}`
  return at?.closest(`[${name}]`)?.getAttribute(name) ?? document.body.getAttribute(name) ?? vietnamese
}

let toast: HTMLElement | undefined
let hide = 0

/** Says something politely, to eyes and to screen readers, for four seconds. */
export function say(text: string): void {
  if (!toast?.isConnected) {
    toast = document.createElement('p')
    toast.className = 'nl-toast'
    toast.setAttribute('role', 'status')
    toast.setAttribute('aria-live', 'polite')
    document.body.append(toast)
  }
  const here = toast
  clearTimeout(hide)
  here.textContent = ''
  setTimeout(() => { here.textContent = text }, 50)
  hide = window.setTimeout(() => { here.textContent = '' }, 4000)
}

export const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])'))

export const clock = (): string =>
  new Date().toLocaleTimeString('vi-VN', { hour: '2-digit', minute: '2-digit', hour12: false })

import { eachPage, say, word } from './page'

/** The summary of errors takes the focus, so that it is read out and the keyboard stands at it. */
export function focusSummary(): void {
  eachPage(root => root.querySelector<HTMLElement>('.ds-error-summary')?.focus())
}

/** One press sends a form once. Without the guard a slow line turns one dossier into two. */
export function guardForms(): void {
  const sent = new Set<HTMLButtonElement>()
  const release = () => { for (const button of sent) button.disabled = false; sent.clear() }
  addEventListener('submit', event => {
    const form = event.target as HTMLFormElement
    if (event.defaultPrevented && !form.closest('[data-turbo]') || form.method.toLowerCase() !== 'post' || 'again' in form.dataset) return
    // After this turn, so that the name and value of the pressed button are still sent.
    setTimeout(() => {
      for (const button of form.querySelectorAll<HTMLButtonElement>('button:not([type=button]):not(:disabled)')) {
        button.disabled = true
        sent.add(button)
      }
    })
  })
  addEventListener('pageshow', release)
  addEventListener('turbo:submit-end', release)
}

/** Print, copy, reveal a password, send on change, a button that says why it cannot be pressed. */
export function smallThings(): void {
  addEventListener('click', event => {
    const at = (event.target as Element).closest<HTMLElement>('[data-print], [data-copy], [data-reveal], [aria-disabled=true]')
    if (!at) return
    if (at.getAttribute('aria-disabled') === 'true') event.preventDefault()
    else if ('print' in at.dataset) print()
    else if (at.dataset.copy !== undefined)
      void navigator.clipboard.writeText(at.dataset.copy).then(
        () => say(word(at, 'copied', 'Đã chép')),
        () => say(word(at, 'copy-failed', 'Không chép được. Hãy chọn chữ rồi chép.')))
    else if (at.dataset.reveal) {
      const input = document.getElementById(at.dataset.reveal)
      if (!(input instanceof HTMLInputElement)) return
      const shown = input.type === 'text'
      input.type = shown ? 'password' : 'text'
      at.setAttribute('aria-pressed', String(!shown))
    }
  })
  addEventListener('change', event => {
    const at = event.target as HTMLSelectElement
    if (at.matches?.('select[data-submit]')) at.form?.requestSubmit()
  })
  // The desk presses one key: the slip is accepted and printed.
  if (document.documentElement.dataset.paper && new URLSearchParams(location.search).has('in')) addEventListener('load', () => {
    history.replaceState(null, '', location.pathname) // read again, it is not printed again
    print()
  }, { once: true })
  // Buttons which only a script can serve are rendered hidden.
  eachPage(root => {
    for (const button of root.querySelectorAll<HTMLElement>('[data-print][hidden], [data-copy][hidden], [data-reveal][hidden]')) button.hidden = false
  })
}

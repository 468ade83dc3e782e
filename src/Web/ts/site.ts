// The one entry. Pages are complete without it; it finds its work by data attributes and loads the heavier parts
// only when a page has them. Listeners sit on the document, so that replaced parts of a page need no new ones.
import { focusSummary, guardForms, smallThings } from './small'
import { eachPage } from './page'

focusSummary()
guardForms()
smallThings()

eachPage(root => {
  if (root.querySelector('[data-live]')) void import('./live').then(m => m.listen())
  if (root.querySelector('[data-keys], [data-bulk], [data-shortcut]')) void import('./keys').then(m => m.start())
  if (root.querySelector('input[type=file][data-upload-url]')) void import('./upload').then(m => m.enhance(root))
  if (root.querySelector('form[data-suggest]')) void import('./suggest').then(m => m.enhance(root))
  if (root.querySelector('form[data-lock]')) void import('./lock').then(m => m.start())
  if (root.querySelector('[data-passkey-able]')) void import('./passkeys').then(m => m.enhance(root))
  if (root.querySelector('form[data-cells]')) void import('./cells').then(m => m.start())
  if (root.querySelector('form[data-autosave]')) void import('./autosave').then(m => m.start())
})

// Turbo: for officials at once, for citizens once the first page has come to rest.
const quick = document.documentElement.dataset.quick
const turbo = () => void import('@hotwired/turbo')
if (quick === 'now') turbo()
else if (quick === 'idle') {
  const rest = () => ('requestIdleCallback' in window ? requestIdleCallback(turbo, { timeout: 4000 }) : setTimeout(turbo, 1500))
  if (document.readyState === 'complete') rest()
  else addEventListener('load', rest, { once: true })
}

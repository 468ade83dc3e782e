import { word } from './page'

interface Stored { id: string; name?: string; size?: number }

/** A file goes to the draft as soon as it is chosen, so a dead battery or an error elsewhere in the form does not lose it. */
export function enhance(root: Document | Element): void {
  for (const input of root.querySelectorAll<HTMLInputElement>('input[type=file][data-upload-url]')) {
    if (input.dataset.ready) continue
    input.dataset.ready = '1'
    input.addEventListener('change', () => void sendAll(input))
    if (input.dataset.camera && matchMedia('(pointer: coarse)').matches) camera(input)
    const box = input.closest<HTMLElement>('.nl-upload')
    box?.addEventListener('dragover', e => { e.preventDefault(); box.dataset.drop = '' })
    box?.addEventListener('dragleave', () => { delete box.dataset.drop })
    box?.addEventListener('drop', e => {
      e.preventDefault()
      delete box.dataset.drop
      if (!e.dataTransfer?.files.length) return
      input.files = e.dataTransfer.files
      void sendAll(input)
    })
  }
}

/** On phones a second button opens the camera at once; the field itself still takes a file one has. */
function camera(input: HTMLInputElement): void {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'ds-button mb2'
  button.dataset.variant = 'secondary'
  button.textContent = input.dataset.camera!
  button.onclick = () => {
    input.setAttribute('capture', 'environment')
    input.click()
    setTimeout(() => input.removeAttribute('capture'))
  }
  input.before(button)
}

async function sendAll(input: HTMLInputElement): Promise<void> {
  const field = input.closest<HTMLElement>('.ds-field') ?? input.parentElement!
  const list = field.querySelector<HTMLElement>('[data-uploaded]') ?? input.insertAdjacentElement('afterend', document.createElement('ul')) as HTMLElement
  list.dataset.uploaded = ''
  list.className = 'nl-files'
  fail(input, field, null)
  if (!input.multiple) list.replaceChildren()
  let missed = false
  for (const file of [...(input.files ?? [])]) missed = !(await sendOne(input, field, list, file)) || missed
  if (!missed) input.value = '' // what was sent must not travel again with the form
}

async function sendOne(input: HTMLInputElement, field: HTMLElement, list: HTMLElement, file: File): Promise<boolean> {
  const row = document.createElement('li')
  const text = document.createElement('span')
  const name = document.createElement('b')
  const note = document.createElement('small')
  const bar = document.createElement('progress')
  row.dataset.busy = ''
  text.className = 'grow'
  name.textContent = file.name
  note.textContent = word(input, 'sending', 'Đang gửi…')
  bar.max = 100
  bar.setAttribute('aria-label', file.name)
  text.append(name, note, bar)
  row.append(text)
  list.append(row)
  try {
    const stored = await tries(input, file, percent => { bar.value = percent })
    const hidden = document.createElement('input')
    hidden.type = 'hidden'
    hidden.name = `${input.name}Id`
    hidden.value = stored.id
    note.textContent = `${word(input, 'sent', 'Đã gửi')}, ${size(stored.size ?? file.size)}`
    row.append(hidden)
    field.dispatchEvent(new CustomEvent('nl:uploaded', { bubbles: true, detail: stored }))
    return true
  } catch (error) {
    row.remove()
    fail(input, field, error instanceof Error && error.message
      ? error.message
      : word(input, 'upload-failed', 'Chưa gửi được tệp vì đường truyền gián đoạn. Hãy thử lại. Phần đã điền vẫn còn.'))
    return false
  } finally {
    delete row.dataset.busy
    bar.remove()
  }
}

async function tries(input: HTMLInputElement, file: File, progress: (percent: number) => void): Promise<Stored> {
  for (let n = 1; ; n++) {
    const answer = await post(input.dataset.uploadUrl!, file, progress)
    if (answer.status >= 200 && answer.status < 300) return JSON.parse(answer.body) as Stored
    const lasting = answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 429
    if (lasting || n === 3) throw new Error(detail(answer.body))
    await new Promise(r => setTimeout(r, 1000 * n * n))
  }
}

function post(url: string, file: File, progress: (percent: number) => void): Promise<{ status: number; body: string }> {
  return new Promise(done => {
    const request = new XMLHttpRequest()
    const body = new FormData()
    body.append('file', file, file.name)
    request.upload.onprogress = e => { if (e.lengthComputable) progress((100 * e.loaded) / e.total) }
    request.onloadend = () => done({ status: request.status, body: request.responseText })
    request.open('POST', url)
    request.setRequestHeader('Accept', 'application/json')
    request.send(body)
  })
}

function detail(body: string): string {
  try {
    const problem = JSON.parse(body) as { detail?: string; title?: string }
    return problem.detail ?? problem.title ?? ''
  } catch {
    return ''
  }
}

function fail(input: HTMLInputElement, field: HTMLElement, message: string | null): void {
  field.querySelector('[data-upload-error]')?.remove()
  input.toggleAttribute('aria-invalid', false)
  delete field.dataset.invalid
  if (!message) return
  const at = document.createElement('p')
  at.className = 'ds-validation-message'
  at.dataset.uploadError = ''
  at.setAttribute('role', 'alert')
  at.textContent = message
  field.append(at)
  field.dataset.invalid = ''
  input.setAttribute('aria-invalid', 'true')
}

const size = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toLocaleString('vi-VN', { maximumFractionDigits: 1 })} MB`

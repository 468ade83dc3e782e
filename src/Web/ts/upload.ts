import { say, word } from './page'
import { Refused, drop, send } from './tus'

/** Files of a form that are on their way, or wait for an answer of the person. */
const busy = new WeakMap<HTMLFormElement, Set<HTMLElement>>()

/** A file goes to the draft as soon as it is chosen, so a dead battery or an error elsewhere in the form does not lose it. */
export function enhance(root: Document | Element): void {
  for (const input of root.querySelectorAll<HTMLInputElement>('input[type=file][data-upload-url]')) {
    if (input.dataset.ready) continue
    input.dataset.ready = '1'
    input.addEventListener('change', () => sendAll(input, [...(input.files ?? [])]))
    chooser(input)
    if (input.dataset.camera && matchMedia('(pointer: coarse)').matches) camera(input)
    if (input.form && !busy.has(input.form)) guard(input.form)
    const box = input.closest<HTMLElement>('.nl-upload')
    box?.addEventListener('dragover', e => { e.preventDefault(); box.dataset.drop = '' })
    box?.addEventListener('dragleave', () => { delete box.dataset.drop })
    box?.addEventListener('drop', e => {
      e.preventDefault()
      delete box.dataset.drop
      if (e.dataTransfer?.files.length) sendAll(input, [...e.dataTransfer.files])
    })
  }
}

/** The browser's own field speaks the browser's language and shows names that are in the list already; a second label of it says ours. */
function chooser(input: HTMLInputElement): void {
  const label = document.createElement('label')
  label.htmlFor = input.id
  label.className = 'ds-button'
  label.dataset.variant = 'secondary'
  label.textContent = word(input, 'choose', 'Chọn ảnh hoặc tệp')
  input.classList.add('sr')
  input.after(label)
}

/** On phones another button opens the camera at once; the field itself still takes a file one has. */
function camera(input: HTMLInputElement): void {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'ds-button'
  button.dataset.variant = 'secondary'
  button.dataset.cameraButton = ''
  button.onclick = () => {
    input.setAttribute('capture', 'environment')
    input.click()
    setTimeout(() => input.removeAttribute('capture'))
  }
  input.before(button)
  name(input)
}

/** After the first page the button asks for another one. */
function name(input: HTMLInputElement): void {
  const button = input.parentElement?.querySelector('[data-camera-button]')
  const some = input.multiple && input.parentElement?.querySelector('[data-uploaded] > li')
  if (button) button.textContent = some ? word(input, 'more-pages', 'Chụp thêm trang') : input.dataset.camera!
}

/** "Tiếp tục" while something is on its way: the form is sent when it has arrived. */
function guard(form: HTMLFormElement): void {
  const rows = new Set<HTMLElement>()
  busy.set(form, rows)
  let waiting = false
  form.addEventListener('submit', event => {
    if (rows.size === 0) return
    event.preventDefault()
    event.stopImmediatePropagation() // nobody else may take it for sent
    const input = form.querySelector('input[data-upload-url]')
    const asking = [...rows].find(r => r.querySelector('.nl-straighten'))
    if (asking) {
      say(word(input, 'still-asking', 'Còn ảnh chưa chọn xong. Hãy chọn Dùng ảnh này, hoặc Bỏ ảnh này.'))
      asking.querySelector<HTMLElement>('.nl-straighten button')?.focus()
      return
    }
    say(word(input, 'still-sending', 'Còn {0} tệp đang gửi. Gửi xong, trang tự chuyển tiếp.').replace('{0}', String(rows.size)))
    if (waiting) return
    waiting = true
    const button = event.submitter
    const arrived = (e: Event) => {
      const good = (e as CustomEvent<boolean>).detail // one that was refused: its words are to be read first
      if (good && rows.size > 0) return
      waiting = false
      form.removeEventListener('nl:settled', arrived)
      if (!good) return
      form.requestSubmit(button?.isConnected ? button : null)
    }
    form.addEventListener('nl:settled', arrived)
  }, { capture: true })
}

let last = 0 // when a file was chosen last; pages keep the order in which they were chosen, whichever arrives first
let questions = Promise.resolve() // one at a time; sending goes on meanwhile

function sendAll(input: HTMLInputElement, files: File[]): void {
  const field = input.closest<HTMLElement>('.ds-field') ?? input.parentElement!
  const list = field.querySelector<HTMLElement>('[data-uploaded]') ?? input.insertAdjacentElement('afterend', document.createElement('ul')) as HTMLElement
  list.dataset.uploaded = ''
  list.className = 'nl-files'
  fail(input, field, null)
  if (!input.multiple) list.replaceChildren()
  for (const file of files) void sendOne(input, field, list, file, last = Math.max(Date.now(), last + 1))
  input.value = '' // what is sent by itself must not travel again with the form
}

async function sendOne(input: HTMLInputElement, field: HTMLElement, list: HTMLElement, file: File, chosen: number): Promise<void> {
  const row = new Row(input, file.name)
  list.append(row.element)
  const rows = input.form && busy.get(input.form)
  rows?.add(row.element)
  let good = false
  try {
    const picture = await choose(input, row, file)
    if (picture) {
      const id = await transfer(input, row, picture, chosen)
      good = true
      row.sent(id, picture.size)
      field.dispatchEvent(new CustomEvent('nl:uploaded', { bubbles: true, detail: { id, name: row.name, size: picture.size } }))
    } else {
      row.element.remove()
      good = true
      input.focus()
    }
  } catch (error) {
    row.element.remove()
    if (row.cancelled.signal.aborted) good = true
    else fail(input, field, error instanceof Refused && error.message ? error.message : word(input, 'upload-failed', 'Chưa gửi được tệp vì đường truyền gián đoạn. Hãy thử lại. Phần đã điền vẫn còn.'))
  }
  rows?.delete(row.element)
  name(input)
  input.form?.dispatchEvent(new CustomEvent('nl:settled', { detail: good }))
}

/** A photograph is straightened first; the parts for it come only now. */
async function choose(input: HTMLInputElement, row: Row, file: File): Promise<Blob | null> {
  if (!/^image\//.test(file.type)) return file
  const ours = questions
  let answered!: () => void
  questions = new Promise(done => { answered = done })
  try {
    await ours
    row.note(word(input, 'looking', 'Đang xem ảnh…'))
    const { prepare, likeness } = await import('./straighten')
    const picture = await prepare(file, row.element, input, () => row.note(''))
    if (picture) row.show(await likeness(picture))
    if (picture && picture !== file) row.name = file.name.replace(/\.\w+$/, '') + '.jpg'
    return picture
  } catch {
    return file // the network went before the script came: the photograph as it is
  } finally {
    answered()
  }
}

async function transfer(input: HTMLInputElement, row: Row, picture: Blob, chosen: number): Promise<string> {
  const names = { key: input.dataset.uploadKey ?? '', filename: row.name.slice(-200), chosen: String(chosen) } // the ending counts, and headers are short
  row.starts()
  row.cancelled.signal.addEventListener('abort', () => void drop(input.dataset.uploadUrl!, picture, names))
  return await send(input.dataset.uploadUrl!, picture, names, {
    at: percent => row.progress(percent, word(input, 'sending', 'Đang gửi {0}%').replace('{0}', String(percent)), false),
    waiting: percent => row.progress(percent, word(input, 'waiting', 'Đang chờ mạng, sẽ gửi tiếp từ {0}%').replace('{0}', String(percent)), true),
    signal: row.cancelled.signal,
  })
}

/** A file in the list: its likeness, name, how far it is, and the way out. */
class Row {
  readonly element = document.createElement('li')
  readonly cancelled = new AbortController()
  private readonly title = document.createElement('b')
  private readonly words = document.createElement('small')
  private readonly aloud = document.createElement('span')
  private readonly bar = document.createElement('progress')
  private readonly stop = document.createElement('button')

  constructor(private readonly input: HTMLInputElement, private label: string) {
    this.element.dataset.busy = ''
    this.title.textContent = label
    this.aloud.className = 'sr'
    this.aloud.setAttribute('role', 'status')
    this.bar.max = 100
    this.bar.value = 0
    this.bar.setAttribute('aria-label', label)
    this.stop.type = 'button'
    this.stop.className = 'ds-button'
    this.stop.dataset.variant = 'tertiary'
    this.stop.append(word(input, 'cancel', 'Hủy'), hidden(` ${label}`))
    this.stop.onclick = () => this.cancelled.abort()
    const text = document.createElement('span')
    text.className = 'grow'
    text.append(this.title, this.words, this.bar, this.aloud)
    this.bar.hidden = true
    this.element.append(text)
    this.note(word(input, 'queued', 'Đang chờ gửi'))
  }

  get name(): string { return this.label }
  set name(name: string) { this.label = this.title.textContent = name }

  note(words: string): void { this.words.textContent = words }

  show(likeness: HTMLCanvasElement | null): void {
    if (!likeness) return
    likeness.className = 'thumb'
    likeness.setAttribute('aria-hidden', 'true')
    this.element.prepend(likeness)
  }

  starts(): void {
    this.bar.hidden = false
    this.element.append(this.stop)
    this.progress(0, word(this.input, 'sending', 'Đang gửi {0}%').replace('{0}', '0'), false)
  }

  /** Percents are for eyes; what is read aloud is that it waits, and that it goes on. */
  progress(percent: number, words: string, waiting: boolean): void {
    const waited = 'waiting' in this.element.dataset
    this.bar.value = percent
    this.note(words)
    if (waiting === waited) return
    this.element.toggleAttribute('data-waiting', waiting)
    this.aloud.textContent = words
  }

  sent(id: string, bytes: number): void {
    const value = document.createElement('input')
    value.type = 'hidden'
    value.name = `${this.input.name}Id`
    value.value = id
    const remove = document.createElement('button')
    remove.className = 'ds-button'
    remove.dataset.variant = 'tertiary'
    remove.formNoValidate = true
    remove.setAttribute('formaction', `?handler=Remove&file=${id}`)
    remove.append(word(this.input, 'remove', 'Xóa'), hidden(` ${this.label}`))
    delete this.element.dataset.busy
    this.bar.remove()
    this.note(`${word(this.input, 'sent', 'Đã gửi')}, ${size(bytes)}`)
    this.aloud.textContent = `${this.label}: ${word(this.input, 'sent', 'Đã gửi')}`
    this.stop.replaceWith(remove)
    this.element.append(value)
  }
}

function hidden(text: string): HTMLElement {
  const span = document.createElement('span')
  span.className = 'sr'
  span.textContent = text
  return span
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

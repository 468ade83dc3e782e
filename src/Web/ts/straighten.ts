// A photograph of a paper, cut out and laid flat before it is sent: it can be read, and it weighs a tenth.
import { word } from './page'
import { area, findPaper, flatSize, flatten, type Point, type Quad } from './paper'

const sourceLongest = 2600, resultLongest = 2000, quality = 0.82
const lightEnough = 700 * 1024 // a small picture that its paper fills needs no question
const handle = 0.01 // an arrow key moves a corner by this part of the picture; with Shift by five times as much

/**
 * Shows what would be sent, inside the row, and waits for the choice. Says the picture to send: straightened, or the file itself.
 * Null: the person dropped it.
 */
export async function prepare(file: File, row: HTMLElement, input: HTMLElement, asks: () => void): Promise<Blob | null> {
  const source = await open(file, sourceLongest)
  if (!source) return file // this browser cannot read it (HEIC, mostly): the server will say
  const { canvas, width, height } = source
  const found = look(canvas)
  const fills = found !== null && area(found) > 0.9
  if (fills && file.size <= lightEnough && Math.max(width, height) <= resultLongest) return file
  asks()
  const answer = await new Question(canvas, found, file, row, input).answer
  canvas.width = 0 // gives the memory back at once
  return answer
}

/** The picture as seen (EXIF), no larger than needed: drawn from an image element, browsers decode a huge JPEG at a smaller scale. */
async function open(file: Blob, longest: number): Promise<{ canvas: HTMLCanvasElement; width: number; height: number } | null> {
  const image = new Image()
  image.src = URL.createObjectURL(file)
  try {
    await new Promise((done, fail) => { image.onload = done; image.onerror = fail; setTimeout(fail, 20_000) })
    const { naturalWidth: width, naturalHeight: height } = image
    const scale = Math.min(1, longest / Math.max(width, height))
    const canvas = sheet(Math.round(width * scale), Math.round(height * scale))
    canvas.getContext('2d', { willReadFrequently: true })!.drawImage(image, 0, 0, canvas.width, canvas.height)
    return { canvas, width, height }
  } catch {
    return null
  } finally {
    URL.revokeObjectURL(image.src)
  }
}

function sheet(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, width)
  canvas.height = Math.max(1, height)
  return canvas
}

/** The corners as parts of the whole, 0 to 1. */
function look(canvas: HTMLCanvasElement): Quad | null {
  const scale = Math.min(1, 400 / Math.max(canvas.width, canvas.height))
  const small = sheet(Math.round(canvas.width * scale), Math.round(canvas.height * scale))
  const context = small.getContext('2d', { willReadFrequently: true })!
  context.drawImage(canvas, 0, 0, small.width, small.height)
  const corners = findPaper(context.getImageData(0, 0, small.width, small.height).data, small.width, small.height)
  return corners && corners.map(p => ({ x: p.x / small.width, y: p.y / small.height })) as Quad
}

const whole = (): Quad => [{ x: 0, y: 0 }, { x: 1, y: 0 }, { x: 1, y: 1 }, { x: 0, y: 1 }]

/** A little inside the found edge, so that nothing of the table is left along it. */
function inside(quad: Quad): Quad {
  const middle = { x: quad.reduce((sum, p) => sum + p.x / 4, 0), y: quad.reduce((sum, p) => sum + p.y / 4, 0) }
  return quad.map(p => ({ x: p.x + 0.006 * (middle.x - p.x), y: p.y + 0.006 * (middle.y - p.y) })) as Quad
}

/** The question itself: the picture as it would be sent, and what can be done about it. */
class Question {
  readonly answer: Promise<Blob | null>
  private readonly box = document.createElement('div')
  private readonly words = document.createElement('p')
  private readonly view = document.createElement('div')
  private readonly buttons = document.createElement('div')
  private corners: Quad
  private turns = 0
  private result!: HTMLCanvasElement

  constructor(private readonly source: HTMLCanvasElement, found: Quad | null, private readonly file: File, row: HTMLElement, private readonly input: HTMLElement) {
    this.corners = found ? inside(found) : whole()
    this.box.className = 'nl-straighten'
    this.box.setAttribute('role', 'group')
    this.box.setAttribute('aria-label', file.name)
    this.words.setAttribute('aria-live', 'polite')
    this.view.className = 'view'
    this.buttons.className = 'row'
    this.buttons.dataset.gap = '2'
    this.box.append(this.words, this.view, this.buttons)
    row.append(this.box)
    this.answer = new Promise(done => {
      const leave = (picture: Blob | null) => { this.box.remove(); done(picture) }
      this.show(found ? this.say('paper-found', 'Đã nắn thẳng tờ giấy. Ông/bà xem chữ có rõ không?') : this.say('paper-missed', 'Chưa thấy rõ bốn góc giấy, nên giữ cả ảnh. Ông/bà xem chữ có rõ không?'), leave)
      this.buttons.querySelector('button')?.focus({ preventScroll: true })
      this.box.scrollIntoView({ block: 'nearest' })
    })
  }

  private say(key: string, vietnamese: string): string {
    return word(this.input, key, vietnamese)
  }

  private button(key: string, vietnamese: string, variant: string, press: () => void): HTMLButtonElement {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'ds-button'
    button.dataset.variant = variant
    button.textContent = this.say(key, vietnamese)
    button.onclick = press
    return button
  }

  private show(words: string, leave: (picture: Blob | null) => void): void {
    this.lay()
    this.words.textContent = words
    this.buttons.replaceChildren(
      this.button('use', 'Dùng ảnh này', 'primary', () => leave(jpeg(this.result))),
      this.button('turn', 'Xoay', 'secondary', () => { this.turns++; this.lay() }),
      this.button('corners', 'Chỉnh góc', 'secondary', () => this.adjust(() => {
        this.show(words, leave)
        this.buttons.querySelector('button')?.focus()
      })),
      this.button('original', 'Giữ ảnh gốc', 'secondary', () => leave(this.file)),
      this.button('drop', 'Bỏ ảnh này', 'tertiary', () => leave(null)))
  }

  /** The result as it stands: cut out, laid flat, turned. */
  private lay(): void {
    const { width: w, height: h } = this.source
    const quad = this.corners.map(p => ({ x: p.x * w, y: p.y * h })) as Quad
    const size = area(this.corners) > 0.999 ? fitted(w, h) : flatSize(quad, resultLongest)
    let flat = sheet(size.width, size.height)
    const context = flat.getContext('2d', { willReadFrequently: true })! // in plain memory: it is read once more, to be sent
    if (area(this.corners) > 0.999) context.drawImage(this.source, 0, 0, flat.width, flat.height)
    else {
      const to = context.createImageData(flat.width, flat.height)
      flatten(this.source.getContext('2d')!.getImageData(0, 0, w, h), quad, to)
      context.putImageData(to, 0, 0)
    }
    for (let n = this.turns % 4; n > 0; n--) flat = turned(flat)
    flat.setAttribute('role', 'img')
    flat.setAttribute('aria-label', this.file.name)
    this.result = flat
    this.view.replaceChildren(flat)
  }

  /** The whole photograph with a dot on each corner, to be dragged or moved by the arrow keys. */
  private adjust(done: () => void): void {
    this.words.textContent = this.say('corners-help', 'Kéo bốn chấm vào bốn góc tờ giấy. Dùng được cả phím mũi tên.')
    const scale = Math.min(1, 900 / Math.max(this.source.width, this.source.height))
    const picture = sheet(Math.round(this.source.width * scale), Math.round(this.source.height * scale))
    const names = ['Góc trên bên trái', 'Góc trên bên phải', 'Góc dưới bên phải', 'Góc dưới bên trái']
    const dots = this.corners.map((_, i) => {
      const dot = document.createElement('button')
      dot.type = 'button'
      dot.className = 'dot'
      dot.setAttribute('aria-label', this.say(`corner-${i + 1}`, names[i]!))
      return dot
    })
    const frame = document.createElement('div')
    frame.className = 'frame'
    const draw = () => {
      const context = picture.getContext('2d')!
      context.drawImage(this.source, 0, 0, picture.width, picture.height)
      context.beginPath()
      for (const p of this.corners) context.lineTo(p.x * picture.width, p.y * picture.height)
      context.closePath()
      for (const [width, colour] of [[5, '#fff'], [2, '#0b5d8a']] as const) {
        context.lineWidth = width
        context.strokeStyle = colour
        context.stroke()
      }
      dots.forEach((dot, i) => {
        dot.style.left = `${100 * this.corners[i]!.x}%`
        dot.style.top = `${100 * this.corners[i]!.y}%`
      })
    }
    const move = (i: number, to: Point) => {
      this.corners[i] = { x: Math.min(1, Math.max(0, to.x)), y: Math.min(1, Math.max(0, to.y)) }
      draw()
    }
    dots.forEach((dot, i) => {
      dot.onpointerdown = e => { dot.setPointerCapture(e.pointerId); e.preventDefault(); dot.focus() }
      dot.onpointermove = e => {
        if (!dot.hasPointerCapture(e.pointerId)) return
        const place = picture.getBoundingClientRect()
        move(i, { x: (e.clientX - place.left) / place.width, y: (e.clientY - place.top) / place.height })
      }
      dot.onkeydown = e => {
        const [x, y] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key] ?? [0, 0]
        if (!x && !y) return
        e.preventDefault()
        const step = handle * (e.shiftKey ? 5 : 1)
        move(i, { x: this.corners[i]!.x + x! * step, y: this.corners[i]!.y + y! * step })
      }
    })
    draw()
    frame.append(picture, ...dots)
    this.view.replaceChildren(frame)
    this.buttons.replaceChildren(this.button('done', 'Xong', 'primary', done))
    dots[0]!.focus({ preventScroll: true })
  }
}

function fitted(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, resultLongest / Math.max(width, height))
  return { width: Math.round(width * scale), height: Math.round(height * scale) }
}

/** At once: toBlob waits for an idle moment, and right after a touch that takes seconds. */
function jpeg(canvas: HTMLCanvasElement): Blob {
  const bytes = atob(canvas.toDataURL('image/jpeg', quality).split(',')[1]!)
  return new Blob([Uint8Array.from(bytes, c => c.charCodeAt(0))], { type: 'image/jpeg' })
}

/** A quarter to the right. */
function turned(from: HTMLCanvasElement): HTMLCanvasElement {
  const to = sheet(from.height, from.width)
  const context = to.getContext('2d', { willReadFrequently: true })!
  context.translate(to.width, 0)
  context.rotate(Math.PI / 2)
  context.drawImage(from, 0, 0)
  return to
}

/** A small likeness of what is sent, drawn here: the phone need not fetch its own picture back. */
export async function likeness(picture: Blob): Promise<HTMLCanvasElement | null> {
  const source = (await open(picture, 256))?.canvas
  if (!source) return null
  const small = sheet(96, 128) // shown at half of it, sharp on any screen
  const scale = Math.max(small.width / source.width, small.height / source.height)
  const [w, h] = [source.width * scale, source.height * scale]
  small.getContext('2d')!.drawImage(source, (small.width - w) / 2, (small.height - h) / 2, w, h)
  return small
}

// Where a sheet of paper lies in a photograph, and how to lay it flat. Pure arithmetic, no page.
export interface Point { x: number; y: number }
/** Top left, top right, bottom right, bottom left. */
export type Quad = [Point, Point, Point, Point]

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)
const cross = (o: Point, a: Point, b: Point): number => (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x)

export function area(corners: readonly Point[]): number {
  let twice = 0
  for (let i = 0; i < corners.length; i++) {
    const a = corners[i]!, b = corners[(i + 1) % corners.length]!
    twice += a.x * b.y - b.x * a.y
  }
  return Math.abs(twice) / 2
}

/** The corners of the largest bright sheet, in pixels of this small picture; null when nothing looks like one. */
export function findPaper(rgba: Uint8ClampedArray, width: number, height: number): Quad | null {
  const grey = blur(toGrey(rgba, width * height), width, height)
  const edge = largestBright(grey, otsu(grey), width, height)
  if (!edge || edge.size < 0.15 * width * height) return null
  const quad = fourSided(hull(edge.points))
  if (!quad) return null
  const fitted = inOrder(fit(quad, edge.points))
  const whole = area(fitted)
  return whole >= 0.2 * width * height && edge.size >= 0.6 * whole && isPlausible(fitted)
    ? fitted.map(p => ({ x: Math.min(width, Math.max(0, p.x)), y: Math.min(height, Math.max(0, p.y)) })) as Quad
    : null
}

function toGrey(rgba: Uint8ClampedArray, count: number): Uint8Array {
  const grey = new Uint8Array(count)
  for (let i = 0, j = 0; i < count; i++, j += 4) grey[i] = (rgba[j]! * 77 + rgba[j + 1]! * 150 + rgba[j + 2]! * 29) >> 8
  return grey
}

/** The mean of 5 × 5: letters and the weave of a table cloth go, edges stay. */
function blur(grey: Uint8Array, width: number, height: number): Uint8Array {
  const once = (from: Uint8Array, step: number, length: number, lines: number, lineStep: number) => {
    const to = new Uint8Array(from.length)
    for (let line = 0; line < lines; line++)
      for (let i = 0; i < length; i++) {
        let sum = 0
        for (let k = -2; k <= 2; k++) sum += from[line * lineStep + Math.min(length - 1, Math.max(0, i + k)) * step]!
        to[line * lineStep + i * step] = sum / 5
      }
    return to
  }
  return once(once(grey, 1, width, height, width), width, height, width, 1)
}

/** The threshold that separates dark from bright best (Otsu 1979). */
function otsu(grey: Uint8Array): number {
  const counts = new Array<number>(256).fill(0)
  let total = 0
  for (const g of grey) { counts[g]!++; total += g }
  let best = 0, threshold = 127, below = 0, sumBelow = 0
  for (let t = 0; t < 256; t++) {
    below += counts[t]!
    sumBelow += t * counts[t]!
    const above = grey.length - below
    if (!below || !above) continue
    const spread = below * above * (sumBelow / below - (total - sumBelow) / above) ** 2
    if (spread > best) { best = spread; threshold = t }
  }
  return threshold
}

/** The largest bright patch: how many pixels it has, and the outermost ones of each line and column. */
function largestBright(grey: Uint8Array, threshold: number, width: number, height: number): { size: number; points: Point[] } | null {
  const patch = new Int32Array(grey.length)
  const stack: number[] = []
  let largest = 0, size = 0
  for (let start = 0, n = 0; start < grey.length; start++) {
    if (patch[start] || grey[start]! <= threshold) continue
    n++
    let count = 0
    patch[start] = n
    stack.push(start)
    while (stack.length) {
      const at = stack.pop()!, x = at % width
      count++
      for (const to of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width])
        if (to >= 0 && to < grey.length && !patch[to] && grey[to]! > threshold) { patch[to] = n; stack.push(to) }
    }
    if (count > size) { size = count; largest = n }
  }
  if (!largest) return null
  // Pixels are squares: their outer edge counts, so that a sheet that fills the picture reaches its corners.
  const points: Point[] = []
  const line = (length: number, at: (i: number) => number, point: (i: number) => Point) => {
    let first = 0, last = length - 1
    while (first < length && patch[at(first)] !== largest) first++
    if (first === length) return
    while (patch[at(last)] !== largest) last--
    points.push(point(first), point(last + 1))
  }
  for (let y = 0; y < height; y++) line(width, x => y * width + x, x => ({ x, y: y + (y < height / 2 ? 0 : 1) }))
  for (let x = 0; x < width; x++) line(height, y => y * width + x, y => ({ x: x + (x < width / 2 ? 0 : 1), y }))
  return { size, points }
}

/** Convex hull (Andrew's monotone chain). */
function hull(points: Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y)
  const half = (all: Point[]) => {
    const chain: Point[] = []
    for (const p of all) {
      while (chain.length > 1 && cross(chain[chain.length - 2]!, chain[chain.length - 1]!, p) <= 0) chain.pop()
      chain.push(p)
    }
    chain.pop()
    return chain
  }
  return [...half(sorted), ...half(sorted.reverse())]
}

/** The hull without the corners that matter least, until four are left. */
function fourSided(corners: Point[]): Point[] | null {
  const left = [...corners]
  while (left.length > 4) {
    let least = 0, smallest = Infinity
    left.forEach((p, i) => {
      const triangle = Math.abs(cross(left[(i + left.length - 1) % left.length]!, p, left[(i + 1) % left.length]!))
      if (triangle < smallest) { smallest = triangle; least = i }
    })
    left.splice(least, 1)
  }
  return left.length === 4 ? left : null
}

/** Each side as the line through the middle of its points, so that a folded corner or a thumb does not pull; corners where the lines meet. */
function fit(quad: Point[], points: Point[]): Point[] {
  const lines = quad.map((a, i) => {
    const b = quad[(i + 1) % 4]!, length = distance(a, b) || 1
    const near = points.filter(p => {
      const along = ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / length / length
      return along > 0.1 && along < 0.9 && Math.abs(cross(a, b, p)) / length < 4
    })
    if (near.length < 8) return { at: a, dx: b.x - a.x, dy: b.y - a.y }
    const at = { x: mean(near.map(p => p.x)), y: mean(near.map(p => p.y)) }
    let xx = 0, xy = 0, yy = 0
    for (const p of near) { xx += (p.x - at.x) ** 2; xy += (p.x - at.x) * (p.y - at.y); yy += (p.y - at.y) ** 2 }
    const angle = Math.atan2(2 * xy, xx - yy) / 2
    return { at, dx: Math.cos(angle), dy: Math.sin(angle) }
  })
  return lines.map((line, i) => {
    const before = lines[(i + 3) % 4]!
    const det = before.dx * line.dy - before.dy * line.dx
    if (Math.abs(det) < 1e-6) return quad[i]!
    const t = ((line.at.x - before.at.x) * line.dy - (line.at.y - before.at.y) * line.dx) / det
    return { x: before.at.x + t * before.dx, y: before.at.y + t * before.dy }
  })
}

const mean = (all: number[]): number => all.reduce((a, b) => a + b, 0) / all.length

/** Clockwise from the corner nearest the top left. */
function inOrder(corners: Point[]): Quad {
  const middle = { x: mean(corners.map(p => p.x)), y: mean(corners.map(p => p.y)) }
  const round = [...corners].sort((a, b) => Math.atan2(a.y - middle.y, a.x - middle.x) - Math.atan2(b.y - middle.y, b.x - middle.x))
  const first = round.reduce((best, p, i) => (p.x + p.y < round[best]!.x + round[best]!.y ? i : best), 0)
  return [0, 1, 2, 3].map(i => round[(first + i) % 4]!) as Quad
}

/** Convex, and no corner sharper than 50° or flatter than 130°: what a sheet on a table can look like. */
function isPlausible(quad: Quad): boolean {
  return quad.every((p, i) => {
    const a = quad[(i + 3) % 4]!, b = quad[(i + 1) % 4]!
    const turn = cross(a, p, b)
    const angle = Math.acos(((a.x - p.x) * (b.x - p.x) + (a.y - p.y) * (b.y - p.y)) / (distance(a, p) * distance(b, p) || 1)) * 180 / Math.PI
    return turn > 0 && angle > 50 && angle < 130
  })
}

/** The size of the sheet laid flat. Nearly A4 becomes A4: the camera looked at it from one side. */
export function flatSize(quad: Quad, longest: number): { width: number; height: number } {
  const [a, b, c, d] = quad
  let width = Math.max(distance(a, b), distance(d, c)), height = Math.max(distance(b, c), distance(a, d))
  const ratio = Math.max(width, height) / Math.min(width, height)
  if (Math.abs(ratio / Math.SQRT2 - 1) < 0.12) {
    if (width > height) height = width / Math.SQRT2
    else width = height / Math.SQRT2
  }
  const scale = Math.min(1, longest / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** From the unit square to the quadrilateral (Heckbert 1989): (u, v) → where to look in the photograph. */
export function projection([p0, p1, p2, p3]: Quad): (u: number, v: number) => Point {
  const dx1 = p1.x - p2.x, dx2 = p3.x - p2.x, dy1 = p1.y - p2.y, dy2 = p3.y - p2.y
  const sx = p0.x - p1.x + p2.x - p3.x, sy = p0.y - p1.y + p2.y - p3.y
  const det = dx1 * dy2 - dx2 * dy1 || 1
  const g = (sx * dy2 - dx2 * sy) / det, h = (dx1 * sy - sx * dy1) / det
  const a = p1.x - p0.x + g * p1.x, b = p3.x - p0.x + h * p3.x, d = p1.y - p0.y + g * p1.y, e = p3.y - p0.y + h * p3.y
  return (u, v) => {
    const w = g * u + h * v + 1
    return { x: (a * u + b * v + p0.x) / w, y: (d * u + e * v + p0.y) / w }
  }
}

/** The sheet laid flat, each pixel mixed from the four it falls between. */
export function flatten(from: ImageData, quad: Quad, to: ImageData): void {
  const look = projection(quad)
  const { width, height, data } = from
  for (let y = 0, out = 0; y < to.height; y++)
    for (let x = 0; x < to.width; x++, out += 4) {
      const at = look((x + 0.5) / to.width, (y + 0.5) / to.height)
      const px = Math.min(width - 1.001, Math.max(0, at.x - 0.5)), py = Math.min(height - 1.001, Math.max(0, at.y - 0.5))
      const left = px | 0, top = py | 0, fx = px - left, fy = py - top
      const i = (top * width + left) * 4, j = i + width * 4
      for (let c = 0; c < 3; c++)
        to.data[out + c] = (data[i + c]! * (1 - fx) + data[i + 4 + c]! * fx) * (1 - fy) + (data[j + c]! * (1 - fx) + data[j + 4 + c]! * fx) * fy
      to.data[out + 3] = 255
    }
}

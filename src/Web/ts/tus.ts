// Sends a file in pieces by the tus protocol (https://tus.io): after a cut it goes on from where the server stands.
const piece = 256 * 1024 // five seconds at 400 kbit/s
const stall = 45_000 // without a byte moving: the line is dead, though nobody says so
const patience = 30_000 // at most between two tries

export interface Progress {
  /** Bytes are moving. */
  at(percent: number): void
  /** The network is away, or the server for a moment; it goes on by itself. */
  waiting(percent: number): void
  signal: AbortSignal
}

/** The server said no, in words for the person. */
export class Refused extends Error {}

/** Sends the file, however long it takes. Returns the id of what it became. */
export async function send(url: string, file: Blob, names: Record<string, string>, progress: Progress): Promise<string> {
  const mark = await fingerprint(url, file, names)
  let address = recall(mark)
  let offset = 0
  let known = false // whether the server stands where we think
  let failures = 0
  for (;;) {
    const answer = address === undefined ? await create() : known ? await patch(address) : await request('HEAD', address, {}, null, progress.signal)
    if (answer.status === 201) {
      address = answer.getResponseHeader('Location')!
      remember(mark, address)
      known = true
      offset = failures = 0
    } else if (answer.status === 200 || answer.status === 204) {
      const id = answer.getResponseHeader('Nhatle-File')
      if (id) {
        forget(mark)
        return id
      }
      offset = Number(answer.getResponseHeader('Upload-Offset'))
      known = true
      failures = 0
      progress.at(percent(offset))
    } else if (address !== undefined && !known && [404, 410, 422].includes(answer.status)) { // expired, or refused meanwhile: from the start, to hear why
      forget(mark)
      address = undefined
    } else {
      const problem = read(answer)
      failures++
      known = false
      const passing = [0, 408, 423, 429].includes(answer.status) || (answer.status >= 500 && failures < 6) || problem.code === 'upload.offset'
      if (!passing) {
        if (answer.status < 500 && answer.status !== 401) forget(mark) // after signing in again it goes on
        throw new Refused(problem.detail ?? problem.title ?? '')
      }
      progress.waiting(percent(offset))
      await pause(Math.min(patience, 500 * 2 ** failures), progress.signal)
    }
  }

  function percent(bytes: number): number {
    return Math.min(99, Math.floor((100 * bytes) / (file.size || 1)))
  }

  function create(): Promise<XMLHttpRequest> {
    return request('POST', url, { 'Upload-Length': String(file.size), 'Upload-Metadata': metadata(names) }, null, progress.signal)
  }

  function patch(to: string): Promise<XMLHttpRequest> {
    return request('PATCH', to, { 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' }, file.slice(offset, offset + piece), progress.signal,
      loaded => progress.at(percent(offset + loaded)))
  }
}

/** Tells the server that nobody is coming back. */
export async function drop(url: string, file: Blob, names: Record<string, string>): Promise<void> {
  const mark = await fingerprint(url, file, names)
  const address = recall(mark)
  forget(mark)
  if (address) await request('DELETE', address, {}, null, new AbortController().signal)
}

function request(method: string, url: string, headers: Record<string, string>, body: Blob | null, signal: AbortSignal, sent?: (bytes: number) => void): Promise<XMLHttpRequest> {
  return new Promise((done, fail) => {
    signal.throwIfAborted()
    const xhr = new XMLHttpRequest()
    const dead = () => { xhr.abort() }
    let timer = setTimeout(dead, stall)
    const stop = () => { xhr.abort(); fail(signal.reason as Error) }
    signal.addEventListener('abort', stop, { once: true })
    xhr.upload.onprogress = e => {
      clearTimeout(timer)
      timer = setTimeout(dead, stall)
      sent?.(e.loaded)
    }
    xhr.onloadend = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      done(xhr) // status 0: no answer
    }
    xhr.open(method, url)
    xhr.setRequestHeader('Tus-Resumable', '1.0.0')
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value)
    xhr.send(body)
  })
}

/** Until the time is over, or the phone says that the network is back. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const over = () => {
      clearTimeout(timer)
      removeEventListener('online', over)
      signal.removeEventListener('abort', stop)
      done()
    }
    const stop = () => { over(); fail(signal.reason as Error) }
    const timer = setTimeout(over, milliseconds)
    addEventListener('online', over)
    signal.addEventListener('abort', stop)
  })
}

const metadata = (names: Record<string, string>): string =>
  Object.entries(names).map(([name, value]) => `${name} ${btoa(String.fromCharCode(...new TextEncoder().encode(value)))}`).join(',')

function read(answer: XMLHttpRequest): { code?: string; title?: string; detail?: string } {
  try { return JSON.parse(answer.responseText) as { code?: string } } catch { return {} }
}

// Addresses of unfinished uploads by the content of their files, so that choosing the same file after a reload goes on.
// No names are kept: others may use this computer. Where there is no crypto (plain HTTP) or no storage, nothing is remembered.
const shelf = 'nl-uploads'

async function fingerprint(url: string, file: Blob, names: Record<string, string>): Promise<string> {
  if (!crypto.subtle) return ''
  const content = new Blob([url, '\n', names.key ?? '', '\n', file])
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await content.arrayBuffer()))
  return Array.from(hash.subarray(0, 16), b => b.toString(16).padStart(2, '0')).join('')
}

function kept(): [string, string][] {
  try { return JSON.parse(localStorage.getItem(shelf) ?? '[]') as [string, string][] } catch { return [] }
}

function keep(entries: [string, string][]): void {
  try {
    if (entries.length) localStorage.setItem(shelf, JSON.stringify(entries.slice(-20)))
    else localStorage.removeItem(shelf)
  } catch { /* a full or forbidden storage: the file is sent all the same */ }
}

const recall = (mark: string): string | undefined => kept().find(([m]) => m === mark)?.[1]
const forget = (mark: string): void => keep(kept().filter(([m]) => m !== mark))
function remember(mark: string, address: string): void {
  if (mark) keep([...kept().filter(([m]) => m !== mark), [mark, address]])
}

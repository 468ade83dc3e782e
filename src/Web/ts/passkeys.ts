// Passkeys (Web Authentication): asks the device and puts what it says into the form, which the page's own handler takes. What needs a
// passkey stands in [data-passkey-able=origin], hidden, and is shown where the browser can and the page stands at that origin.
import { word } from './page'

type Json = Record<string, any>

/** A challenge is good for five minutes on the server; here a little less. */
const life = 4 * 60 * 1000

const done = new WeakSet<HTMLFormElement>()
let autofill: { stop: AbortController, ended: Promise<void> } | undefined

export function enhance(root: ParentNode): void {
  for (const place of root.querySelectorAll<HTMLElement>('[data-passkey-able]')) {
    if (!window.PublicKeyCredential || location.origin !== place.dataset.passkeyAble) continue
    place.hidden = false
    for (const note of document.querySelectorAll<HTMLElement>('[data-passkey-unable]')) note.hidden = true
    const form = place.querySelector<HTMLFormElement>('form[data-passkey]')
    if (!form || done.has(form)) continue
    done.add(form)
    form.addEventListener('submit', event => { event.preventDefault(); void press(form) })
    if (form.dataset.passkey === 'sign-in') void offerInField(form)
  }
}

addEventListener('turbo:before-render', () => autofill?.stop.abort())

async function press(form: HTMLFormElement): Promise<void> {
  tell(form, '')
  autofill?.stop.abort()
  await autofill?.ended // a browser asks for one key at a time
  try {
    send(form, form.dataset.passkey === 'add' ? await make(form) : await use(form))
  } catch (error) {
    const name = (error as Error).name
    tell(form, name === 'InvalidStateError' ? word(form, 'passkey-exists', 'Máy này đã có khóa của tài khoản này.')
      : error instanceof Away ? error.message || word(form, 'passkey-away', 'Chưa nối được tới máy chủ. Hãy thử lại sau ít phút.')
      : word(form, 'passkey-cancelled', 'Chưa dùng được khóa truy cập. Hãy thử lại, hoặc chọn cách khác.'))
  }
}

/** Among what the browser offers in the field of the login, until it is used, the page is left, or something is pressed. */
async function offerInField(form: HTMLFormElement): Promise<void> {
  if (!await PublicKeyCredential.isConditionalMediationAvailable?.()) return
  autofill?.stop.abort()
  await autofill?.ended
  const stop = new AbortController()
  autofill = { stop, ended: wait().catch(() => { /* the button is still there */ }) }

  async function wait(): Promise<void> {
    while (!stop.signal.aborted && form.isConnected) {
      const round = new AbortController()
      const end = () => round.abort()
      stop.signal.addEventListener('abort', end)
      const timer = setTimeout(end, life)
      try {
        send(form, await use(form, round.signal))
        return
      } catch (error) {
        if ((error as Error).name !== 'AbortError') return
      } finally {
        clearTimeout(timer)
        stop.signal.removeEventListener('abort', end)
      }
      if (document.hidden) await new Promise(seen => addEventListener('visibilitychange', seen, { once: true }))
    }
  }
}

class Away extends Error {}

/** With a signal: in the field of the login. Without: in a window of the browser, now. */
async function use(form: HTMLFormElement, signal?: AbortSignal): Promise<Json> {
  const asked = await ask(form)
  signal?.throwIfAborted()
  field(form, 'Challenge').value = asked.challenge
  const options = asked.options as Json
  const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: described(options.allowCredentials) } as PublicKeyCredentialRequestOptions
  const key = await navigator.credentials.get(signal ? { publicKey, signal, mediation: 'conditional' } : { publicKey }) as PublicKeyCredential
  const said = key.response as AuthenticatorAssertionResponse
  return { ...plain(key), response: { clientDataJSON: text(said.clientDataJSON), authenticatorData: text(said.authenticatorData), signature: text(said.signature), userHandle: said.userHandle ? text(said.userHandle) : undefined } }
}

async function make(form: HTMLFormElement): Promise<Json> {
  const options = JSON.parse(form.dataset.options!)
  const publicKey = { ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) }, excludeCredentials: described(options.excludeCredentials) }
  const key = await navigator.credentials.create({ publicKey }) as PublicKeyCredential
  const said = key.response as AuthenticatorAttestationResponse
  return { ...plain(key), response: { clientDataJSON: text(said.clientDataJSON), attestationObject: text(said.attestationObject), transports: said.getTransports?.() ?? [] } }
}

async function ask(form: HTMLFormElement): Promise<{ challenge: string, options: Json }> {
  let answer: Response
  try {
    answer = await fetch(form.dataset.ask!, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ second: form.dataset.passkey === 'second', confirm: form.dataset.passkey === 'confirm' }) })
  } catch { throw new Away() }
  const body = await answer.json().catch(() => ({})) as Json
  if (!answer.ok) throw new Away(body.detail ?? body.title ?? '')
  return body as { challenge: string, options: Json }
}

function send(form: HTMLFormElement, said: Json): void {
  field(form, 'Credential').value = JSON.stringify(said)
  HTMLFormElement.prototype.submit.call(form) // a field that waits in the form may be called "submit"
}

const plain = (key: PublicKeyCredential): Json => ({ id: key.id, rawId: key.id, type: key.type, clientExtensionResults: {}, authenticatorAttachment: key.authenticatorAttachment ?? undefined })

const described = (keys: Json[] | undefined) => keys?.map(k => ({ ...k, id: bytes(k.id) }))

const field = (form: HTMLFormElement, name: string) => form.querySelector<HTMLInputElement>(`input[name="${form.dataset.prefix ?? ''}${name}"]`)!

function tell(form: HTMLFormElement, what: string): void {
  const place = form.querySelector<HTMLElement>('[data-said]')!
  place.textContent = what
  place.hidden = !what
}

const bytes = (base64url: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0))

const text = (buffer: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

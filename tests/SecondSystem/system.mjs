// A second system with pages of its own, its own sessions, and people who sign in with Nhật Lệ.
//   node system.mjs openid-client|oauth4webapi '{"issuer":…,"clientId":…,"secret":…,"port":…,"scope":…}'
// Says "ready" once it listens; ends when its input is closed.
import { createServer } from 'node:http'
import { randomUUID } from 'node:crypto'
import { createRemoteJWKSet, jwtVerify } from 'jose'

const [library, settings] = [process.argv[2], JSON.parse(process.argv[3])]
const here = `http://127.0.0.1:${settings.port}`
const { connect } = await import(`./${library}.mjs`)
const provider = await connect({ ...settings, redirectUri: `${here}/callback` })
const keys = createRemoteJWKSet(new URL(provider.metadata.jwks_uri))
const cookieName = `second-${settings.clientId}`

// So much later, as far as this program knows: libraries read keys anew when one is missing, at most once a minute.
let ahead = 0
const clock = Date.now
Date.now = () => clock() + ahead

const waiting = new Map() // state → what the answer is checked against
const sessions = new Map() // cookie → tokens and claims
const heard = new Set() // jti of logout tokens

const routes = {
  async '/'(session) {
    return page(session ? `Xin chào, ${session.person.name}` : 'Chưa đăng nhập', session ? '<a id="out" href="/logout">Đăng xuất</a>' : '<a id="in" href="/login">Đăng nhập</a>')
  },

  async '/login'(_, url) {
    const { url: to, pending } = await provider.begin(Object.fromEntries(url.searchParams))
    waiting.set(pending.state, pending)
    return { to }
  },

  async '/callback'(_, url) {
    const pending = waiting.get(url.searchParams.get('state'))
    if (!pending) return { status: 400, json: { error: 'unknown state' } }
    waiting.delete(pending.state)
    const answer = await provider.finish(url, pending)
    const person = await provider.userInfo(answer.access_token, answer.claims.sub)
    const id = randomUUID()
    sessions.set(id, { ...answer, person })
    return { to: '/', cookie: id }
  },

  async '/me'(session) {
    return session ? { json: { ...session.claims, person: session.person, scope: session.scope, tokens: { access: session.access_token, refresh: session.refresh_token, id: session.id_token } } } : { status: 401, json: { error: 'signed out' } }
  },

  async '/refresh'(session) {
    if (!session) return { status: 401, json: { error: 'signed out' } }
    Object.assign(session, await provider.refresh(session.refresh_token))
    return { json: { ...session.claims, kid: JSON.parse(Buffer.from(session.id_token.split('.')[0], 'base64url')).kid } }
  },

  '/userinfo': async session => ({ json: await provider.userInfo(session.access_token, session.claims.sub) }),
  '/introspect': async session => ({ json: await provider.introspect(session.access_token) }),

  async '/revoke'(session) {
    await provider.revoke(session.refresh_token)
    return { json: {} }
  },

  async '/machine'(_, url) {
    return { json: { token: await provider.clientCredentials(url.searchParams.get('scope')) } }
  },

  async '/logout'(session) {
    const to = provider.endSession({ id_token_hint: session.id_token, post_logout_redirect_uri: `${here}/bye`, state: 'bye' })
    return { to } // our own session ends by the back channel, like everybody's
  },

  '/bye': async (session, url) => page(`Tạm biệt ${url.searchParams.get('state')}`, session ? 'phiên còn' : 'phiên hết'),

  async '/later'(_, url) {
    ahead += Number(url.searchParams.get('seconds')) * 1000
    return { json: {} }
  },

  // OpenID Connect Back-Channel Logout 1.0 sections 2.6 to 2.8
  async '/backchannel'(_, url, body) {
    const { payload } = await jwtVerify(body.get('logout_token') ?? '', keys, { issuer: provider.metadata.issuer, audience: settings.clientId, typ: 'logout+jwt', requiredClaims: ['iat', 'exp', 'jti', 'events'] })
    if (!payload.events['http://schemas.openid.net/event/backchannel-logout'] || 'nonce' in payload || !(payload.sub || payload.sid)) throw new Error('no logout token')
    if (heard.has(payload.jti)) return { json: {} } // said before
    heard.add(payload.jti)
    for (const [id, session] of sessions)
      if (payload.sid ? session.claims.sid === payload.sid : session.claims.sub === payload.sub) sessions.delete(id)
    return { json: {} }
  },
}

const page = (heading, body) => ({ html: `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${heading}</title><link rel="icon" href="data:,"></head><body><main><h1>${heading}</h1><p>${body}</p></main></body></html>` })

createServer(async (request, response) => {
  try {
    const url = new URL(request.url, here)
    const route = routes[url.pathname]
    if (!route) return response.writeHead(404).end()
    let text = ''
    for await (const chunk of request) text += chunk
    const cookie = new RegExp(`${cookieName}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1]
    const answer = await route(sessions.get(cookie), url, new URLSearchParams(text))
    if (answer.cookie) response.setHeader('Set-Cookie', `${cookieName}=${answer.cookie}; Path=/; HttpOnly; SameSite=Lax`)
    response.setHeader('Cache-Control', 'no-store')
    if (answer.to) response.writeHead(303, { Location: String(answer.to) }).end()
    else if (answer.html) response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(answer.html)
    else response.writeHead(answer.status ?? 200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer.json))
  } catch (e) {
    response.writeHead(400, { 'Content-Type': 'application/json' }).end(JSON.stringify({ error: e.error ?? e.code ?? e.name, message: e.error_description ?? e.message, cause: String(e.cause?.message ?? '') }))
  }
}).listen(settings.port, '127.0.0.1', () => console.log('ready'))

process.stdin.resume().on('end', () => process.exit(0))

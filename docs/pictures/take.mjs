#!/usr/bin/env -S node --experimental-websocket
// Draws the pictures of the README from a running demonstration: starts it on a free port with a province of its own, files two
// dossiers through the API, and photographs the main screens in headless Chromium.
//
//   dotnet publish src/Host -c Release -o var/build/app      (./run does it too)
//   docs/pictures/take.mjs [folder of nhatle.dll]
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const app = process.argv[2] ?? join(here, '../../var/build/app')
const password = 'nhatle-2024'
const scratch = await mkdtemp(join(tmpdir(), 'nhatle-pictures.'))
const children = []
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms))
const freePort = () => new Promise(resolve => {
  const server = createServer().listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => resolve(port)) })
})

async function start(command, args, ready) {
  const child = spawn(command, args, { stdio: 'ignore', env: { ...process.env, ASPNETCORE_CONTENTROOT: app, NHATLE_DATABASE: '' } })
  children.push(child)
  for (let i = 0; i < 600; i++) {
    if (child.exitCode !== null) throw new Error(`${command} ended with code ${child.exitCode}`)
    try { const answer = await fetch(ready); if (answer.ok) return answer } catch { /* not listening yet */ }
    await sleep(200)
  }
  throw new Error(`${command} did not answer ${ready}`)
}

/** The session cookie of a demonstration account. */
async function signIn(login) {
  const answer = await fetch(site + '/dang-nhap', { method: 'POST', redirect: 'manual', body: new URLSearchParams({ 'Input.Login': login, 'Input.Password': password }) })
  const cookie = answer.headers.getSetCookie().find(c => c.startsWith('nhatle='))
  if (!cookie) throw new Error(`${login} cannot sign in: ${answer.status}`)
  return cookie.split(';')[0]
}

async function call(cookie, path, body) {
  const answer = await fetch(site + path, { method: 'POST', redirect: 'manual', headers: { cookie, ...(body instanceof FormData ? {} : { 'content-type': 'application/json' }) }, body: body instanceof FormData ? body : JSON.stringify(body ?? {}) })
  if (answer.status >= 400) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`)
  return answer
}

/** A form with one PDF. */
function paper(name, of = '') {
  const form = new FormData()
  form.append('file', new Blob([`%PDF-1.4\n% ${of} ${name}\n%%EOF\n`], { type: 'application/pdf' }), name)
  return form
}

/** A birth registration with its three papers, filed by a mother in Trọng Hóa. */
async function file(cookie, child) {
  const begun = await fetch(site + '/dich-vu-cong/1.001193/nop', { method: 'POST', redirect: 'manual', headers: { cookie }, body: new URLSearchParams() })
  const id = begun.headers.get('location').split('/').at(-2)
  for (const key of ['birth-certificate-hospital', 'identity', 'marriage']) {
    await call(cookie, `/api/services/drafts/${id}/files/${key}`, paper(key + '.pdf', child))
  }
  const answers = {
    child_name: child, child_born_on: '2024-11-10', child_sex: 'male', child_birth_place: 'Trạm y tế xã Trọng Hóa', child_ethnicity: 'Bru–Vân Kiều',
    mother_name: 'Hồ Thị Mai Liên', mother_born_on: '1996-03-08', mother_number: '044196004217', father_name: '', father_born_on: '', father_number: '', unit: '18907', phone: '0900000101',
  }
  return (await (await call(cookie, '/api/services/dossiers', { id, procedureCode: '1.001193', answers })).json()).code
}

/** One command of the Chrome DevTools Protocol after another, over one socket. */
async function browser() {
  const port = await freePort()
  await start(process.env.CHROMIUM || '/usr/bin/chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--no-first-run', '--lang=vi', `--user-data-dir=${scratch}/chromium`, `--remote-debugging-port=${port}`, 'about:blank'], `http://127.0.0.1:${port}/json/version`)
  const page = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()).find(t => t.type === 'page')
  const socket = new WebSocket(page.webSocketDebuggerUrl)
  await new Promise(resolve => { socket.onopen = resolve })
  const waiting = new Map(), loaded = []
  let last = 0
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data)
    if (message.id) { const { resolve, reject } = waiting.get(message.id); message.error ? reject(new Error(message.error.message)) : resolve(message.result) }
    else if (message.method === 'Page.loadEventFired') loaded.splice(0).forEach(resolve => resolve())
  }
  const send = (method, params = {}) => new Promise((resolve, reject) => { waiting.set(++last, { resolve, reject }); socket.send(JSON.stringify({ id: last, method, params })) })
  await send('Page.enable')
  return { send, load: () => new Promise(resolve => loaded.push(resolve)) }
}

async function take({ send, load }, name, path, { cookie, phone } = {}) {
  const [width, height] = phone ? [390, 780] : [1280, 800]
  await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: !!phone })
  await send('Network.clearBrowserCookies')
  if (cookie) await send('Network.setCookie', { name: 'nhatle', value: cookie.slice('nhatle='.length), url: site })
  const done = load()
  await send('Page.navigate', { url: site + path })
  await done
  await sleep(700) // fonts
  const { data } = await send('Page.captureScreenshot', { format: 'png' })
  const target = join(here, name + '.png')
  await writeFile(target, Buffer.from(data, 'base64'))
  console.log(`${name}.png  ${Math.round((await stat(target)).size / 1024)} KB  ${path}`)
}

let site
try {
  const port = await freePort()
  site = `http://localhost:${port}`
  await start('dotnet', [join(app, 'nhatle.dll'), 'serve', '--demo', '--data', join(scratch, 'data'), '--urls', site], site + '/health')
  const [mother, clerk] = [await signIn('mai.lien'), await signIn('mot-cua.tronghoa')]
  const first = await file(mother, 'Hồ Gia Bảo')
  await file(mother, 'Hồ Thị An')
  await call(clerk, `/api/services/dossiers/${first}/acceptance`)
  const justice = await signIn('tu-phap.tronghoa')
  const chromium = await browser()
  await take(chromium, 'home', '/')
  await take(chromium, 'home-phone', '/', { phone: true })
  await take(chromium, 'procedure', '/thu-tuc/1.001193')
  await take(chromium, 'track', `/ho-so/${first}`, { cookie: mother, phone: true })
  await take(chromium, 'inbox', '/viec', { cookie: clerk })
  await take(chromium, 'work', `/giai-quyet/${first}`, { cookie: justice })
  await call(justice, `/api/services/dossiers/${first}/processing`, { result: await (await call(justice, '/api/services/results', paper('ket-qua.pdf'))).json() })
  await take(chromium, 'story', '/trinh-dien')
  await take(chromium, 'desk', '/quay/tiep-nhan', { cookie: clerk })
  await take(chromium, 'sign', '/ky', { cookie: await signIn('chu-tich.tronghoa'), phone: true })
  await take(chromium, 'morning', '/buoi-sang', { cookie: await signIn('chu-tich.tinh') })
  await take(chromium, 'slip', `/ho-so/${first}/giay-hen`, { cookie: clerk })
} finally {
  for (const child of children) child.kill('SIGKILL')
  await sleep(500)
  await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 300 })
}
process.exit(0)

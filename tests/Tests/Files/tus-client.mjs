// node tus-client.mjs <package.json of the client> <endpoint> <file> <cookie>: sends the file, stops in the middle, goes on.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const [from, endpoint, file, cookie] = process.argv.slice(2)
const tus = createRequire(from)('tus-js-client')
const content = readFileSync(file)
const options = { endpoint, chunkSize: 64 * 1024, headers: { Cookie: cookie }, metadata: { key: 'identity', filename: 'ảnh chụp.jpg' }, retryDelays: null, onError: e => { console.error(e); process.exit(1) } }

const first = new tus.Upload(content, {
  ...options,
  onChunkComplete: async (_, sent) => {
    if (sent < content.length / 2) return
    await first.abort()
    console.log(`cut at ${sent}`)
    let began
    const second = new tus.Upload(content, {
      ...options, uploadUrl: first.url,
      onProgress: sent => { began ??= sent },
      onSuccess: () => { console.log(`went on from ${began}`); console.log('done') },
    })
    second.start()
  },
})
first.start()

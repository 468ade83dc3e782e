// Another system that takes officers by SCIM 2.0, by software others wrote: SCIMMY and its routers on Express.
//   node scim-server.mjs '{"port":…,"token":"…"}'
// Says "ready" once it listens; ends when its input is closed. What it holds, and what it was asked, is told at /held.
import express from 'express'
import SCIMMY from 'scimmy'
import SCIMMYRouters from 'scimmy-routers'
import { randomUUID } from 'node:crypto'

const settings = JSON.parse(process.argv[2])
const users = new Map()
const asked = []
let down = false

const Missing = id => new SCIMMY.Types.Error(404, null, `Resource ${id} not found`)
SCIMMY.Resources.declare(SCIMMY.Resources.User)
  .ingress(async (resource, instance) => {
    const id = resource.id ?? randomUUID()
    if (resource.id && !users.has(id)) throw Missing(id)
    for (const [other, user] of users)
      if (other !== id && user.userName === instance.userName) throw new SCIMMY.Types.Error(409, 'uniqueness', `userName ${instance.userName} is taken`)
    users.set(id, { ...JSON.parse(JSON.stringify(instance)), id })
    return users.get(id)
  })
  .egress(async resource => {
    if (resource.id) return users.get(resource.id) ?? (() => { throw Missing(resource.id) })()
    return resource.filter?.match([...users.values()]) ?? [...users.values()]
  })
  .degress(async resource => {
    if (!users.delete(resource.id)) throw Missing(resource.id)
  })

const app = express()
app.get('/held', (_, answer) => answer.json({ users: [...users.values()], asked }))
app.post('/down/:yes', (call, answer) => { down = call.params.yes === 'true'; answer.end() })
app.post('/forget', (_, answer) => { users.clear(); answer.end() })
app.use('/scim/v2', (call, answer, next) => {
  asked.push(`${call.method} ${call.path} ${call.headers['content-type'] ?? ''}`.trim())
  if (down) answer.status(503).end()
  else next()
})
app.use('/scim/v2', new SCIMMYRouters({
  type: 'bearer',
  baseUri: () => `http://127.0.0.1:${settings.port}`,
  handler: call => {
    if (call.headers.authorization !== `Bearer ${settings.token}`) throw new Error('This token is not known here')
    return 'nhat-le'
  }
}))

const server = app.listen(settings.port, '127.0.0.1', () => console.log('ready'))
process.stdin.on('end', () => { server.close(); process.exit() }).resume()

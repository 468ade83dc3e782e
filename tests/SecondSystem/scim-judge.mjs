// What software of others makes of SCIM: scim2-parse-filter of a filter, scim-patch of a change, SCIMMY of a resource.
//   node scim-judge.mjs <<< '[{"filter":…,"of":[…]} | {"patch":[…],"of":{…}} | {"user":{…}}, …]'
// Answers a list: the users a filter means, the changed resource, or what is wrong ({"error":"…"}).
import { readFileSync } from 'node:fs'
import { filter, parse } from 'scim2-parse-filter'
import { scimPatch } from 'scim-patch'
import SCIMMY from 'scimmy'

const judge = {
  filter: ({ filter: text, of }) => of.filter(filter(parse(text))),
  patch: ({ patch, of }) => scimPatch(of, patch, { mutateDocument: false }),
  user: ({ user }) => JSON.parse(JSON.stringify(new SCIMMY.Schemas.User(user, 'out')))
}

const asked = JSON.parse(readFileSync(0, 'utf8'))
console.log(JSON.stringify(asked.map(one => {
  try { return judge[Object.keys(one)[0]](one) }
  catch (e) { return { error: `${e.name}: ${e.message}` } }
})))

/**
 * A server to measure, a process of its own: `node server.ts '{"folder": …}'`. It prints where it listens and the cookies
 * of people who are signed in, and ends when its standard input does.
 *
 * The variants are the product with one part more left out each time, each at an address of its own. They are put
 * together here and nowhere else.
 */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { openDoor } from 'rolecall/src/access/door.ts'
import { openPractice } from 'rolecall/src/access/open-practice.ts'
import { startSealer } from 'rolecall/src/audit/sealer.ts'
import { preparedDemo } from 'rolecall/src/commands/demo.ts'
import { openInstallation, type Whereabouts } from 'rolecall/src/database/installation.ts'
import type { AppParts } from 'rolecall/src/http/app.ts'
import { usualLimits } from 'rolecall/src/http/limits.ts'
import { type RunningServer, startServer } from 'rolecall/src/http/start-server.ts'
import { enter } from 'rolecall/src/request/handle-request.ts'
import { appParts } from 'rolecall/src/server-parts.ts'
import { pickPerson } from 'rolecall/src/signin/sessions.ts'
import type { Asked, Serving } from './serving.ts'
import type { Variant } from './variants.ts'

const asked: Asked = JSON.parse(process.argv[2] ?? '{}')
const { folder, members, database: given } = asked
const auditFolder = join(folder, 'audit')
const whereabouts: Whereabouts = given ? { ...given, auditFolder } : { folder, holder: 'rolecall bench' }
const installation = await openInstallation(whereabouts)
const { database } = installation
const practiceId = asked.practiceId ?? (await preparedDemo(database, folder))
await installation.takeStock()
const cookies = Object.fromEntries(await Promise.all(members.map(cookieOf)))
const parts = appParts(
  { database, auditFolder, picking: { practiceId, introductions: new Map() } },
  console.error,
)
const sealer = startSealer({ database, folder: auditFolder, report: console.error })
const servers = new Map<Variant, RunningServer>()
for (const variant of asked.variants) servers.set(variant, await serve(variant))
const serving: Serving = {
  addresses: Object.fromEntries(Array.from(servers, ([variant, { address }]) => [variant, address])),
  cookies,
  practiceId,
}
console.log(JSON.stringify(serving))
await once(process.stdin.resume(), 'close')
for (const server of servers.values()) await server.stop()
await sealer.stop()
await installation.stop()

async function serve(variant: Variant): Promise<RunningServer> {
  return startServer(
    {
      ...parts,
      enter: await entranceOf(variant),
      // As in an installation, but for how much one address may ask.
      limits: { ...usualLimits, requestsAMinute: Number.MAX_SAFE_INTEGER },
      journal: createWriteStream('/dev/null'),
    },
    { port: 0 },
  )
}

async function cookieOf(member: string): Promise<readonly [string, string]> {
  const opened = await pickPerson(database, practiceId, { member, device: 'bench' })
  if ('refused' in opened) throw new Error(opened.refused)
  return [member, `rolecall=${opened.token}`]
}

async function entranceOf(variant: Variant): Promise<AppParts['enter']> {
  switch (variant) {
    case 'whole':
      return parts.enter
    case 'no log': {
      const log = { append: async () => {} }
      return (asked, work) => enter({ database, log, picking: {} }, asked, work)
    }
    case 'no session':
      return withoutSession()
    case 'no database':
      return withoutDatabase(await withoutSession())
  }
}

/** Somebody who was let in once: neither session nor epoch is read again, nor is anything logged. */
async function withoutSession(): Promise<AppParts['enter']> {
  const [id = ''] = members
  const context = await database.within({ practiceId, mode: 'look' }, async (transaction) => {
    const { name, snapshot, at } = await openPractice(transaction, practiceId, 'look')
    const member = snapshot.members.get(id)
    if (member === undefined) throw new Error(`the practice has no \`${id}\``)
    return { practice: { id: practiceId, name }, snapshot, member, actingFor: undefined, at }
  })
  // A transaction is shared as with a session, and says nothing about one.
  const opening = { text: 'select $1::int', literals: ['1'] }
  return (_, work) =>
    database.within({ practiceId, mode: 'look', opening }, (transaction) =>
      work({ door: openDoor(transaction, context), session: undefined as never }),
    )
}

/** The first answer to a request is given again: what is left is HTTP, reading the request and writing the answer. */
function withoutDatabase(enterOnce: AppParts['enter']): AppParts['enter'] {
  const answers = new Map<string, ReturnType<AppParts['enter']>>()
  return (request, work) => {
    const known = answers.get(request.operation)
    if (known !== undefined) return known
    const answer = enterOnce(request, work)
    answers.set(request.operation, answer)
    return answer
  }
}

import { expect, test } from 'vitest'
import { turns } from '../src/signin/semaphore.ts'
import { networkOf } from '../src/signin/throttle.ts'
import { Client } from './client.ts'
import { addColleague, owner, ownerPassword, provenClient, withSetUp } from './with-account.ts'

const { app, database, practiceId } = await withSetUp()

const attempt = (client: Client, password: string, email: string = owner.email) =>
  client.ask('POST', '/api/session', { email, password })

/** From somewhere nobody signed in from. */
const stranger = (address: string) => new Client(app, {}, address)

async function guess(client: Client, times: number, email?: string): Promise<readonly number[]> {
  const answers = await Promise.all(
    Array.from({ length: times }, (_, index) => attempt(client, `this is guess number ${index}`, email)),
  )
  return answers.map(({ statusCode }) => statusCode)
}

test('ten guesses from one place are answered, however many come at once, and no more', async () => {
  const statuses = await guess(stranger('198.51.100.7'), 25)
  expect(statuses.filter((status) => status === 401)).toHaveLength(10)
  expect(statuses.filter((status) => status === 429)).toHaveLength(15)
})

test('an address without an account is throttled just as one with', async () => {
  const answers = [
    await guess(stranger('198.51.100.8'), 12, 'nobody@gs.example'),
    await guess(stranger('198.51.100.9'), 12),
  ]
  for (const statuses of answers) expect(statuses.filter((status) => status === 429)).toHaveLength(2)
})

test('once throttled, not even the right password opens from there', async () => {
  expect((await attempt(stranger('198.51.100.7'), ownerPassword)).statusCode).toBe(429)
})

test('a victim gets in from a browser they signed in with before, whatever strangers use up', async () => {
  await database.anywhere.deleteFrom('throttle').execute()
  const victim = await provenClient(app)
  await victim.ask('DELETE', '/api/session')
  // Guesses from so many places that strangers get no more attempts at this account at all: two of them, and what all have
  // used up together as if there had been ten.
  for (const place of [1, 2]) await guess(stranger(`203.0.113.${place}`), 10)
  const { numUpdatedRows } = await database.anywhere
    .updateTable('throttle')
    .set({ failures: 100 })
    .where('failures', '=', 20)
    .executeTakeFirst()
  expect(numUpdatedRows).toBe(1n)
  const newPlace = stranger('192.0.2.200')
  expect((await attempt(newPlace, ownerPassword)).statusCode).toBe(429)
  expect((await attempt(victim, ownerPassword)).statusCode).toBe(204)
  expect((await victim.ask('GET', '/api/me')).statusCode).toBe(200)
})

test('from the address of the attacker the victim’s known browser gets in, too', async () => {
  const victim = await provenClient(app, ...(await colleague('same@gs.example')))
  const device = victim.cookie('rolecall-device')
  const [address, password] = await colleague('same@gs.example')
  expect(await guess(stranger('198.51.100.20'), 11, address)).toContain(429)
  const beside = new Client(app, { 'rolecall-device': device }, '198.51.100.20')
  expect((await attempt(beside, password, address)).statusCode).toBe(204)
})

test('a known browser has its own ten attempts, and one account’s browser is a stranger to another account', async () => {
  const [address, password] = await colleague('known@gs.example')
  const known = await provenClient(app, address, password)
  const device = { 'rolecall-device': known.cookie('rolecall-device') }
  const statuses = await guess(new Client(app, device, '198.51.100.30'), 12, address)
  expect(statuses.filter((status) => status === 401)).toHaveLength(10)
  // Ten more would be answered if this browser were known to the other account, after strangers used theirs up.
  await guess(stranger('198.51.100.31'), 10)
  expect((await attempt(new Client(app, device, '198.51.100.31'), ownerPassword)).statusCode).toBe(429)
})

test('a device cookie somebody made up is known to nobody', async () => {
  const made = { 'rolecall-device': Buffer.alloc(32, 1).toString('base64url') }
  expect(await guess(new Client(app, made, '198.51.100.40'), 11)).toContain(429)
  const other = { 'rolecall-device': Buffer.alloc(32, 2).toString('base64url') }
  expect((await attempt(new Client(app, other, '198.51.100.40'), ownerPassword)).statusCode).toBe(429)
})

test('attempts that were right use nothing up, and old ones are forgotten', async () => {
  await database.anywhere.deleteFrom('throttle').execute()
  const [address, password] = await colleague('often@gs.example')
  for (let round = 0; round < 13; round++)
    expect((await attempt(stranger('198.51.100.50'), password, address)).statusCode).toBe(204)
  await guess(stranger('198.51.100.50'), 11, address)
  await database.anywhere.updateTable('throttle').set({ ends_at: new Date() }).execute()
  expect((await attempt(stranger('198.51.100.50'), password, address)).statusCode).toBe(204)
})

test('what attempts have in common is not in the database in clear', async () => {
  const rows = await database.anywhere.selectFrom('throttle').selectAll().execute()
  expect(rows.length).toBeGreaterThan(0)
  for (const { key } of rows) expect(key).toHaveLength(32)
  expect(JSON.stringify(rows)).not.toContain('example')
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::9', '2001:db8:1:2'],
  ['2001:0db8:0001:0002::', '2001:db8:1:2'],
  ['2001:db8::7', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
])('%s is of the network %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

test('no more run at once than may, and who finds the queue full is told so', async () => {
  const { take } = turns({ atOnce: 2, waiting: 3 })
  let [running, most] = [0, 0]
  const results = await Promise.all(
    Array.from({ length: 8 }, () =>
      take(async () => {
        most = Math.max(most, ++running)
        await new Promise((done) => setTimeout(done, 5))
        running--
        return 'done' as const
      }),
    ),
  )
  expect(most).toBe(2)
  expect(results.filter((result) => result === 'done')).toHaveLength(5)
  expect(results.filter((result) => result === 'busy')).toHaveLength(3)
  expect(await take(async () => 'after')).toBe('after')
})

async function colleague(email: string): Promise<readonly [string, string]> {
  const password = 'twenty brave snails climb ladders'
  const known = await database.anywhere
    .selectFrom('account')
    .select('id')
    .where('email', '=', email)
    .execute()
  if (known.length === 0) await addColleague(database, practiceId, { email, password })
  return [email, password]
}

import type { Me, OwnSessions, PasswordStrength, PracticeChoice, Problem } from '@rolecall/contract'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { raiseEpoch } from '../src/access/raise-epoch.ts'
import { newPractice } from '../src/policy/new-practice.ts'
import { linkAccount } from '../src/signin/account.ts'
import { Client } from './client.ts'
import { spreadOfTimes, timeOf } from './spread-of-times.ts'
import { addColleague, owner, ownerPassword, provenClient, withSetUp } from './with-account.ts'
import { inPractice } from './with-tables.ts'

const { app, database, practiceId } = await withSetUp()

const signIn = (client: Client, email: string, password: string, more: object = {}) =>
  client.ask('POST', '/api/session', { email, password, ...more })

test('address and password let one in, whatever the case and the Unicode form they are typed in', async () => {
  const password = 'fünf leise Wölfe zählen Kiesel'
  await addColleague(database, practiceId, { email: 'Zoë@green-street.example', password })
  const client = new Client(app)
  const typed = 'ZOË@Green-Street.example'.normalize('NFD')
  expect((await signIn(client, typed, password.normalize('NFD'))).statusCode).toBe(204)
  expect((await client.get<Me>('/api/me')).member.name).toBe('Ana Lindqvist')
})

test('unknown, wrong, locked, archived and placeless get the same bytes', async () => {
  const password = 'nine patient herons cross rivers'
  for (const status of ['locked', 'archived', 'invited'] as const) {
    const { memberId } = await addColleague(database, practiceId, { email: `${status}@gs.example`, password })
    await setStatus(memberId, status)
  }
  const { memberId } = await addColleague(database, practiceId, { email: 'nowhere@gs.example', password })
  await database.anywhere.deleteFrom('membership').where('member_id', '=', memberId).execute()
  const answers = await Promise.all([
    signIn(new Client(app), 'nobody@gs.example', password),
    signIn(new Client(app), owner.email, password),
    signIn(new Client(app), owner.email, ownerPassword, { practice: crypto.randomUUID() }),
    ...['locked', 'archived', 'invited', 'nowhere'].map((name) =>
      signIn(new Client(app), `${name}@gs.example`, password),
    ),
  ])
  const [first] = answers
  expect(first?.statusCode).toBe(401)
  for (const answer of answers) {
    expect(answer.rawPayload).toEqual(first?.rawPayload)
    expect({ ...answer.headers, date: '' }).toEqual({ ...first?.headers, date: '' })
  }
})

test('unknown, wrong and locked take the same time, and so do those with too many attempts', async () => {
  const password = 'ten locked wardrobes hide coats'
  for (const status of ['active', 'locked', 'archived'] as const) {
    const { memberId } = await addColleague(database, practiceId, {
      email: `${status}@time.example`,
      password,
    })
    await setStatus(memberId, status)
  }
  const wrong = 'not the password of anybody'
  const asked: readonly Attempted[] = [
    { kind: 'unknown', email: 'nobody@time.example', password: wrong, status: 401 },
    { kind: 'wrong', email: 'active@time.example', password: wrong, status: 401 },
    { kind: 'locked', email: 'locked@time.example', password, status: 401 },
    { kind: 'archived', email: 'archived@time.example', password, status: 401 },
    { kind: 'unknown, too often', email: 'often@time.example', password: wrong, status: 429 },
    { kind: 'wrong, too often', email: owner.email, password: wrong, status: 429 },
  ]
  const from = (address: string) => new Client(app, {}, address)
  for (const { email } of asked.filter(({ status }) => status === 429))
    await Promise.all(Array.from({ length: 10 }, () => signIn(from('192.0.2.77'), email, wrong)))
  const round = async (number: number) => {
    const first = number % asked.length
    // Each stands in each place of the queue as often as the others.
    const turned = [...asked.slice(first), ...asked.slice(0, first)]
    const times = new Map<string, number>()
    await Promise.all(
      turned.map(async ({ kind, email, password, status }) => {
        const client = from(status === 429 ? '192.0.2.77' : `198.51.100.${number}`)
        times.set(
          kind,
          await timeOf(async () => expect((await signIn(client, email, password)).statusCode).toBe(status)),
        )
      }),
    )
    return times
  }
  for (const status of [401, 429]) {
    const kinds = asked.filter((one) => one.status === status).map(({ kind }) => kind)
    const spread = await spreadOfTimes(
      async (number) => {
        const times = await round(number)
        return kinds.map((kind) => times.get(kind) ?? 0)
      },
      { even: 0.25, enough: 12, most: 36 },
    )
    expect(spread).toBeLessThan(0.25)
  }
  await forgetAttempts()
})

interface Attempted {
  readonly kind: string
  readonly email: string
  readonly password: string
  readonly status: 401 | 429
}

test('a right password of several places asks which, and opens the one that was chosen', async () => {
  const email = 'both@gs.example'
  const password = 'twelve amber lanterns drift north'
  const { accountId } = await addColleague(database, practiceId, { email, password })
  const other = await newPractice(database, 'Blue Street')
  await inPractice(database, other, async (transaction) => {
    await linkAccount(transaction, { practiceId: other, memberId: 'owner', accountId })
    await raiseEpoch(transaction, other)
  })
  const client = new Client(app)
  const asked = await signIn(client, email, password)
  expect(asked.statusCode).toBe(409)
  expect(asked.cookies).toEqual([])
  expect(asked.json<PracticeChoice>().practices).toEqual([
    { id: other, name: 'Blue Street' },
    { id: practiceId, name: 'Green Street' },
  ])
  expect((await signIn(client, email, password, { practice: other })).statusCode).toBe(204)
  expect((await client.get<Me>('/api/me')).practice.name).toBe('Blue Street')

  const here = await provenInto(email, password, practiceId)
  const change = { current: password, next: 'thirteen amber lanterns drift south' }
  expect((await here.ask('PUT', '/api/account/password', change)).statusCode).toBe(204)
  expect((await client.ask('GET', '/api/me')).statusCode).toBe(401)
  expect((await here.ask('GET', '/api/me')).statusCode).toBe(200)
  const log = await operationsIn(other)
  expect(log).toContainEqual(['changePassword', 'allowed'])
})

test('a password hashed with lower parameters opens, and is hashed anew', async () => {
  const password = 'fifteen velvet comets hum softly'
  const { accountId } = await addColleague(database, practiceId, { email: 'old@gs.example', password })
  // The same, with one pass over 8 MB.
  const { argon2Sync } = await import('node:crypto')
  const nonce = Buffer.alloc(16, 7)
  const tag = argon2Sync('argon2id', {
    message: password,
    nonce,
    parallelism: 1,
    tagLength: 32,
    memory: 8192,
    passes: 1,
  })
  const bare = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
  const old = `$argon2id$v=19$m=8192,t=1,p=1$${bare(nonce)}$${bare(tag)}`
  await setHash(accountId, old)
  expect((await signIn(new Client(app), 'old@gs.example', `${password}!`)).statusCode).toBe(401)
  await provenClient(app, 'old@gs.example', password)
  expect(await hashOf(accountId)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  await provenClient(app, 'old@gs.example', password)
})

test('what is no hash opens to nobody', async () => {
  const password = 'sixteen copper kites chase clouds'
  const { accountId } = await addColleague(database, practiceId, { email: 'broken@gs.example', password })
  for (const hash of [null, '', 'x', password, '$argon2id$v=19$m=0,t=0,p=0$AA$'])
    for (const typed of new Set([password, hash ?? 'y'])) {
      await setHash(accountId, hash)
      if (typed === '') continue
      expect((await signIn(new Client(app), 'broken@gs.example', typed)).statusCode).toBe(401)
      await forgetAttempts()
    }
})

test('sessions are listed, ended one by one or all but one’s own, and an ended one is out with its next request', async () => {
  const password = 'eleven hollow reeds whistle low'
  await addColleague(database, practiceId, { email: 'list@gs.example', password })
  const [one, two, three] = [
    await provenClient(app, 'list@gs.example', password),
    await provenClient(app, 'list@gs.example', password),
    await provenClient(app, 'list@gs.example', password),
  ]
  const { sessions } = await one.get<OwnSessions>('/api/sessions')
  expect(sessions).toHaveLength(3)
  const current = sessions.filter((each) => each.current)
  expect(current).toHaveLength(1)
  const mine = (await two.get<OwnSessions>('/api/sessions')).sessions.find((each) => each.current)
  expect((await two.ask('GET', '/api/me')).statusCode).toBe(200)
  expect((await one.ask('DELETE', `/api/sessions/${mine?.id}`)).statusCode).toBe(204)
  const out = await two.ask('GET', '/api/me')
  expect([out.statusCode, out.json<Problem>().reason]).toEqual([401, 'signed-out'])
  expect((await one.ask('DELETE', `/api/sessions/${mine?.id}`)).statusCode).toBe(404)
  expect((await one.ask('DELETE', '/api/sessions')).statusCode).toBe(204)
  expect((await three.ask('GET', '/api/me')).statusCode).toBe(401)
  expect((await one.get<OwnSessions>('/api/sessions')).sessions).toHaveLength(1)
  expect(await operationsIn(practiceId)).toEqual(
    expect.arrayContaining([
      ['endSession', 'allowed'],
      ['endOtherSessions', 'allowed'],
    ]),
  )
})

test('a session of somebody else is neither listed nor ended', async () => {
  const [mira, zoe] = [
    await provenClient(app),
    await provenClient(app, 'Zoë@green-street.example', 'fünf leise Wölfe zählen Kiesel'),
  ]
  const { sessions } = await mira.get<OwnSessions>('/api/sessions')
  for (const { id } of sessions) expect((await zoe.ask('DELETE', `/api/sessions/${id}`)).statusCode).toBe(404)
  expect((await mira.ask('GET', '/api/me')).statusCode).toBe(200)
})

test('a session that was idle is locked for every operation, and goes on by the password under a new token', async () => {
  const client = await provenClient(app)
  const before = client.cookie('rolecall')
  const id = (await client.get<OwnSessions>('/api/sessions')).sessions.find(({ current }) => current)?.id
  await setIdle(id, '16 minutes')
  for (const url of ['/api/me', '/api/patients', '/api/sessions']) {
    const answer = await client.ask('GET', url)
    expect([answer.statusCode, answer.json<Problem>().reason]).toEqual([401, 'locked'])
  }
  const change = { current: ownerPassword, next: 'nobody may change this while locked' }
  expect((await client.ask('PUT', '/api/account/password', change)).json<Problem>().reason).toBe('locked')
  const wrong = await client.ask('POST', '/api/session/unlock', { password: 'who knows what it is' })
  expect([wrong.statusCode, wrong.json<Problem>().reason]).toEqual([401, 'locked'])
  expect((await client.ask('GET', '/api/me')).statusCode).toBe(401)
  expect((await client.ask('POST', '/api/session/unlock', { password: ownerPassword })).statusCode).toBe(204)
  expect((await client.ask('GET', '/api/me')).statusCode).toBe(200)
  const after = (await client.get<OwnSessions>('/api/sessions')).sessions.find(({ current }) => current)?.id
  expect(after).toBe(id)
  expect(client.cookie('rolecall')).not.toBe(before)
  const copy = new Client(app, { rolecall: before })
  expect((await copy.ask('GET', '/api/me')).json<Problem>().reason).toBe('signed-out')
})

test('a session that is used stays awake, and is written at most once a minute', async () => {
  const client = await provenClient(app)
  const id = await currentOf(client)
  await setIdle(id, '30 seconds')
  const early = await lastSeen(id)
  await client.ask('GET', '/api/me')
  expect(await lastSeen(id)).toEqual(early)
  await setIdle(id, '14 minutes')
  await client.ask('GET', '/api/me')
  expect(Date.now() - (await lastSeen(id)).getTime()).toBeLessThan(60_000)
})

test('a session is over after its time, and no password takes it up again', async () => {
  const client = await provenClient(app)
  await inPractice(database, practiceId, async (transaction) =>
    transaction
      .updateTable('session')
      .set({ ends_at: sql<Date>`now()` })
      .where('id', '=', await currentOf(client))
      .execute(),
  )
  expect((await client.ask('GET', '/api/me')).json<Problem>().reason).toBe('signed-out')
  const answer = await client.ask('POST', '/api/session/unlock', { password: ownerPassword })
  expect(answer.json<Problem>().reason).toBe('signed-out')
})

test('who is locked by an admin cannot unlock a session by the password', async () => {
  const password = 'eighteen marble foxes juggle tea'
  const { memberId } = await addColleague(database, practiceId, { email: 'gone@gs.example', password })
  const client = await provenClient(app, 'gone@gs.example', password)
  await setStatus(memberId, 'locked')
  expect((await client.ask('GET', '/api/me')).statusCode).toBe(401)
  expect((await client.ask('POST', '/api/session/unlock', { password })).statusCode).toBe(401)
})

test('a changed password ends the other sessions, and is the one that opens from then on', async () => {
  const password = 'nineteen wooden ducks ride trams'
  const next = 'twenty wooden geese ride ferries'
  await addColleague(database, practiceId, { email: 'change@gs.example', password })
  const [here, there] = [
    await provenClient(app, 'change@gs.example', password),
    await provenClient(app, 'change@gs.example', password),
  ]
  const change = (current: string, wanted: string) =>
    here.ask('PUT', '/api/account/password', { current, next: wanted })
  expect((await change('not this one at all', next)).statusCode).toBe(403)
  const weak = await change(password, 'change@gs.example')
  expect([weak.statusCode, weak.json<Problem>().detail]).toEqual([
    422,
    expect.stringContaining('others know'),
  ])
  expect((await change(password, password)).json<Problem>().detail).toContain('the one you have')
  expect((await there.ask('GET', '/api/me')).statusCode).toBe(200)
  expect((await change(password, next)).statusCode).toBe(204)
  expect((await here.ask('GET', '/api/me')).statusCode).toBe(200)
  expect((await there.ask('GET', '/api/me')).statusCode).toBe(401)
  expect((await signIn(new Client(app), 'change@gs.example', password)).statusCode).toBe(401)
  expect((await signIn(new Client(app), 'change@gs.example', next)).statusCode).toBe(204)
})

test('of two changes at once one is done, and the other is signed out', async () => {
  const password = 'thirty slow barges carry cheese'
  await addColleague(database, practiceId, { email: 'race@gs.example', password })
  const clients = [
    await provenClient(app, 'race@gs.example', password),
    await provenClient(app, 'race@gs.example', password),
  ]
  const answers = await Promise.all(
    clients.map((client, index) =>
      client.ask('PUT', '/api/account/password', {
        current: password,
        next: `forty quick barges carry ${index} pears`,
      }),
    ),
  )
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([204, 401])
})

test.each([
  ['correct horse', false, 'at least 15'],
  ['correct horse battery staple', false, 'too common'],
  ['passwordpassword1', false, 'too common'],
  ['qwertyuiopasdfghjkl', false, 'easy to guess'],
  ['ana lindqvist 2026', false, 'others know about you'],
  ['rolecallrolecall!', false, 'others know about you'],
  ['seven quiet otters paint', true, 'good'],
  ['тихие выдры красят зонтики', true, 'good'],
  ['🦦🦉🐢🦔🦦🦉🐢🦔🐝🦇🐙🦀🐠🦜🦩', true, 'good'],
  ['x'.repeat(257), false, 'at most 256'],
])('of `%s` it is said whether it is taken: %s', async (password, accepted, sentence) => {
  const answer = await new Client(app).ask('POST', '/api/account/password/strength', {
    password,
    words: ['Ana Lindqvist', 'ana@gs.example'],
  })
  expect(answer.json<PasswordStrength>()).toEqual({ accepted, sentence: expect.stringContaining(sentence) })
})

test('nobody is picked where everybody proves who they are', async () => {
  expect((await new Client(app).ask('GET', '/api/people')).statusCode).toBe(404)
  expect((await new Client(app).ask('POST', '/api/session/picked', { member: 'owner' })).statusCode).toBe(404)
})

test('no token, password or device of anybody is in the database or the log in clear', async () => {
  const client = await provenClient(app)
  const secrets = [client.cookie('rolecall'), client.cookie('rolecall-device'), ownerPassword]
  const tables = await database.anywhere
    .selectFrom(sql<{ table_name: string }>`information_schema.tables`.as('tables'))
    .select('table_name')
    .where(sql`table_schema`, '=', 'public')
    .execute()
  let held = ''
  await inPractice(database, practiceId, async (transaction) => {
    for (const { table_name } of tables.filter(({ table_name }) => table_name !== 'migration')) {
      const { rows } = await sql`select * from ${sql.table(table_name)}`.execute(transaction)
      held += JSON.stringify(rows, (_, value) =>
        value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
      )
    }
  })
  expect(held).toContain(owner.email)
  for (const secret of secrets) {
    expect(secret?.length).toBeGreaterThan(20)
    expect(held).not.toContain(secret)
  }
})

test('signing in, failing to, and ending a session is in the log', async () => {
  const client = await provenClient(app)
  await signIn(new Client(app), owner.email, 'certainly not this password')
  await client.ask('DELETE', '/api/session')
  const entries = (await operationsIn(practiceId)).slice(-3)
  expect(entries).toEqual([
    ['signIn', 'allowed'],
    ['signIn', 'refused'],
    ['closeSession', 'allowed'],
  ])
})

async function provenInto(email: string, password: string, practice: string): Promise<Client> {
  const client = new Client(app)
  expect((await signIn(client, email, password, { practice })).statusCode).toBe(204)
  return client
}

async function currentOf(client: Client): Promise<string> {
  const { sessions } = await client.get<OwnSessions>('/api/sessions')
  return sessions.find(({ current }) => current)?.id ?? ''
}

function setIdle(id: string | undefined, long: string) {
  return inPractice(database, practiceId, (transaction) =>
    transaction
      .updateTable('session')
      .set({ last_seen_at: sql<Date>`now() - ${long}::interval` })
      .where('id', '=', id ?? '')
      .execute(),
  )
}

async function lastSeen(id: string): Promise<Date> {
  const row = await inPractice(database, practiceId, (transaction) =>
    transaction.selectFrom('session').select('last_seen_at').where('id', '=', id).executeTakeFirstOrThrow(),
  )
  return row.last_seen_at
}

function setStatus(memberId: string, status: string) {
  return inPractice(database, practiceId, async (transaction) => {
    await transaction.updateTable('member').set({ status }).where('id', '=', memberId).execute()
    await raiseEpoch(transaction, practiceId)
  })
}

async function setHash(accountId: string, password_hash: string | null): Promise<void> {
  await database.anywhere.updateTable('account').set({ password_hash }).where('id', '=', accountId).execute()
}

async function hashOf(accountId: string): Promise<string | null | undefined> {
  const row = await database.anywhere
    .selectFrom('account')
    .select('password_hash')
    .where('id', '=', accountId)
    .executeTakeFirst()
  return row?.password_hash
}

async function forgetAttempts(): Promise<void> {
  await database.anywhere.deleteFrom('throttle').execute()
}

async function operationsIn(practice: string): Promise<(readonly [string, string])[]> {
  const rows = await inPractice(database, practice, (transaction) =>
    transaction.selectFrom('audit_entry').select(['operation', 'outcome']).orderBy('id').execute(),
  )
  return rows.map(({ operation, outcome }) => [operation, outcome])
}

import type { Entrance, Me, Problem } from '@rolecall/contract'
import { practiceCatalog } from '@rolecall/core'
import { expect, test } from 'vitest'
import { canary } from '../src/database/canary.ts'
import { buildApp } from '../src/http/app.ts'
import { appParts } from '../src/server-parts.ts'
import { firstPolicy } from '../src/setup/first-policy.ts'
import { newSetupToken } from '../src/setup/setup-link.ts'
import { newLinkToken } from '../src/signin/link-token.ts'
import { tokenHash } from '../src/signin/token.ts'
import { Client } from './client.ts'
import { answersTo, owner } from './with-account.ts'
import { inPractice, withTables } from './with-tables.ts'

const { database } = await withTables()
const app = await buildApp(appParts({ database }, console.error))

const setUp = (client: Client, body: object) => client.ask('POST', '/api/set-up', body)

test('an empty database says that it wants to be set up', async () => {
  expect(await new Client(app).get<Entrance>('/api/entrance')).toEqual({
    way: 'set-up',
    practice: null,
    madeUp: false,
  })
})

test('a database that was never set up has no account at all', async () => {
  expect(await database.anywhere.selectFrom('account').select('id').execute()).toEqual([])
})

test('a link nobody printed sets nothing up', async () => {
  const answer = await setUp(new Client(app), answersTo('x'.repeat(43)))
  expect(answer.statusCode).toBe(410)
})

test('a link stops working when the next start makes another, and after a day', async () => {
  const [first, second] = [await newSetupToken(database), await newSetupToken(database)]
  expect((await setUp(new Client(app), answersTo(first))).statusCode).toBe(410)
  await database.anywhere
    .updateTable('setup_link')
    .set({ ends_at: new Date(Date.now() - 1000) })
    .execute()
  expect((await setUp(new Client(app), answersTo(second))).statusCode).toBe(410)
})

test.each([
  ['too short', { owner: { ...owner, password: 'Tr0ub4dor&3' } }, 'at least 15'],
  ['easy to guess', { owner: { ...owner, password: 'aaaaaaaaaaaaaaaaaaaa' } }, 'easy to guess'],
  ['made of names', { owner: { ...owner, password: 'Green Street Okonkwo' } }, 'others know about you'],
  ['no address', { owner: { ...owner, email: 'mira at home' } }, 'no e-mail address'],
])('an owner whose answers are %s is told so, and the link is not used up', async (_, more, sentence) => {
  const token = await newSetupToken(database)
  const answer = await setUp(new Client(app), answersTo(token, more))
  expect(answer.statusCode).toBe(422)
  expect(answer.json<Problem>().detail).toContain(sentence)
  const left = await database.anywhere.selectFrom('setup_link').select('used_at').execute()
  expect(left).toEqual([{ used_at: null }])
})

test('what is no module, time zone or kind of member is not taken', async () => {
  const token = await newSetupToken(database)
  for (const more of [
    { modules: ['surgery'] },
    { practice: { name: 'Green Street', kind: 'dental', timeZone: 'Middle/Earth' } },
    { owner: { ...owner, memberKind: 'assistant' } },
  ])
    expect((await setUp(new Client(app), answersTo(token, more))).statusCode).toBe(400)
})

test('of many set-ups at once, by several links, exactly one wins, signs in and leaves one practice', async () => {
  const token = await newSetupToken(database)
  // Of another server that was started in the same moment.
  const another = newLinkToken()
  await database.anywhere
    .insertInto('setup_link')
    .values({ token_hash: tokenHash(another), ends_at: new Date(Date.now() + 60_000) })
    .execute()
  const clients = Array.from({ length: 8 }, () => new Client(app))
  const answers = await Promise.all(
    clients.map((client, index) =>
      setUp(
        client,
        answersTo(index % 2 ? token : another, {
          owner: { ...owner, email: `mira${index}@green-street.example` },
        }),
      ),
    ),
  )
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([204, ...Array(7).fill(409)])
  const winner = clients[answers.findIndex(({ statusCode }) => statusCode === 204)]
  expect(await winner?.get<Me>('/api/me')).toMatchObject({
    practice: { name: 'Green Street' },
    member: { name: owner.name, kind: 'practitioner' },
  })
  expect(await practices()).toHaveLength(1)
  expect(await database.anywhere.selectFrom('account').select('id').execute()).toHaveLength(1)
})

test('a practice that is there is not set up again, by an old link or a new one', async () => {
  const answer = await setUp(new Client(app), answersTo(await newSetupToken(database)))
  expect(answer.statusCode).toBe(409)
  expect(await new Client(app).get<Entrance>('/api/entrance')).toEqual({
    way: 'password',
    practice: { name: 'Green Street' },
    madeUp: false,
  })
})

test('what was answered is what the practice begins with', async () => {
  const [practice] = await practices()
  const practiceId = practice?.id ?? ''
  const found = await inPractice(database, practiceId, async (transaction) => ({
    settings: await transaction
      .selectFrom('practice_settings')
      .select(['kind', 'time_zone', 'shares_patients'])
      .executeTakeFirst(),
    modules: await transaction.selectFrom('practice_module').select('module').orderBy('module').execute(),
    grants: await transaction.selectFrom('role_grant').select('role_id').orderBy('role_id').execute(),
    team: await transaction.selectFrom('team_access').select(['colleague_id', 'level']).execute(),
    role: await transaction
      .selectFrom('role')
      .select(['label', 'permissions'])
      .where('id', '=', 'clinical-assistant-signed-notes')
      .executeTakeFirst(),
    published: await transaction
      .selectFrom('role')
      .select('permissions')
      .where('id', '=', 'clinical-assistant')
      .executeTakeFirst(),
    owner: await transaction
      .selectFrom('member')
      .select(['is_owner', 'has_account', 'kind', 'job_title'])
      .execute(),
  }))
  const published = practiceCatalog.roles['clinical-assistant']?.permissions ?? []
  expect(found).toEqual({
    settings: { kind: 'dental', time_zone: 'Europe/Berlin', shares_patients: true },
    modules: [{ module: 'billing' }, { module: 'clinical' }],
    grants: [{ role_id: 'admin' }, { role_id: 'practitioner' }],
    team: [{ colleague_id: null, level: 'edit' }],
    role: {
      label: 'Clinical assistant + signed notes',
      permissions: [...published, 'notes.viewSigned'],
    },
    published: { permissions: published },
    owner: [{ is_owner: true, has_account: true, kind: 'practitioner', job_title: 'owner' }],
  })
})

test.each(['practitioner', 'administrative'] as const)('the roles of an owner who is %s fit them', (kind) => {
  const { members, roles } = firstPolicy({
    modules: [],
    sharesPatients: true,
    assistantsReadSignedNotes: false,
    owner: { id: 'mira', name: 'Mira', memberKind: kind },
  })
  const granted = members.flatMap(({ grants }) => grants.map(({ role }) => role))
  expect(granted).toContain('admin')
  expect(granted.filter((id) => !roles.find((role) => role.id === id)?.fits.includes(kind))).toEqual([])
})

test('the set-up is in the log, without its secrets', async () => {
  const [practice] = await practices()
  const entries = await inPractice(database, practice?.id ?? '', (transaction) =>
    transaction.selectFrom('audit_entry').selectAll().execute(),
  )
  expect(entries.map(({ operation, outcome }) => [operation, outcome])).toEqual([['setUp', 'allowed']])
  expect(JSON.stringify(entries)).not.toContain(owner.password)
  await app.close()
})

async function practices() {
  return database.anywhere.selectFrom('practice').select('id').where('id', '!=', canary).execute()
}

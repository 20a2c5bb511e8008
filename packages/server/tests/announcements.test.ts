/** What was done at the machine is told to everybody who manages accounts, and shown until each of them has seen it. */

import { randomUUID } from 'node:crypto'
import type { Announcements, AuditPage } from '@rolecall/contract'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { raiseEpoch } from '../src/access/raise-epoch.ts'
import { deliverDue, type LeavingMail } from '../src/delivery/delivery.ts'
import { newPractice } from '../src/policy/new-practice.ts'
import { mintLink } from '../src/signin/mint-link.ts'
import { recoverOwner } from '../src/signin/recover-owner.ts'
import type { Client } from './client.ts'
import { addColleague, owner, provenClient, withSetUp } from './with-account.ts'
import { inPractice } from './with-tables.ts'

const { app, database, practiceId } = await withSetUp()
const practice = { id: practiceId, name: 'Green Street' }
const password = 'sixty patient kettles hum waltzes'

interface Colleague {
  readonly kind?: 'administrative' | 'assistant' | 'practitioner'
  readonly role?: string
  readonly manages?: string
  readonly status?: 'active' | 'locked'
}

async function colleague(
  name: string,
  { kind = 'administrative', role, manages, status = 'active' }: Colleague,
) {
  const email = `${name}@gs.example`
  const { memberId } = await addColleague(database, practiceId, { email, password, name })
  await inPractice(database, practiceId, async (transaction) => {
    await transaction
      .updateTable('member')
      .set({ kind, status })
      .where('practice_id', '=', practiceId)
      .where('id', '=', memberId)
      .execute()
    const common = { practice_id: practiceId }
    if (role !== undefined)
      await transaction
        .insertInto('role_grant')
        .values({ ...common, id: randomUUID(), member_id: memberId, role_id: role })
        .execute()
    if (manages !== undefined)
      await transaction
        .insertInto('managed_practitioner')
        .values({ ...common, assistant_id: memberId, practitioner_id: manages })
        .execute()
    await raiseEpoch(transaction, practiceId)
  })
  return { memberId, email, client: () => provenClient(app, email, password) }
}

const { id: ownerId } = await inPractice(database, practiceId, (transaction) =>
  transaction
    .selectFrom('member')
    .select('id')
    .where('practice_id', '=', practiceId)
    .where('is_owner', '=', true)
    .executeTakeFirstOrThrow(),
)
const ana = await colleague('Ana', { role: 'admin' })
const bea = await colleague('Bea', { kind: 'assistant', role: 'admin', manages: ownerId })
const others = [
  await colleague('Finn', { role: 'office-staff' }),
  await colleague('Lea', { role: 'admin', status: 'locked' }),
  await colleague('Ida', { kind: 'assistant', role: 'office-staff', manages: ownerId }),
]
const dee = await colleague('Dee', { kind: 'practitioner', role: 'provider' })
// An admin’s role, for the hands of somebody who manages no accounts.
others.push(dee, await colleague('Ivo', { kind: 'assistant', role: 'admin', manages: dee.memberId }))

beforeEach(async () => {
  await database.anywhere.deleteFrom('outbox').execute()
  await inPractice(database, practiceId, (transaction) => transaction.deleteFrom('announcement').execute())
})

const shownTo = async (client: Client) =>
  (await client.get<Announcements>('/api/announcements')).announcements
const words = `Someone with access to the server created a link for ${owner.name}, the owner, to choose a new password`

test('of three admins, one an assistant, each is told, in the console and by mail, and nobody else', async () => {
  const recovered = await recoverOwner(database, practice, undefined)
  expect(recovered).toMatchObject({
    told: { members: expect.arrayContaining([ownerId, ana.memberId, bea.memberId]), mails: 3 },
  })
  expect('told' in recovered && recovered.told.members).toHaveLength(3)
  const mails = await database.anywhere.selectFrom('outbox').select(['recipient', 'body']).execute()
  expect(mails.map(({ recipient }) => recipient).sort()).toEqual([ana.email, bea.email, owner.email].sort())
  for (const { body } of mails) expect(body).toContain(words)
  for (const client of [await provenClient(app), await ana.client(), await bea.client()])
    expect(await shownTo(client)).toEqual([
      {
        id: expect.any(String),
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        words: `${words}. If ${owner.name} doesn’t know about this, talk to the person who runs the server.`,
      },
    ])
  for (const { email, client } of others)
    if (!email.startsWith('Lea')) expect([email, await shownTo(await client())]).toEqual([email, []])
})

test('an assistant is shown it whoever they act for, also nobody', async () => {
  await recoverOwner(database, practice, undefined)
  const client = await bea.client()
  expect(await shownTo(client)).toHaveLength(1)
  const acting = await client.ask('PUT', '/api/session/acting-for', { practitioner: ownerId })
  expect(acting.statusCode).toBe(204)
  const [shown] = await shownTo(client)
  expect((await client.ask('PUT', `/api/announcements/${shown?.id}/seen`)).statusCode).toBe(204)
  expect(await shownTo(client)).toEqual([])
})

test('it is shown until one says that one saw it, once for each time, to each on their own', async () => {
  await recoverOwner(database, practice, undefined)
  await recoverOwner(database, practice, undefined)
  const [mine, other] = [await ana.client(), await bea.client()]
  const [first, second] = await shownTo(mine)
  expect((await mine.ask('PUT', `/api/announcements/${first?.id}/seen`)).statusCode).toBe(204)
  expect(await shownTo(mine)).toEqual([second])
  expect(await shownTo(await ana.client())).toEqual([second])
  expect(await shownTo(other)).toHaveLength(2)
  // Seen already, of somebody else, and never made.
  for (const id of [first?.id, (await shownTo(other))[0]?.id, randomUUID()]) {
    const answer = await mine.ask('PUT', `/api/announcements/${id}/seen`)
    expect([answer.statusCode, answer.json().detail]).toEqual([
      404,
      'you were told no such thing, or have seen it',
    ])
  }
  expect((await mine.ask('PUT', '/api/announcements/x/seen')).statusCode).toBe(400)
  expect(await shownTo(other)).toHaveLength(2)
})

test('who saw it is in the log', async () => {
  await recoverOwner(database, practice, undefined)
  const client = await ana.client()
  const [shown] = await shownTo(client)
  await client.ask('PUT', `/api/announcements/${shown?.id}/seen`)
  const { entries } = await client.get<AuditPage>(`/api/audit?record=${shown?.id}`)
  expect(entries).toMatchObject([
    {
      operation: 'seeAnnouncement',
      member: { name: 'Ana' },
      outcome: 'allowed',
      kind: 'account',
      act: 'edit',
    },
  ])
})

test('mail about it waits for a mail server as long as that takes, and says when it was', async () => {
  await recoverOwner(database, practice, undefined)
  const year = sql<Date>`ends_at - interval '1 year'`
  await database.anywhere.updateTable('outbox').set({ ends_at: year }).execute()
  const sent: LeavingMail[] = []
  const postman = { deliver: async (mail: LeavingMail) => void sent.push(mail) }
  const report = () => {}
  expect(
    await deliverDue({ database, postman, mintLink, publicUrl: 'https://rolecall.example', report }),
  ).toBe(3)
  const day = new Date().toISOString().slice(0, 10)
  for (const { text } of sent) expect(text).toContain(`on ${day} at `)
})

test('where the owner is given an account, the others are told of which address', async () => {
  const blue = { id: await newPractice(database, 'Blue Street'), name: 'Blue Street' }
  await inPractice(database, blue.id, async (transaction) => {
    const zoe = {
      practice_id: blue.id,
      id: 'zoe',
      kind: 'administrative',
      status: 'active',
      has_account: true,
    }
    await transaction.insertInto('member').values(zoe).execute()
    const grant = { practice_id: blue.id, id: randomUUID(), member_id: 'zoe', role_id: 'admin' }
    await transaction.insertInto('role_grant').values(grant).execute()
    await raiseEpoch(transaction, blue.id)
  })
  // The owner now has an address. Zoe has none, and is told in the console.
  expect(await recoverOwner(database, blue, 'b@gs.example')).toMatchObject({
    told: { members: ['owner', 'zoe'], mails: 1 },
  })
  const [told] = await inPractice(database, blue.id, (transaction) =>
    transaction
      .selectFrom('announcement')
      .select('words')
      .where('practice_id', '=', blue.id)
      .where('member_id', '=', 'zoe')
      .execute(),
  )
  expect(told?.words).toContain('with the address b@gs.example')
})

test('nobody is shown what was done to another practice', async () => {
  const red = await newPractice(database, 'Red Street')
  await inPractice(database, red, (transaction) =>
    transaction
      .insertInto('announcement')
      .values({ practice_id: red, member_id: 'owner', words: 'elsewhere' })
      .execute(),
  )
  expect(await shownTo(await provenClient(app))).toEqual([])
})

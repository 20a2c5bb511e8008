import { appendFileSync, readFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { acceptGap } from '../src/activity/accept-truncation.ts'
import { missingEnd, signAccepted } from '../src/audit/accepted-truncations.ts'
import { makeKey } from '../src/audit/audit-folder.ts'
import { lastSeal } from '../src/audit/stored-seals.ts'
import { run } from '../src/commands/audit.ts'
import type { Surroundings } from '../src/commands/environment.ts'
import { openInstallation } from '../src/database/installation.ts'
import { newPractice } from '../src/policy/new-practice.ts'
import { createAccount, linkAccount } from '../src/signin/account.ts'
import { withLog } from './audit-log.ts'
import { inPractice, withFolder } from './with-practice.ts'

const log = await withLog()
const { adminUrl, asSuperuser, database, folder, idsOf, sealing, url, verify, written } = log

let practices = 0

/** A practice with an owner who gets mail, and a log of twelve entries in three seals. */
async function sealedLog() {
  practices += 1
  const name = `Green Street ${practices}`
  const id = await newPractice(database, name)
  const email = `owner-${practices}@green-street.example`
  await inPractice(database, id, async (transaction) => {
    const accountId = (await createAccount(transaction, { email, name: 'Mira Okonkwo' })) ?? ''
    await linkAccount(transaction, { practiceId: id, memberId: 'owner', accountId })
  })
  await written(id, 12)
  return { id, name, email }
}

/** As if a backup from right after a seal were restored: what was written later is gone, in every table. */
async function restore(practice: string, seal: number): Promise<void> {
  const [kept] = await asSuperuser(
    `select coalesce(max(entry), 0) as id from audit_seal, unnest(entries) as entry where practice_id = $1 and number <= $2`,
    [practice, seal],
  )
  for (const [table, column] of [
    ['audit_entry', 'id'],
    ['audit_record', 'entry_id'],
  ] as const)
    await asSuperuser(`delete from ${table} where practice_id = $1 and ${column} > $2`, [practice, kept?.id])
  await asSuperuser(
    `delete from audit_deed as deed where practice_id = $1 and not exists (
       select from audit_entry as entry where entry.practice_id = $1 and entry.operation = deed.operation
         and coalesce(entry.member_id, '') = deed.member_id and entry.outcome = deed.outcome)`,
    [practice],
  )
  await asSuperuser('delete from audit_seal where practice_id = $1 and number > $2', [practice, seal])
}

const accept = (practice: { id: string; name: string }, reason: string | undefined = 'restored Friday') =>
  acceptGap(sealing, practice, reason)

const headsOf = (practice: string) => join(folder, 'heads', `${practice}.ndjson`)

test('after a backup was restored sealing stops until that is accepted, and then goes on', async () => {
  const practice = await sealedLog()
  await restore(practice.id, 1)
  expect(await verify(practice.id)).toMatchObject({ state: 'tampered', finding: { what: 'cut' } })
  expect((await written(practice.id, 2)).at(-1)).toEqual({
    trouble: expect.stringContaining('the last seals'),
  })

  expect(await accept(practice)).toEqual({
    missing: expect.stringMatching(/^7 entries sealed between \S+Z and \S+Z$/),
    told: { members: ['owner'], mails: 1 },
  })
  // The two that waited, and the one on this.
  const verified = await verify(practice.id)
  expect(verified).toMatchObject({
    state: 'sound',
    entries: 8,
    waiting: 0,
    accepted: [{ from: 2, to: 3, entries: 7, reason: 'restored Friday' }],
  })
  expect((await written(practice.id, 6)).every((sealed) => 'entries' in sealed)).toBe(true)
  expect(await verify(practice.id)).toMatchObject({ state: 'sound', entries: 14, accepted: [{ entries: 7 }] })
})

test('it is an entry of the log that says what is missing, and everybody who manages accounts is told', async () => {
  const practice = await sealedLog()
  await restore(practice.id, 2)
  await accept(practice, 'the disk of 4 May was lost')
  const entries = await asSuperuser(
    `select operation, member_id, detail from audit_entry where practice_id = $1 order by id desc limit 1`,
    [practice.id],
  )
  expect(entries).toEqual([
    {
      operation: 'rolecall audit accept',
      member_id: null,
      detail: {
        missing: 2,
        since: expect.stringMatching(/Z$/),
        until: expect.stringMatching(/Z$/),
        reason: 'the disk of 4 May was lost',
        told: ['owner'],
      },
    },
  ])
  const mails = await asSuperuser('select body from outbox where recipient = $1', [practice.email])
  expect(mails).toEqual([
    { body: expect.stringMatching(/2 entries sealed at .+the disk of 4 May was lost/s) },
  ])
})

test('whatever was accepted, tampering is found: before it, behind it, and in it', async () => {
  const practice = await sealedLog()
  await restore(practice.id, 2)
  await accept(practice)
  await written(practice.id, 5)
  const ids = await idsOf(practice.id)
  const edited = (id: string | undefined) =>
    asSuperuser(`update audit_entry set outcome = 'refused' where practice_id = $1 and id = $2`, [
      practice.id,
      id,
    ])
  const mended = (id: string | undefined) =>
    asSuperuser(`update audit_entry set outcome = 'allowed' where practice_id = $1 and id = $2`, [
      practice.id,
      id,
    ])
  for (const id of [ids[3], ids.at(-2)]) {
    await edited(id)
    expect(await verify(practice.id)).toMatchObject({ finding: { what: 'edited', entry: id } })
    await mended(id)
  }
  expect(await verify(practice.id)).toMatchObject({ state: 'sound' })
  // One seal more than was accepted.
  const [seal] = await asSuperuser(
    'delete from audit_seal where practice_id = $1 and number = 2 returning *',
    [practice.id],
  )
  expect(await verify(practice.id)).toMatchObject({ finding: { what: 'deleted' } })
  expect(seal?.number).toBe('2')
})

test('an end that was cut again is cut, until that is accepted too: the same backup, or an older one', async () => {
  const practice = await sealedLog()
  await restore(practice.id, 2)
  await accept(practice)
  await written(practice.id, 5)
  await restore(practice.id, 2)
  expect(await verify(practice.id)).toMatchObject({ finding: { what: 'cut' } })
  expect(await accept(practice, 'again')).toMatchObject({ told: { mails: 1 } })
  expect(await verify(practice.id)).toMatchObject({ state: 'sound', accepted: [{ reason: 'again' }] })
  await restore(practice.id, 1)
  expect(await verify(practice.id)).toMatchObject({ finding: { what: 'cut' } })
  await accept(practice, 'an older one')
  await written(practice.id, 3)
  expect(await verify(practice.id)).toMatchObject({ state: 'sound', accepted: [{ reason: 'an older one' }] })
  // Behind what was accepted first, nothing is.
  await restore(practice.id, 7)
  expect(await verify(practice.id)).toMatchObject({ finding: { what: 'cut' } })
})

test('a backup from before the first seal is accepted as any other', async () => {
  const practice = await sealedLog()
  await restore(practice.id, 0)
  expect(await accept(practice)).toMatchObject({ missing: expect.stringContaining('12 entries') })
  await written(practice.id, 4)
  expect(await verify(practice.id)).toMatchObject({ state: 'sound', entries: 5, accepted: [{ from: 1 }] })
})

test('a process that ends between the first seal behind the gap and its head loses nothing', async () => {
  const practice = await sealedLog()
  await restore(practice.id, 2)
  await accept(practice)
  const lines = readFileSync(headsOf(practice.id), 'utf8').split('\n')
  truncateSync(headsOf(practice.id), lines.slice(0, -2).join('\n').length + 1)
  expect(await verify(practice.id)).toMatchObject({ state: 'sound' })
  await written(practice.id, 3)
  expect(await verify(practice.id)).toMatchObject({ state: 'sound', entries: 14 })
})

test('who rules the database alone accepts nothing: a line that the key did not sign counts for nothing', async () => {
  const practice = await sealedLog()
  await restore(practice.id, 1)
  const last = await inPractice(database, practice.id, (transaction) => lastSeal(transaction, practice.id))
  const gap = await missingEnd(folder, practice.id, last)
  if (gap === undefined) throw new Error('nothing is missing')
  const forged = signAccepted(await makeKey(withFolder()), practice.id, {
    ...gap,
    at: gap.until,
    reason: 'mine',
  })
  const other = await sealedLog()
  await restore(other.id, 1)
  await accept(other)
  // Signed by another key; and signed by the right one about another practice.
  const path = join(folder, 'accepted', `${practice.id}.ndjson`)
  appendFileSync(path, `${JSON.stringify(forged)}\nnonsense\n{}\n`)
  appendFileSync(path, readFileSync(join(folder, 'accepted', `${other.id}.ndjson`)))
  expect(await verify(practice.id)).toMatchObject({ state: 'tampered', finding: { what: 'cut' } })
  expect((await written(practice.id, 1)).at(-1)).toEqual({ trouble: expect.anything() })
})

test('nothing but a missing end is accepted, and nothing where something else is the matter too', async () => {
  const practice = await sealedLog()
  expect(await accept(practice)).toEqual({
    refused: expect.stringContaining('nothing to accept: the log is as it was'),
  })
  const ids = await idsOf(practice.id)
  await asSuperuser(`update audit_entry set outcome = 'refused' where practice_id = $1 and id = $2`, [
    practice.id,
    ids[2],
  ])
  expect(await accept(practice)).toEqual({
    refused: expect.stringContaining('nothing to accept: the log was tampered'),
  })
  await restore(practice.id, 2)
  expect(await accept(practice)).toEqual({
    refused: expect.stringContaining('only a missing end is accepted'),
  })
  expect(await verify(practice.id)).toMatchObject({ finding: { what: 'edited' } })
})

test('the command says what is missing before it is told why, and verifying says it from then on', async () => {
  const practice = await sealedLog()
  await restore(practice.id, 2)
  const verified = await rolecall('verify', '--practice', practice.name)
  expect(verified).toMatchObject({
    code: 1,
    out: [
      expect.stringContaining('was cut'),
      expect.stringContaining('`rolecall audit accept --reason TEXT`'),
      expect.anything(),
    ],
  })
  const unsaid = await rolecall('accept', '--practice', practice.name)
  expect(unsaid).toEqual({
    code: 1,
    out: [],
    err: [
      expect.stringMatching(
        /missing at the end: 2 entries sealed at \S+Z; say why with `--reason TEXT` to accept it$/,
      ),
    ],
  })
  const done = await rolecall('accept', '--reason', 'restored Friday', '--practice', practice.name)
  expect(done).toEqual({
    code: 0,
    err: [],
    out: [
      expect.stringMatching(/accepted as missing: 2 entries sealed at \S+Z; sealing goes on$/),
      'it is in the log, and the console shows it to the one person who manages accounts until they have seen it; mail to them waits until `ROLECALL_SMTP_URL` names a mail server',
    ],
  })
  const again = await rolecall('verify', '--practice', practice.name)
  expect(again.code).toBe(0)
  expect(again.out[0]).toMatch(
    /as it was written: 11 entries in unbroken order; missing and accepted as missing at \S+Z: 2 entries sealed at \S+Z; the reason given: restored Friday$/,
  )
})

async function rolecall(...args: readonly string[]) {
  const out: string[] = []
  const err: string[] = []
  const around = {
    out: (line: string) => out.push(line),
    err: (line: string) => err.push(line),
    open: () => openInstallation({ url, adminUrl, auditFolder: folder }),
    signing: () => ({ mail: undefined }),
  } as unknown as Surroundings
  return { code: await run(args, around), out, err }
}

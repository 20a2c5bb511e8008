import {
  type AuditPage,
  type AuditVerification,
  type Operation,
  operations,
  type Problem,
} from '@rolecall/contract'
import { practiceCatalog } from '@rolecall/core'
import { Client as Connection } from 'pg'
import { afterAll, expect, test, vi } from 'vitest'
import { type Worded, wordsOf } from '../src/activity/entry-words.ts'
import { verifications } from '../src/activity/verifications.ts'
import { auditLog } from '../src/audit/log.ts'
import { sealPractice } from '../src/audit/seal-practice.ts'
import { preparedDemo } from '../src/commands/demo.ts'
import { buildApp } from '../src/http/app.ts'
import { appParts } from '../src/server-parts.ts'
import { entryOf } from './audit-log.ts'
import { Client, signedIn } from './client.ts'
import { withFolder } from './with-folder.ts'
import { withTables } from './with-tables.ts'

const { database, superuserUrl } = await withTables()
const practiceId = await preparedDemo(database, withFolder())
const folder = withFolder()
const reports: string[] = []
const app = await buildApp(
  appParts({ database, picking: { practiceId, introductions: new Map() }, auditFolder: folder }, (line) =>
    reports.push(line),
  ),
)
afterAll(() => app.close())

const mara = await signedIn(app, 'mara')
const ana = await signedIn(app, 'ana')
const vera = await signedIn(app, 'vera', 'chen')

async function listed(query = ''): Promise<AuditPage> {
  return mara.get<AuditPage>(`/api/audit${query}`)
}

test('the log tells who viewed what, for whom, and by which grant', async () => {
  const { patients } = await vera.get<{ patients: { id: string }[] }>('/api/patients?limit=7')
  const { entries } = await listed('?member=vera&operation=listPatients')
  expect(entries[0]).toMatchObject({
    member: { id: 'vera', name: 'Vera Santos' },
    actingFor: { id: 'chen', name: 'Dr Wei Chen' },
    kind: 'patient',
    act: 'view',
    records: patients.map(({ id }) => id),
    outcome: 'allowed',
    step: null,
    words: 'Vera Santos, for Dr Wei Chen, viewed 7 patients',
  })
  expect(entries[0]?.carriedBy.length).toBeGreaterThan(0)
})

test('a refusal stands in the log with its step', async () => {
  const bo = await signedIn(app, 'bo')
  expect((await bo.ask('GET', '/api/patients')).statusCode).toBe(403)
  const { entries } = await listed('?member=bo&outcome=refused')
  expect(entries[0]).toMatchObject({
    outcome: 'refused',
    step: 'permission',
    words: 'Bo Andersen was denied access to patients (no permission)',
  })
})

test('reading the log is in the log, with what was looked for', async () => {
  await listed('?record=patient-1&member=ana')
  const { entries } = await listed('?operation=listAudit')
  expect(entries[0]).toMatchObject({
    member: { id: 'mara' },
    kind: 'audit',
    act: 'view',
    records: ['patient-1'],
    detail: { record: 'patient-1', member: 'ana' },
    words: 'Mara Whitfield viewed the activity log',
  })
})

test.each(['/api/audit', '/api/audit/verification'])('%s needs `audit.view`', async (url) => {
  expect((await new Client(app).ask('GET', url)).statusCode).toBe(401)
  const refused = await ana.ask('GET', url)
  expect(refused.statusCode).toBe(403)
  expect(refused.json<Problem>()).toMatchObject({ step: 'permission' })
})

test('pages hold every entry once, newest first, whatever their size and filter', async () => {
  const { append } = auditLog(database)
  for (let number = 0; number < 60; number++)
    await append(
      entryOf(practiceId, {
        operation: 'paged',
        memberId: number % 2 === 0 ? 'ana' : 'chen',
        actingFor: undefined,
        records: number % 3 === 0 ? ['threefold', 'x'] : ['other'],
      }),
    )
  for (const [query, expected] of [
    ['operation=paged', 60],
    ['operation=paged&member=ana', 30],
    ['operation=paged&record=threefold', 20],
    ['record=threefold&member=chen', 10],
    ['operation=paged&record=nobody', 0],
  ] as const) {
    for (const limit of [1, 7, 200]) {
      const found: string[] = []
      let next: string | null = ''
      while (next !== null) {
        const page: AuditPage = await listed(`?${query}&limit=${limit}${next && `&after=${next}`}`)
        expect(page.entries.length).toBeLessThanOrEqual(limit)
        found.push(...page.entries.map(({ id }) => id))
        next = page.next
      }
      expect([query, limit, found.length]).toEqual([query, limit, expected])
      expect(found).toEqual([...new Set(found)].sort((one, other) => Number(other) - Number(one)))
    }
    // The second time with half of them sealed, and found by their blocks.
    await sealPractice({ database, folder }, practiceId)
  }
})

test('entries of a record are found whether they are sealed or not, alone or in lists, however many lie between', async () => {
  const { append } = auditLog(database)
  const about = (records: readonly string[]) => append(entryOf(practiceId, { operation: 'far', records }))
  const list = (number: number) => Array.from({ length: 9 }, (_, place) => `far-${number + place}`)
  // More than a block of numbers lies between.
  await Promise.all(Array.from({ length: 18_000 }, (_, number) => about([`near-${number}`])))
  await about(['far-7', 'far-8'])
  await about(list(0))
  await Promise.all(Array.from({ length: 18_000 }, (_, number) => about([`near-${number}`])))
  await about(list(3))
  await about(['far-7', 'far "7"'])
  const found = async (limit: number) => {
    const ids: string[] = []
    let next: string | null = ''
    while (next !== null) {
      const page: AuditPage = await listed(
        `?operation=far&record=far-7&limit=${limit}${next && `&after=${next}`}`,
      )
      ids.push(...page.entries.map(({ id }) => id))
      next = page.next
    }
    return ids
  }
  const before = await found(200)
  expect(before).toHaveLength(4)
  await sealPractice({ database, folder }, practiceId)
  for (const limit of [1, 2, 3, 200]) expect([limit, await found(limit)]).toEqual([limit, before])
  await about(list(7))
  expect((await found(2)).slice(1)).toEqual(before)
  expect((await listed(`?record=${encodeURIComponent('far "7"')}&operation=far`)).entries).toHaveLength(1)
  expect((await listed('?record=far-7&operation=far&member=ben')).entries).toEqual([])
})

test('who looked at the log of a record is found with what else was done to it', async () => {
  await listed('?record=looked-for')
  const { entries } = await listed('?record=looked-for')
  expect(entries.map(({ operation }) => operation)).toEqual(['listAudit'])
})

test('`from` is inclusive and `until` exclusive', async () => {
  const { entries } = await listed('?operation=paged&limit=3')
  const [last, , first] = entries
  const between = await listed(`?operation=paged&from=${first?.at}&until=${last?.at}`)
  expect(between.entries.map(({ id }) => id)).toEqual(entries.slice(1).map(({ id }) => id))
})

test.each(['after=x', 'limit=0', 'limit=201', 'outcome=perhaps', 'from=yesterday'])(
  '`?%s` is asked wrongly',
  async (query) => {
    expect((await mara.ask('GET', `/api/audit?${query}`)).statusCode).toBe(400)
  },
)

/** Ask, and where it takes long ask how far it has come. */
async function verified(): Promise<AuditVerification> {
  const asked = await mara.ask('POST', '/api/audit/verify')
  expect(asked.statusCode).toBe(asked.json<AuditVerification>().state === 'running' ? 202 : 200)
  return vi.waitFor(
    async () => {
      const now = await mara.get<AuditVerification>('/api/audit/verification')
      expect(now.state).not.toBe('running')
      return now
    },
    { timeout: 20_000 },
  )
}

test('a log that takes long to verify is verified further after the answer', async () => {
  const { start, stateOf } = verifications({ sealing: { database, folder }, report: () => {}, patience: 0 })
  expect(stateOf(practiceId)).toMatchObject({ state: 'none' })
  expect(await start(practiceId)).toMatchObject({ state: 'running' })
  // Whoever asks meanwhile joins it.
  const { startedAt } = await start(practiceId)
  await expect.poll(() => stateOf(practiceId).state, { timeout: 20_000 }).toBe('sound')
  expect(stateOf(practiceId).startedAt).toBe(startedAt)
})

test('an untouched log is verified over HTTP, and a changed one is found', async () => {
  await sealPractice({ database, folder }, practiceId)
  const sound = await verified()
  expect(sound).toMatchObject({ state: 'sound', finding: null })
  expect(sound.entries).toBeGreaterThan(3000)
  const { entries } = await listed('?operation=paged&limit=1')
  const superuser = new Connection(superuserUrl)
  await superuser.connect()
  await superuser.query(`update audit_entry set member_id = 'ben' where practice_id = $1 and id = $2`, [
    practiceId,
    entries[0]?.id,
  ])
  await superuser.end()
  const found = await verified()
  expect(found).toMatchObject({
    state: 'tampered',
    finding: { what: 'edited', entry: entries[0]?.id, at: entries[0]?.at },
  })
  expect(reports.at(-1)).toContain('was edited after it was sealed')
  expect((await ana.ask('POST', '/api/audit/verify')).statusCode).toBe(403)
})

test('every operation and every act of every kind is told in words', () => {
  const members = { members: new Map() }
  const entry: Worded = {
    operation: 'x',
    member_id: 'ana',
    acting_for: null,
    kind: 'note',
    act: 'sign',
    records: ['n1'],
    outcome: 'allowed',
    step: null,
    detail: null,
    names: null,
  }
  for (const [kind, acts] of practiceCatalog.cells)
    for (const act of acts.keys()) expect(wordsOf({ ...entry, kind, act }, members)).toMatch(/^ana [a-z -]+$/)
  for (const [operation, { needs }] of Object.entries<Operation>(operations))
    if (typeof needs !== 'string' || operation === 'why' || operation === 'whoCan') {
      const cell = typeof needs !== 'string' && 'kind' in needs ? needs : { kind: null, act: null }
      // A summary in quotes is for what the program does not know how to say.
      expect(wordsOf({ ...entry, operation, ...cell }, members), operation).not.toMatch(/[“”]/)
    }
  expect(wordsOf(entry, members)).toBe('ana signed a note')
  expect(
    wordsOf({ ...entry, kind: 'patient', act: 'breakGlass', outcome: 'refused', step: 'kind' }, members),
  ).toBe('ana was not allowed to use emergency access for a patient (not possible for their account type)')
  expect(wordsOf({ ...entry, outcome: 'refused' }, members)).toContain('not found or no access')
  const unknown: Worded = { ...entry, outcome: 'refused', detail: { because: 'no-such-record' } }
  expect(wordsOf(unknown, members)).toBe('ana was not allowed to sign a note (not found)')
  expect(wordsOf({ ...unknown, detail: { because: 'not-open' } }, members)).toContain('not available to them')
})

test('where the log cannot be written nothing is answered, and nothing is changed', async () => {
  const superuser = new Connection(superuserUrl)
  await superuser.connect()
  await superuser.query('revoke insert on audit_entry from rolecall_server')
  try {
    const read = await ana.ask('GET', '/api/patients')
    expect(read.statusCode).toBe(503)
    expect(read.body).not.toContain('family')
    const added = await mara.ask('POST', '/api/locations', { name: 'Nowhere' })
    expect(added.statusCode).toBe(503)
  } finally {
    await superuser.query('grant insert on audit_entry to rolecall_server')
  }
  const kept = await superuser.query(`select id from location where name = 'Nowhere'`)
  expect(kept.rows).toEqual([])
  await superuser.end()
  expect(reports.at(-1)).toContain('the log cannot be written')
  expect((await ana.ask('GET', '/api/patients')).statusCode).toBe(200)
})

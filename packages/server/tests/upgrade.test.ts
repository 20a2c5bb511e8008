import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { memberKinds, type PatientFacts, type Policy } from '@rolecall/core'
import { anyWorld } from '@rolecall/core/testing/worlds'
import { withDatabase } from '@rolecall/testbed/postgres'
import fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, expect, test } from 'vitest'
import { readPolicy } from '../src/access/read-policy.ts'
import { connect } from '../src/database/connect.ts'
import { migrate } from '../src/database/migrate.ts'
import { storedFacts } from '../src/lists/record-sources.ts'
import { inPractice } from './with-tables.ts'

/** A practice as the first release stored it: the policy in one document, the facts of patients in lists. */
interface Stored {
  readonly id: string
  readonly epoch: number
  readonly policy: Policy
  readonly patients: readonly PatientFacts[]
}

/** Everything a policy may say, said once. */
const everything: Policy = {
  modules: ['clinical', 'orders'],
  readOnly: ['analytics'],
  roles: [
    {
      id: 'hygiene',
      label: 'Hygiene',
      fits: ['practitioner', 'assistant'],
      permissions: ['notes.view', 'patients.view'],
      tagLimit: { match: 'all', tags: ['a', 'b'], from: 1_700_000_000_123, until: 1_900_000_000_000 },
      hidePrices: { from: 5 },
      grantableBy: ['boss', 'system-admin'],
    },
    { id: 'nobody', label: 'Nobody', fits: [], permissions: [], tagLimit: { match: 'any', tags: [] } },
    { id: 'closed', label: 'Closed', fits: [], permissions: ['unknown.one'], grantableBy: [] },
    {
      id: 'system-admin',
      label: 'System admin',
      fits: ['administrative'],
      permissions: ['accounts.manage'],
      hidePrices: {},
    },
  ],
  members: [
    {
      ...someone('boss', 'administrative'),
      name: 'The boss',
      owner: true,
      grants: [{ id: 'boss/1', role: 'system-admin' }],
      team: [{ level: 'edit' }],
    },
    {
      ...someone('pia', 'practitioner'),
      grants: [
        { id: 'pia/1', role: 'hygiene', at: ['north', 'south'], tagged: ['a'], from: 10, until: 20 },
        { id: 'pia/2', role: 'hygiene', at: [], tagged: [] },
        { id: 'pia/3', role: 'nobody', tagged: ['b', 'c'] },
      ],
      team: [
        { colleague: 'pol', level: 'view', until: 1_800_000_000_000 },
        { colleague: 'pol', section: 'notes', level: 'edit', from: 1 },
        { colleague: 'boss', level: 'none' },
      ],
      tagLimit: { match: 'any', tags: ['c'], until: 30 },
      ownNotesOnly: { from: 7, until: 8 },
      hidePrices: { until: 9 },
      from: 3,
      until: 4_000_000_000_000,
    },
    { ...someone('pol', 'practitioner'), status: 'archived', account: false, ownNotesOnly: {} },
    {
      ...someone('sam', 'assistant'),
      status: 'locked',
      manages: [{ practitioner: 'pia' }, { practitioner: 'pol', from: 1, until: 2 }],
      tagLimit: { match: 'all', tags: [] },
    },
    { ...someone('col', 'collaborator'), status: 'invited', account: false },
    { ...someone('int', 'integration'), grants: [{ id: 'int/1', role: 'closed' }] },
  ],
  shares: [
    {
      id: 'share/1',
      with: 'col',
      by: 'pia',
      permissions: ['orders.view'],
      cases: ['o2', 'o1'],
      consent: true,
      accepted: false,
      from: 11,
      until: 12,
    },
    { id: 'share/2', with: 'col', by: 'pia', permissions: [], cases: 'all', consent: false, accepted: true },
    { id: 'share/3', with: 'col', by: 'pol', permissions: [], cases: [], consent: true, accepted: true },
  ],
  glass: [
    { member: 'pol', patient: 'x1', reason: 'unconscious', from: 1, until: 2 },
    { member: 'boss', patient: 'x2', reason: 'asleep' },
  ],
  separate: [
    { roles: ['hygiene', 'system-admin'], most: 1 },
    { roles: ['closed', 'nobody', 'hygiene'], most: 2 },
  ],
}

function someone(id: string, kind: Policy['members'][number]['kind']): Policy['members'][number] {
  return { id, kind, status: 'active', account: true, owner: false, grants: [], team: [], manages: [] }
}

function facts(id: string, given: Partial<PatientFacts>): PatientFacts {
  return {
    id,
    careTeam: [],
    tags: [],
    locations: [],
    restrictedTo: null,
    clinicalTo: null,
    createdBy: null,
    consentWithdrawn: false,
    ...given,
  }
}

const written: Stored = {
  id: randomUUID(),
  epoch: 41,
  policy: everything,
  patients: [
    facts('x1', {
      careTeam: ['pol', 'pia'],
      tags: ['b', 'a'],
      locations: ['south', 'north'],
      createdBy: 'int',
    }),
    facts('x2', { restrictedTo: [], clinicalTo: ['pia'] }),
    facts('x3', { restrictedTo: ['boss', 'col'], clinicalTo: [], consentWithdrawn: true }),
    facts("o'x 4", { tags: ["o'tag", 'ß'], createdBy: 'nobody any more' }),
    facts('x5', {}),
  ],
}

const random: readonly Stored[] = fc
  .sample(anyWorld, { numRuns: 60, seed: 11 })
  .map(({ policy, patients }) => ({
    id: randomUUID(),
    epoch: 1,
    policy,
    patients,
  }))

/** Written by hand or by a program of somebody's: it names people and roles that are not there. */
const dangling: Stored = {
  id: randomUUID(),
  epoch: 2,
  policy: {
    ...everything,
    members: [
      {
        ...someone('boss', 'administrative'),
        owner: true,
        grants: [
          { id: 'boss/1', role: 'system-admin' },
          { id: 'boss/2', role: 'gone' },
        ],
        team: [{ colleague: 'left', level: 'edit' }],
      },
      { ...someone('sam', 'assistant'), manages: [{ practitioner: 'left too' }] },
    ],
    shares: [
      { id: 's', with: 'stranger', by: 'boss', permissions: [], cases: 'all', consent: true, accepted: true },
    ],
    glass: [
      { member: 'stranger', patient: 'x1', reason: 'no' },
      { member: 'boss', patient: 'no patient', reason: 'no' },
    ],
  },
  patients: [facts('x1', { careTeam: ['left'], restrictedTo: ['left', 'boss', 'stranger'] })],
}

const { url, adminUrl } = await withDatabase()
const tokens = [{ practice_id: written.id, token: 'x1', patient_id: 'x1' }]
await asFirstRelease([written, ...random, dangling])
await migrate(adminUrl, url)
const database = connect(url)
afterAll(() => database.destroy())

test('a policy that was one document is read from its tables as the same', async () => {
  for (const { id, policy } of [written, ...random])
    expect(canonical(await inPractice(database, id, (transaction) => readPolicy(transaction, id)))).toEqual(
      canonical(withoutGoneRoles(policy)),
    )
})

test('facts of patients that were lists are the same facts, an empty list of readers too', async () => {
  for (const { id, patients } of [written, ...random])
    for (const patient of patients)
      expect(await factsNow(id, patient.id)).toEqual({
        ...patient,
        careTeam: patient.careTeam.toSorted(),
        tags: patient.tags.toSorted(),
        locations: patient.locations.toSorted(),
        restrictedTo: patient.restrictedTo?.toSorted() ?? null,
        clinicalTo: patient.clinicalTo?.toSorted() ?? null,
      })
})

test('names, words to search by and the epoch are kept', async () => {
  const kept = await inPractice(database, written.id, async (transaction) => ({
    patients: await transaction
      .selectFrom('patient')
      .select(['id', 'family', 'given', 'sort_key', 'birth_date', 'gender'])
      .where('practice_id', '=', written.id)
      .orderBy('id')
      .execute(),
    tokens: await transaction
      .selectFrom('patient_token')
      .select(['practice_id', 'token', 'patient_id'])
      .execute(),
    epoch: await transaction.selectFrom('policy_epoch').select('epoch').executeTakeFirst(),
  }))
  expect(kept.patients.map(({ id }) => id)).toEqual(["o'x 4", 'x1', 'x2', 'x3', 'x5'])
  expect(kept.patients[1]).toEqual({
    id: 'x1',
    family: 'Family x1',
    given: 'Given',
    sort_key: 'x1',
    birth_date: '1984-03',
    gender: 'other',
  })
  expect(kept.tokens).toEqual(tokens)
  expect(kept.epoch).toEqual({ epoch: '41' })
})

test('who treats a patient and is no member any more still treats them, and can do nothing', async () => {
  const { policy, ofPatient } = await inPractice(database, dangling.id, async (transaction) => ({
    policy: await readPolicy(transaction, dangling.id),
    ofPatient: await factsNow(dangling.id, 'x1'),
  }))
  expect(ofPatient).toMatchObject({ careTeam: ['left'], restrictedTo: ['boss', 'left'] })
  const left = policy.members.find(({ id }) => id === 'left')
  expect(left).toEqual({ ...someone('left', 'practitioner'), status: 'archived', account: false })
  expect(policy.members.find(({ id }) => id === 'boss')).toMatchObject({
    grants: [{ id: 'boss/1' }],
    team: [{ colleague: 'left', level: 'edit' }],
  })
  expect({ shares: policy.shares, glass: policy.glass }).toEqual({ shares: [], glass: [] })
})

function factsNow(practiceId: string, id: string): Promise<PatientFacts | null | undefined> {
  return inPractice(database, practiceId, async (transaction) => {
    const record = await storedFacts(transaction, { practiceId, kind: 'patient', id, hold: false })
    return record?.patient
  })
}

/** A role that is gone grants nothing, so nothing is lost with what was left of its grants. */
function withoutGoneRoles(policy: Policy): Policy {
  const roles = new Set(policy.roles.map(({ id }) => id))
  const members = policy.members.map((member) => ({
    ...member,
    grants: member.grants.filter(({ role }) => roles.has(role)),
  }))
  return { ...policy, members }
}

/** No list of a policy has an order that matters, save the permissions and kinds as their role shows them. */
function canonical(policy: Policy): unknown {
  const kept = new Set(['permissions', 'fits', 'grantableBy'])
  return JSON.parse(JSON.stringify(policy), (key, value: unknown) =>
    Array.isArray(value) && !kept.has(key)
      ? value.toSorted((one, other) => (textOf(one) < textOf(other) ? -1 : 1))
      : value,
  )
}

/** The same for two objects that were written in different orders. */
function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return JSON.stringify(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

/** A database as the first release left it. */
async function asFirstRelease(practices: readonly Stored[]): Promise<void> {
  const name = '0001-practices-and-patients.sql'
  const text = readFileSync(new URL(`../migrations/${name}`, import.meta.url), 'utf8')
  const client = new Client(adminUrl)
  await client.connect()
  await client.query(text)
  await client.query(
    'create table migration (name text primary key, hash text not null, done_at timestamptz not null default now())',
  )
  await client.query('insert into migration (name, hash) values ($1, $2)', [
    name,
    createHash('sha256').update(text).digest('hex'),
  ])
  for (const { id, epoch, policy, patients } of practices) {
    await client.query('insert into practice (id, name, epoch, policy) values ($1, $2, $3, $4)', [
      id,
      `practice ${id}`,
      epoch,
      JSON.stringify(policy),
    ])
    for (const patient of patients)
      await client.query(
        `insert into patient values ($1, $2, $3, 'Given', $2, '1984-03', 'other', $4, $5, $6, $7, $8, $9, $10)`,
        [
          id,
          patient.id,
          `Family ${patient.id}`,
          patient.careTeam,
          patient.tags,
          patient.locations,
          patient.restrictedTo,
          patient.clinicalTo,
          patient.createdBy,
          patient.consentWithdrawn,
        ],
      )
  }
  for (const { practice_id, token, patient_id } of tokens)
    await client.query('insert into patient_token values ($1, $2, $3)', [practice_id, token, patient_id])
  await client.query(
    `insert into session (token_hash, practice_id, member_id, ends_at) values ('\\x00', $1, 'boss', now())`,
    [written.id],
  )
  await client.end()
}

test('everything a policy may say is asked about above', () => {
  const said = new Set(
    [everything, ...everything.members, ...everything.roles, ...everything.shares].flatMap(Object.keys),
  )
  for (const key of [
    ...['modules', 'readOnly', 'roles', 'members', 'shares', 'glass', 'separate'],
    ...[
      'name',
      'kind',
      'status',
      'account',
      'owner',
      'grants',
      'team',
      'manages',
      'tagLimit',
      'ownNotesOnly',
    ],
    ...['hidePrices', 'from', 'until', 'label', 'fits', 'permissions', 'grantableBy', 'with', 'by', 'cases'],
  ])
    expect(said).toContain(key)
  expect(new Set(everything.members.map(({ kind }) => kind))).toEqual(new Set(memberKinds))
})

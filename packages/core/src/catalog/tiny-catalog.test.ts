/**
 * A second, tiny catalogue: two users, two documents, three acts, properties deciding. Nothing in the engine knows it.
 */
import { expect, test } from 'vitest'
import { decide } from '../evaluate/decide.ts'
import type { RecordFacts } from '../evaluate/facts.ts'
import { explain } from '../explain/explain.ts'
import { whoCan } from '../explain/who-can.ts'
import { compile } from '../plan/compile.ts'
import type { Policy } from '../policy/policy.ts'
import { snapshotOf } from '../policy/snapshot.ts'
import { reference, referenceWhoCan } from '../reference/index.ts'
import { numbered } from '../sql/sql.ts'
import { toSql } from '../sql/to-sql.ts'
import { type Act, defineCatalog } from './catalog.ts'
import { regularVerb } from './verb.ts'

const act: Omit<Act, 'verb'> = {
  reads: false,
  creates: false,
  level: 'edit',
  never: [],
  withoutActing: false,
  beyondReach: false,
}
const permission = { mark: 'record', needs: [], published: false } as const

const documents = defineCatalog({
  modules: { office: { label: 'Office', always: true, clinical: false } },
  sections: ['papers'],
  kinds: {
    document: {
      label: 'Document',
      noun: 'a document',
      plural: 'documents',
      module: 'office',
      patient: 'no',
      team: 'owner',
      section: 'papers',
      collaborator: [],
      note: false,
      adminWide: false,
      priced: false,
      statuses: [],
      followsPractitioner: false,
      acts: {
        read: { ...act, verb: regularVerb('read'), reads: true, level: 'view' },
        write: { ...act, verb: regularVerb('write'), state: { field: 'frozen', is: false } },
        delete: { ...act, verb: regularVerb('delete'), state: { field: 'stage', is: 'draft' } },
      },
    },
  },
  permissions: {
    'read.any': {
      ...permission,
      label: 'Read',
      meaning: 'Read',
      covers: [{ kind: 'document', acts: ['read'] }],
    },
    'read.public': {
      ...permission,
      label: 'Read what is public',
      meaning: 'Read what is public',
      covers: [{ kind: 'document', acts: ['read'], when: { field: 'public', is: true } }],
    },
    'write.own': {
      ...permission,
      label: 'Write one’s own',
      meaning: 'Write and delete one’s own',
      covers: [{ kind: 'document', acts: ['write', 'delete'], when: 'own' }],
    },
  },
  roles: {},
  jobTitles: {},
  fields: {},
  worklist: [],
  share: { always: [], offered: [] },
})

const sets = [
  [],
  ['read.any'],
  ['read.public'],
  ['write.own'],
  ['read.public', 'write.own'],
  ['read.any', 'write.own'],
]
const states = [
  {},
  { public: true },
  { frozen: true },
  { stage: 'draft' },
  { public: true, stage: 'final', frozen: false },
]
const teams = [
  [],
  [{ level: 'view' }],
  [{ level: 'edit' }],
  [{ colleague: 'bo', section: 'papers', level: 'edit' }],
] as const

function policyOf(permissions: readonly string[], team: (typeof teams)[number]): Policy {
  const member = { status: 'active', account: true, owner: false, manages: [], kind: 'practitioner' } as const
  const grants = [{ id: 'g', role: 'r' }]
  return {
    modules: [],
    readOnly: [],
    shares: [],
    glass: [],
    separate: [],
    roles: [{ id: 'r', label: 'r', fits: ['practitioner'], permissions }],
    members: [
      { ...member, id: 'al', grants, team },
      { ...member, id: 'bo', grants, team: [] },
    ],
  }
}

function recordsWith(state: RecordFacts['state']): readonly RecordFacts[] {
  return ['al', 'bo'].map((owner) => ({ id: `of-${owner}`, kind: 'document', owner, state: state ?? null }))
}

test('every question there is about it is answered as by the reference, on the same step', () => {
  let asked = 0
  for (const permissions of sets)
    for (const team of teams) {
      const policy = policyOf(permissions, team)
      const snapshot = snapshotOf(documents, policy)
      for (const record of states.flatMap(recordsWith))
        for (const verb of ['read', 'write', 'delete', 'view'])
          for (const member of ['al', 'bo', 'cy']) {
            const question = { member, act: verb, at: 0, record }
            const right = reference(documents, policy, question)
            const { allowed, step } = decide(snapshot, question)
            expect({ question, allowed, step }).toEqual({
              question,
              allowed: right.allowed,
              step: right.step,
            })
            expect(explain(snapshot, question).step).toBe(right.step)
            asked += 1
          }
    }
  expect(asked).toBe(6 * 4 * 10 * 4 * 3)
})

test('who can, and the same as SQL, need no special case', () => {
  const policy = policyOf(['read.public', 'write.own'], [])
  const snapshot = snapshotOf(documents, policy)
  const record: RecordFacts = { id: 'd', kind: 'document', owner: 'al', state: { stage: 'draft' } }
  const question = { act: 'delete', record, at: 0 }
  expect(whoCan(snapshot, question)).toEqual(['al'])
  expect(referenceWhoCan(documents, policy, question)).toEqual(['al'])
  const plan = compile(snapshot, { member: 'al', kind: 'document', act: 'delete', at: 0 })
  const columns = { id: 'd.id', owner: 'd.owner', state: { stage: 'd.stage' } }
  expect(numbered(toSql(plan, columns))).toEqual({
    text: '(d.owner = $1 and d.owner = $2 and d.stage = $3)',
    values: ['al', 'al', 'draft'],
  })
})

/**
 * What explanations say in the practices of the facts: the person, limit, section or glass that is behind an answer, and
 * a mend that would help.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Step } from '../src/catalog/catalog.ts'
import { practiceCatalog } from '../src/catalog/practice-catalog.ts'
import { explain } from '../src/explain/explain.ts'
import type { Explanation } from '../src/explain/explanation.ts'
import { snapshotOf } from '../src/policy/snapshot.ts'
import { memoryEngine, readPracticeFile, recordAsked } from './index.ts'

/** For example `scoped view n1`, `tim as gil view blue-note`, `reads view f1 officeUse`. */
type Words = string

function practiceOf(text: string | Uint8Array, name: string): (words: Words) => Explanation {
  const result = readPracticeFile(text, { catalog: practiceCatalog, name })
  if (!result.ok) throw new Error(JSON.stringify(result.errors))
  const { file } = result
  const engine = memoryEngine(file)
  return (words) => {
    const said = /^(\S+)(?: as (\S+))? (\S+) (\S+)(?: (\S+))?$/.exec(words)
    const [, member = '', actingFor, act = '', id = '', field] = said ?? []
    const record = recordAsked(file, id, act)
    if (record === undefined) throw new Error(`no record \`${id}\``)
    return engine.explain({
      member,
      ...(actingFor !== undefined && { actingFor }),
      act,
      record,
      at: file.now,
      ...(field !== undefined && { fields: [field] }),
    })
  }
}

const factsOf = (name: string) =>
  practiceOf(readFileSync(new URL(`./facts/${name}.yaml`, import.meta.url)), name)

/** Explains an act on a whole kind in the practice of some facts. */
function reachOf(name: string, asked: { member: string; kind: string; act: string }): Explanation {
  const text = readFileSync(new URL(`./facts/${name}.yaml`, import.meta.url))
  const result = readPracticeFile(text, { catalog: practiceCatalog, name })
  if (!result.ok) throw new Error(JSON.stringify(result.errors))
  const { policy, now } = result.file
  return explain(snapshotOf(practiceCatalog, policy), { ...asked, at: now })
}

function stepOf({ steps }: Explanation, step: Step) {
  return steps.find((one) => one.step === step)
}

describe('under a broken glass', () => {
  const ask = factsOf('glass')
  const opens = 'a broken glass opens this patient until 2026-11-21 13:00 UTC'

  test.each([
    ['doc view p1', 'team', opens],
    ['doc view shut', 'patient', opens],
    ['limited view n-shut', 'patient', opens],
    ['rolelim view n1', 'patient', opens],
    ['ownonly view n1', 'team', opens],
    ['doc edit docs-note', 'patient', opens],
    [
      'scoped view n1',
      'permission',
      'scoped holds the role Doctor at blue, and a broken glass lifts the scope until 2026-11-21 13:00 UTC',
    ],
    ['office view f1 officeUse', 'field', opens],
  ] as const)('%s passes the step %s by it', (words, step, cause) => {
    const explanation = ask(words)
    expect(stepOf(explanation, step)).toMatchObject({ outcome: 'passed', cause })
    expect(explanation.verdict).toMatch(/, by .*, under a broken glass until 2026-11-21 13:00 UTC$/)
  })

  test('what passes without it says nothing of it', () => {
    expect(stepOf(ask('doc view shut'), 'permission')?.cause).toBe('doc holds the role Doctor')
    expect(stepOf(ask('scoped view n1'), 'patient')?.cause).toBe(
      'no limit or restricted chart stands in the way',
    )
    expect(JSON.stringify(ask('chen view n1'))).not.toContain('glass')
    expect(JSON.stringify(ask('doc edit p1'))).not.toContain('glass')
  })
})

describe('*own notes only*', () => {
  const ask = factsOf('assistants')

  test.each([
    [
      'tim as gil view blue-note',
      '*own notes only* is set on tim, and pat is responsible for this note',
      'ask an admin to lift *own notes only* on tim',
    ],
    [
      'rae as dee view green-note',
      '*own notes only* is set on dee, and pat is responsible for this note',
      'ask an admin to lift *own notes only* on dee',
    ],
  ])('%s is refused with whom it is set on', (words, cause, mend) => {
    expect(ask(words)).toMatchObject({ step: 'team', mend })
    expect(stepOf(ask(words), 'team')).toMatchObject({ cause, mend })
  })

  test('stands beside team access that would not reach the note either', () => {
    const ownTeam = factsOf('glass')
    expect(stepOf(ownTeam('ownonly view n2'), 'team')).toMatchObject({
      cause:
        '*own notes only* is set on ownonly, and chen is responsible for this note; the team access of ownonly does not reach the work of chen (view)',
      mend: 'ask an admin to lift *own notes only* on ownonly, and ask an admin for team access to chen (view)',
    })
  })
})

describe('of permissions', () => {
  const tasks = practiceOf(
    `
practice: { name: Tasks, now: 2026-11-21T09:00:00Z }
locations: [green, blue]
roles:
  patients: { label: Patients, permissions: [patients.view] }
  past: { label: Past, permissions: [tasks.others] }
members:
  chen: { kind: practitioner, owner: true }
  bea: { kind: assistant, manages: [chen], grants: [{ role: patients }] }
  abe: { kind: assistant, manages: [chen], grants: [{ role: past, at: [blue], until: 2026-01-01T00:00:00Z }] }
patients:
  p1: { careTeam: [chen], locations: [green] }
records:
  beas: { kind: task, owner: bea, author: chen }
  chens: { kind: task, owner: chen, author: chen }
  asked: { kind: task, owner: chen, author: bea }
  about-p1: { kind: task, patient: p1, owner: chen, author: chen }
`,
    'tasks',
  )
  const either = "ask an admin for *Use tasks* or *See and manage everyone's tasks*"
  const others = "ask an admin for *See and manage everyone's tasks*"

  test.each([
    ['bea as chen view beas', either],
    ['bea as chen view asked', either],
    ['bea as chen view chens', others],
    ['chen view chens', either],
    ['bea as chen create chens', 'ask an admin for *Use tasks*'],
  ])('%s: the mend names those that would help', (words, mend) => {
    expect(tasks(words)).toMatchObject({ step: 'permission', mend })
  })

  test('creating a task names its assignee, and never the whole staff', () => {
    const ask = factsOf('tasks')
    expect(stepOf(ask('ana create nobodys'), 'team')?.cause).toBe('it is not assigned yet')
    expect(stepOf(ask('ana create dees'), 'team')?.cause).toBe('it can be assigned to dee')
    expect(ask('ana create for-max')).toMatchObject({
      step: 'team',
      mend: 'assign it to an active member of staff, or leave it unassigned',
    })
    expect(stepOf(ask('ana view by-ana'), 'team')?.cause).toBe('they wrote it')
    expect(stepOf(reachOf('tasks', { member: 'ana', kind: 'task', act: 'create' }), 'team')?.cause).toBe(
      'only what nobody is responsible for, or what an active member of staff is responsible for',
    )
  })

  test('a role that is over is named only where it would have helped', () => {
    expect(tasks('abe as chen view about-p1').verdict).toContain('no role of abe lets them view a task')
  })

  test('for tasks are those of the person signed in, not of the practitioner', () => {
    const ask = factsOf('assistants')
    expect(ask('ora as olivia view olivias-task')).toMatchObject({ step: 'permission', mend: others })
  })

  test("to sign another's note names who is responsible for it", () => {
    expect(factsOf('kinds')('chen sign nd')).toMatchObject({
      step: 'permission',
      mend: 'ask dee, who is responsible for it',
    })
  })

  test('that pass name the roles that carry this record', () => {
    const ask = factsOf('tags')
    expect(stepOf(ask('one-free view n'), 'permission')?.cause).toBe(
      'one-free holds the role any-g and the role free',
    )
    expect(stepOf(factsOf('fields')('office-green office f1'), 'permission')?.cause).toBe(
      'office-green holds the role Office',
    )
    expect(stepOf(factsOf('team')('worker-green view new'), 'permission')?.cause).toBe(
      'worker-green holds the role Looks and the role Intake worker',
    )
    expect(stepOf(factsOf('team')('worker-green view new-blue'), 'permission')?.cause).toBe(
      'worker-green holds the role Looks',
    )
  })
})

describe('what was given twice', () => {
  const twice = practiceOf(
    `
practice: { name: Twice, modules: [clinical, billing], now: 2026-11-21T09:00:00Z }
locations: [green]
roles:
  signed: { label: Signed, permissions: [notes.viewSigned], hidePrices: true }
members:
  chen: { kind: practitioner, owner: true }
  ana: { kind: administrative, grants: [{ role: signed }, { role: signed, at: [green] }], team: { all: view } }
patients:
  p1: { careTeam: [chen], locations: [green] }
records:
  n1: { kind: note, patient: p1, owner: chen }
  n2: { kind: note, patient: p1, owner: chen, signed: true }
`,
    'twice',
  )

  test('is said once', () => {
    const cause = (words: Words, step: Step) => stepOf(twice(words), step)?.cause
    expect(cause('ana view n1', 'permission')).toBe(
      'the roles of ana let them view a note only for what is signed',
    )
    expect(cause('ana view n2', 'permission')).toBe('ana holds the role Signed')
    expect(cause('ana view n2 price', 'field')).toBe('prices are hidden by a flag set on the role Signed')
  })
})

describe('of shares', () => {
  const shares = practiceOf(
    `
practice: { name: Cases, modules: [orders], now: 2026-11-21T09:00:00Z }
tags: [vip]
members:
  chen: { kind: practitioner, owner: true }
  dee: { kind: practitioner }
  hatt: { kind: collaborator }
  asked: { kind: collaborator }
  limited: { kind: collaborator, tags: { any: [vip] } }
shares:
  - { with: hatt, by: chen, cases: all, consent: true, accepted: true }
  - { with: hatt, by: dee, permissions: [setups.decline], cases: [od], consent: true, accepted: true, until: 2026-01-01T00:00:00Z }
  - { with: asked, by: chen, cases: all, consent: true, accepted: true }
  - { with: asked, by: dee, cases: all, consent: true, accepted: false }
  - { with: limited, by: chen, cases: all, consent: true, accepted: true }
patients:
  gone: { careTeam: [chen, dee], consentWithdrawn: true }
  shut: { careTeam: [chen, dee], restrictedTo: [chen, dee] }
  p1: { careTeam: [chen, dee] }
records:
  oc: { kind: order, patient: gone, owner: chen }
  od: { kind: order, patient: gone, owner: dee }
  os: { kind: order, patient: shut, owner: dee }
  o1: { kind: order, patient: p1, owner: chen }
  s1: { kind: setup, patient: p1, owner: chen, case: o1, status: awaiting-approval }
`,
    'cases',
  )

  test.each([
    [
      'hatt view od',
      'the case is not among those shared with hatt',
      'ask the practitioner to share this case',
    ],
    [
      'hatt view os',
      'the case is not among those shared with hatt',
      'ask the practitioner to share this case',
    ],
    [
      'hatt view oc',
      'the patient withdrew their consent to sharing',
      'ask the patient for their consent anew',
    ],
    [
      'limited view o1',
      'the patient is outside the limit to vip set on limited',
      'ask an admin to change the limit, or the tags of the patient',
    ],
  ])('%s fails with what is the cause', (words, cause, mend) => {
    expect(shares(words)).toMatchObject({ step: 'patient', mend })
    expect(stepOf(shares(words), 'patient')?.cause).toBe(cause)
  })

  test('those that do not list the act are no cause', () => {
    expect(shares('asked decline s1').verdict).toContain('what is shared with asked does not include this')
    expect(shares('hatt decline s1').verdict).toContain('what dee shared ended 2026-01-01 00:00 UTC')
  })

  test('what passes says that the case is shared', () => {
    const explanation = shares('hatt view o1')
    expect(stepOf(explanation, 'team')?.cause).toBe('a collaborator needs no team access')
    expect(stepOf(explanation, 'patient')?.cause).toBe('the case is among those shared with hatt')
  })
})

describe('of patients', () => {
  const limits = practiceOf(
    `
practice: { name: Limits, now: 2026-11-21T09:00:00Z }
locations: [green, blue]
tags: [G, B]
roles:
  free: { label: free, permissions: [patients.view] }
  any-g: { label: any-g, permissions: [patients.view], tags: { any: [G] } }
  any-b: { label: any-b, permissions: [patients.view], tags: { any: [B] } }
members:
  chen: { kind: practitioner, owner: true }
  lim: { kind: administrative, grants: [{ role: any-g }, { role: free }], team: { all: view }, tags: { any: [B] } }
  far: { kind: administrative, grants: [{ role: any-g }, { role: any-b, at: [blue] }, { role: free, at: [blue] }], team: { all: view } }
  two: { kind: administrative, grants: [{ role: any-g }, { role: any-b }], team: { all: view } }
  both: { kind: administrative, grants: [{ role: any-g }], team: { all: view }, tags: { any: [B] } }
patients:
  p1: { careTeam: [chen], locations: [green] }
`,
    'limits',
  )

  test.each([
    ['lim view p1', 'the patient is outside the limit to B set on lim'],
    ['far view p1', 'the patient is outside the limit to G set on the role any-g'],
    [
      'two view p1',
      'the patient is outside the limit to G set on the role any-g and the limit to B set on the role any-b',
    ],
    [
      'both view p1',
      'the patient is outside the limit to B set on both and the limit to G set on the role any-g',
    ],
  ])('%s names the limits that stop it, and no others', (words, cause) => {
    expect(limits(words).step).toBe('patient')
    expect(stepOf(limits(words), 'patient')?.cause).toBe(cause)
  })
})

describe('of team access', () => {
  const ask = factsOf('team')

  test.each([
    [
      'adv view ic',
      'the team access of adv does not reach the section invoices of chen (view)',
      'ask an admin for team access to the section invoices of chen (view)',
    ],
    [
      'adv edit hc',
      'the team access of adv does not reach the section notes of chen or mine, who treat the patient (edit)',
      'ask an admin for team access to the section notes of chen or mine (edit)',
    ],
    [
      'adv view pe',
      'the team access of adv does not reach any section of eve, who treats the patient (view)',
      'ask an admin for team access to any section of eve (view)',
    ],
    [
      'some edit nc',
      'the team access of some does not reach the work of chen (edit)',
      'ask an admin for team access to chen (edit)',
    ],
    [
      'some view t0',
      'nobody is responsible for it, and the team access of some does not reach all team members (view)',
      'name who is responsible for it, or ask an admin for *all team members* (view)',
    ],
    [
      'looker view new',
      'nobody treats the patient yet, and looker neither registered them nor reaches all team members (view); nor does looker hold *Manage user accounts and subscriptions* or *Manage patient intake* for them',
      'put someone within their team access on the care team, or ask an admin for *all team members* (view)',
    ],
    [
      'worker edit new',
      'nobody treats the patient yet, and worker neither registered them nor reaches all team members (edit)',
      'put someone within their team access on the care team, or ask an admin for *all team members* (edit)',
    ],
    [
      'worker view h-new',
      'nobody treats the patient yet, and worker neither registered them nor reaches all team members (view)',
      'put someone within their team access on the care team, or ask an admin for *all team members* (view)',
    ],
  ])('%s names what it does not reach', (words, cause, mend) => {
    expect(ask(words)).toMatchObject({ step: 'team', mend })
    expect(stepOf(ask(words), 'team')?.cause).toBe(cause)
  })

  test.each([
    ['t-until view n1', 'the team access of t-until to all team members ended 2026-11-21 09:00 UTC'],
    ['tm-until view n1', 'the team access of tm-until to chen ended 2026-11-21 09:00 UTC'],
    [
      'ta-until view n1',
      'the team access of ta-until to the section notes of chen ended 2026-11-21 09:00 UTC',
    ],
    [
      'ta-until view p1',
      'the team access of ta-until to the section notes of chen ended 2026-11-21 09:00 UTC',
    ],
  ])('%s names the entry that is over', (words, cause) => {
    const time = factsOf('time')
    expect(time(words)).toMatchObject({ step: 'team', mend: 'ask an admin to change the dates' })
    expect(stepOf(time(words), 'team')?.cause).toBe(cause)
  })

  test('an assistant who acts for nobody has none', () => {
    const assistants = factsOf('assistants')
    expect(stepOf(assistants('adam view po'), 'team')).toMatchObject({
      outcome: 'failed',
      cause: 'no team access counts, since adam acts for nobody',
      mend: 'choose a practitioner to act for',
    })
  })

  test('an account belongs to the person signed in, notification settings to the practitioner acted for', () => {
    const assistants = factsOf('assistants')
    const cause = (words: Words) => stepOf(assistants(words), 'team')?.cause
    expect(cause('adam as olivia view olivias-account')).toBe('it belongs to someone other than adam')
    expect(cause('ora as olivia edit pats-notifications')).toBe('it belongs to someone other than olivia')
    expect(cause('ora edit oras-notifications')).toBe('nothing here is theirs, since ora acts for nobody')
    expect(cause('pat as olivia edit pats-notifications')).toBe(
      'nothing here is theirs, since pat is no assistant and cannot act for someone else',
    )
    expect(cause('adam view adams-account')).toBe('it is their own')
    expect(cause('ora as olivia edit olivias-notifications')).toBe('it belongs to olivia, for whom they act')
  })

  test('what passes says by what', () => {
    const cause = (words: Words) => stepOf(ask(words), 'team')?.cause
    expect(cause('own view new')).toBe('nobody treats the patient yet, and own registered them')
    expect(cause('worker view new')).toBe(
      'nobody treats the patient yet, and worker sees such patients as a worklist',
    )
    expect(cause('all-view view nc')).toBe('it is within their team access')
    const assistants = factsOf('assistants')
    const theirs = (words: Words) => stepOf(assistants(words), 'team')?.cause
    expect(theirs('adam view adams-task-about-po')).toBe('it is assigned to them')
    expect(theirs('adam as olivia view po')).toBe('it is within the team access of olivia, for whom they act')
  })
})

describe('of people and fields', () => {
  test('an integration signs in by a key', () => {
    expect(stepOf(factsOf('kinds')('bot view p1'), 'inactive')?.cause).toBe(
      'bot is active and has a living key',
    )
  })

  test("one's own needs no permission", () => {
    expect(stepOf(factsOf('kinds')('bot view acc-bot'), 'permission')?.cause).toBe('no permission is needed')
  })

  test.each([
    [
      'reads view f1 officeUse',
      'the field office use only is closed to them here: no role of reads lets them fill in the office part of a form',
      'ask an admin for *Complete office-use fields*',
    ],
    [
      'office-green view f2 officeUse',
      'the field office use only is closed to them here: office-green may fill in the office part of a form only through the role Office at green',
      'ask an admin to widen the role, or for another',
    ],
    [
      'office view v1 officeUse',
      'there is no field office use only on an appointment',
      'check the name of the field',
    ],
    [
      'reads view n1 privateNote',
      'the field private note is open to chen alone, who is responsible for it',
      'ask chen',
    ],
  ])('%s says what opens the field', (words, cause, mend) => {
    const explanation = factsOf('fields')(words)
    expect(explanation).toMatchObject({ step: 'field', mend })
    expect(stepOf(explanation, 'field')?.cause).toBe(cause)
  })
})

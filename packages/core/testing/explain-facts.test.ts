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

describe('with emergency access', () => {
  const ask = factsOf('glass')
  const opens = 'emergency access opens this patient until 21 Nov 2026 at 13:00 UTC'

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
      'allowed by the role Doctor at blue, and emergency access lifts this limit until 21 Nov 2026 at 13:00 UTC',
    ],
    ['office view f1 officeUse', 'field', opens],
  ] as const)('%s passes the step %s by it', (words, step, cause) => {
    const explanation = ask(words)
    expect(stepOf(explanation, step)).toMatchObject({ outcome: 'passed', cause })
    expect(explanation.verdict).toMatch(
      /, allowed by .*, with emergency access until 21 Nov 2026 at 13:00 UTC$/,
    )
  })

  test('what passes without it says nothing of it', () => {
    expect(stepOf(ask('doc view shut'), 'permission')?.cause).toBe('allowed by the role Doctor')
    expect(stepOf(ask('scoped view n1'), 'patient')?.cause).toBe('no limit or restricted chart blocks it')
    expect(JSON.stringify(ask('chen view n1'))).not.toContain('glass')
    expect(JSON.stringify(ask('doc edit p1'))).not.toContain('glass')
  })
})

describe('the own-notes limit', () => {
  const ask = factsOf('assistants')

  test.each([
    [
      'tim as gil view blue-note',
      "tim can only open their own notes, and this is pat's note",
      'ask an admin to remove the own-notes limit from tim',
    ],
    [
      'rae as dee view green-note',
      "dee can only open their own notes, and this is pat's note",
      'ask an admin to remove the own-notes limit from dee',
    ],
  ])('%s is refused with whom it is set on', (words, cause, mend) => {
    expect(ask(words)).toMatchObject({ step: 'team', mend })
    expect(stepOf(ask(words), 'team')).toMatchObject({ cause, mend })
  })

  test('stands beside team access that would not reach the note either', () => {
    const ownTeam = factsOf('glass')
    expect(stepOf(ownTeam('ownonly view n2'), 'team')).toMatchObject({
      cause:
        "ownonly can only open their own notes, and this is chen's note; ownonly's team access doesn't include viewing chen's records",
      mend: "ask an admin to remove the own-notes limit from ownonly, and ask an admin for team access to view chen's records",
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
  const either = "ask an admin for the permission Use tasks or See and manage everyone's tasks"
  const others = "ask an admin for the permission See and manage everyone's tasks"

  test.each([
    ['bea as chen view beas', either],
    ['bea as chen view asked', either],
    ['bea as chen view chens', others],
    ['chen view chens', either],
    ['bea as chen create chens', 'ask an admin for the permission Use tasks'],
  ])('%s: the mend names those that would help', (words, mend) => {
    expect(tasks(words)).toMatchObject({ step: 'permission', mend })
  })

  test('creating a task names its assignee, and never the whole staff', () => {
    const ask = factsOf('tasks')
    expect(stepOf(ask('ana create nobodys'), 'team')?.cause).toBe("it isn't assigned yet")
    expect(stepOf(ask('ana create dees'), 'team')?.cause).toBe('it can be assigned to dee')
    expect(ask('ana create for-max')).toMatchObject({
      step: 'team',
      mend: 'assign it to an active team member, or leave it unassigned',
    })
    expect(stepOf(ask('ana view by-ana'), 'team')?.cause).toBe('ana wrote it')
    expect(stepOf(reachOf('tasks', { member: 'ana', kind: 'task', act: 'create' }), 'team')?.cause).toBe(
      'only unassigned tasks and tasks assigned to active staff',
    )
  })

  test('a role that is over is named only where it would have helped', () => {
    expect(tasks('abe as chen view about-p1').verdict).toContain("abe's roles don't include viewing tasks")
  })

  test('for tasks are those of the person signed in, not of the practitioner', () => {
    const ask = factsOf('assistants')
    expect(ask('ora as olivia view olivias-task')).toMatchObject({ step: 'permission', mend: others })
  })

  test("to sign another's note names who is responsible for it", () => {
    expect(factsOf('kinds')('chen sign nd')).toMatchObject({
      step: 'permission',
      mend: 'ask dee to do it',
    })
  })

  test('that pass name the roles that carry this record', () => {
    const ask = factsOf('tags')
    expect(stepOf(ask('one-free view n'), 'permission')?.cause).toBe(
      'allowed by the role any-g and the role free',
    )
    expect(stepOf(factsOf('fields')('office-green office f1'), 'permission')?.cause).toBe(
      'allowed by the role Office',
    )
    expect(stepOf(factsOf('team')('worker-green view new'), 'permission')?.cause).toBe(
      'allowed by the role Looks and the role Intake worker',
    )
    expect(stepOf(factsOf('team')('worker-green view new-blue'), 'permission')?.cause).toBe(
      'allowed by the role Looks',
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
    expect(cause('ana view n1', 'permission')).toBe("ana's roles only include viewing signed notes")
    expect(cause('ana view n2', 'permission')).toBe('allowed by the role Signed')
    expect(cause('ana view n2 price', 'field')).toBe('prices are hidden by a setting on the role Signed')
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
    ['hatt view od', "this case isn't shared with hatt", 'ask the practitioner to share this case'],
    ['hatt view os', "this case isn't shared with hatt", 'ask the practitioner to share this case'],
    ['hatt view oc', 'the patient withdrew consent to sharing', 'ask the patient for new consent'],
    [
      'limited view o1',
      'limited is limited to patients tagged vip, which excludes this patient',
      "ask an admin to change the limit or the patient's tags",
    ],
  ])('%s fails with what is the cause', (words, cause, mend) => {
    expect(shares(words)).toMatchObject({ step: 'patient', mend })
    expect(stepOf(shares(words), 'patient')?.cause).toBe(cause)
  })

  test('those that do not list the act are no cause', () => {
    expect(shares('asked decline s1').verdict).toContain(
      "the cases shared with asked don't include declining treatment setups",
    )
    expect(shares('hatt decline s1').verdict).toContain("dee's share ended on 1 Jan 2026 at 00:00 UTC")
  })

  test('what passes says that the case is shared', () => {
    const explanation = shares('hatt view o1')
    expect(stepOf(explanation, 'team')?.cause).toBe("collaborators don't need team access")
    expect(stepOf(explanation, 'patient')?.cause).toBe('the case is shared with hatt')
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
    ['lim view p1', 'lim is limited to patients tagged B, which excludes this patient'],
    ['far view p1', 'the role any-g is limited to patients tagged G, which excludes this patient'],
    [
      'two view p1',
      'the role any-g is limited to patients tagged G and the role any-b is limited to patients tagged B, which excludes this patient',
    ],
    [
      'both view p1',
      'both is limited to patients tagged B and the role any-g is limited to patients tagged G, which excludes this patient',
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
      "adv's team access doesn't include viewing chen's invoices",
      "ask an admin for team access to view chen's invoices",
    ],
    [
      'adv edit hc',
      "adv's team access doesn't include editing chen's or mine's notes",
      "ask an admin for team access to edit chen's or mine's notes",
    ],
    [
      'adv view pe',
      "adv's team access doesn't include viewing eve's patients",
      "ask an admin for team access to view eve's patients",
    ],
    [
      'some edit nc',
      "some's team access doesn't include editing chen's records",
      "ask an admin for team access to edit chen's records",
    ],
    [
      'some view t0',
      "it is unassigned, and some's team access doesn't include viewing everyone's records",
      "assign it to someone, or ask an admin for team access to view everyone's records",
    ],
    [
      'looker view new',
      "this patient is unassigned, looker didn't add them, and looker's team access doesn't include viewing everyone's patients",
      "assign a practitioner, or ask an admin for team access to view everyone's patients, or for the permission Manage user accounts and subscriptions or Manage patient intake",
    ],
    [
      'worker edit new',
      "this patient is unassigned, worker didn't add them, and worker's team access doesn't include editing everyone's patients",
      "assign a practitioner, or ask an admin for team access to edit everyone's patients",
    ],
    [
      'worker view h-new',
      "this patient is unassigned, worker didn't add them, and worker's team access doesn't include viewing everyone's patients",
      "assign a practitioner, or ask an admin for team access to view everyone's patients",
    ],
  ])('%s names what it does not reach', (words, cause, mend) => {
    expect(ask(words)).toMatchObject({ step: 'team', mend })
    expect(stepOf(ask(words), 'team')?.cause).toBe(cause)
  })

  test.each([
    ['t-until view n1', "t-until's team access to everyone's records ended on 21 Nov 2026 at 09:00 UTC"],
    ['tm-until view n1', "tm-until's team access to chen's records ended on 21 Nov 2026 at 09:00 UTC"],
    ['ta-until view n1', "ta-until's team access to chen's notes ended on 21 Nov 2026 at 09:00 UTC"],
    ['ta-until view p1', "ta-until's team access to chen's notes ended on 21 Nov 2026 at 09:00 UTC"],
  ])('%s names the entry that is over', (words, cause) => {
    const time = factsOf('time')
    expect(time(words)).toMatchObject({ step: 'team', mend: 'ask an admin to change the dates' })
    expect(stepOf(time(words), 'team')?.cause).toBe(cause)
  })

  test("an assistant who isn't working for anyone has none", () => {
    const assistants = factsOf('assistants')
    expect(stepOf(assistants('adam view po'), 'team')).toMatchObject({
      outcome: 'failed',
      cause: "adam isn't working for anyone",
      mend: 'choose a practitioner to work for',
    })
  })

  test('an account belongs to the person signed in, notification settings to the practitioner acted for', () => {
    const assistants = factsOf('assistants')
    const cause = (words: Words) => stepOf(assistants(words), 'team')?.cause
    expect(cause('adam as olivia view olivias-account')).toBe("this doesn't belong to adam")
    expect(cause('ora as olivia edit pats-notifications')).toBe("this doesn't belong to olivia")
    expect(cause('ora edit oras-notifications')).toBe("ora isn't working for anyone")
    expect(cause('pat as olivia edit pats-notifications')).toBe(
      "pat isn't an assistant and can't work for someone else",
    )
    expect(cause('adam view adams-account')).toBe('it is their own')
    expect(cause('ora as olivia edit olivias-notifications')).toBe('it belongs to olivia')
  })

  test('what passes says by what', () => {
    const cause = (words: Words) => stepOf(ask(words), 'team')?.cause
    expect(cause('own view new')).toBe('this patient is unassigned, and own added them')
    expect(cause('worker view new')).toBe(
      'this patient is unassigned, and worker can see unassigned patients',
    )
    expect(cause('all-view view nc')).toBe("all-view's team access includes it")
    const assistants = factsOf('assistants')
    const theirs = (words: Words) => stepOf(assistants(words), 'team')?.cause
    expect(theirs('adam view adams-task-about-po')).toBe('it is assigned to adam')
    expect(theirs('adam as olivia view po')).toBe("olivia's team access includes it")
  })
})

describe('of people and fields', () => {
  test('an integration signs in by a key', () => {
    expect(stepOf(factsOf('kinds')('bot view p1'), 'inactive')?.cause).toBe(
      'bot is active and has an active API key',
    )
  })

  test("one's own needs no permission", () => {
    expect(stepOf(factsOf('kinds')('bot view acc-bot'), 'permission')?.cause).toBe('no permission is needed')
  })

  test.each([
    [
      'reads view f1 officeUse',
      "the Office use only field isn't available: reads's roles don't include completing the office-use fields of forms",
      'ask an admin for the permission Complete office-use fields',
    ],
    [
      'office-green view f2 officeUse',
      "the Office use only field isn't available: office-green can complete the office-use fields of forms only with the role Office at green",
      'ask an admin to extend the role or add another',
    ],
    ['office view v1 officeUse', 'appointments have no Office use only field', 'check the name of the field'],
    ['reads view n1 privateNote', 'only chen can see the Private note field', 'ask chen'],
  ])('%s says what opens the field', (words, cause, mend) => {
    const explanation = factsOf('fields')(words)
    expect(explanation).toMatchObject({ step: 'field', mend })
    expect(stepOf(explanation, 'field')?.cause).toBe(cause)
  })
})

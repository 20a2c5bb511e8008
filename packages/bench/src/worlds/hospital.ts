/**
 * A hospital of so many departments. Members, patients, records and questions stay as many at every size: only the
 * rules grow. `busy` says in how many of the departments those people work and those patients lie.
 *
 * A record may be more sensitive (levels 1 to 3) than a member is cleared for; then the answer is no, whatever their
 * role. On Rolecall a department is a location, a level is a tag of the patient, and clearance a tag limit.
 */
import type { Member, PatientFacts, Policy, RecordFacts, Role } from '@rolecall/core'
import { hospitalAllows } from '../oracle/hospital-allows.ts'
import { Random } from '../random.ts'
import { type FactsTable, type RecordRow, readFacts, readIds } from './facts-table.ts'
import { hospitalCatalog, permissionOf } from './hospital-catalog.ts'
import {
  departmentRules,
  type HospitalKind,
  type HospitalRole,
  type HospitalRule,
  hospitalKinds,
  hospitalRules,
} from './hospital-rules.ts'
import { type Asked, type Form, shuffledQuestions, type World } from './world.ts'

/** One who works in the hospital, in the scenario's own words. */
export interface Staff {
  readonly id: string
  readonly roles: readonly HospitalRole[]
  readonly department: string
  /** The levels they may see: 1 up to their own. */
  readonly cleared: readonly string[]
}

export interface Hospital extends World {
  readonly departments: readonly string[]
  readonly staff: ReadonlyMap<string, Staff>
}

export interface HospitalSize {
  readonly departments: number
  readonly members: number
  readonly patients: number
  readonly records: number
  readonly questions: number
  readonly busy: number
  /** What the name of the world says besides. */
  readonly called: string
}

const levels = ['sensitivity-level-1', 'sensitivity-level-2', 'sensitivity-level-3'] as const
const at = Date.UTC(2026, 10, 21, 9)

const roleWeights: Readonly<Record<HospitalRole, number>> = {
  attending: 15,
  resident: 15,
  nurse: 30,
  'lab-technician': 8,
  pharmacist: 6,
  admin: 8,
  billing: 8,
  auditor: 4,
  researcher: 6,
}

export function hospital(size: HospitalSize): Hospital {
  const random = new Random(1)
  const departments = Array.from({ length: size.departments }, () => random.uuid())
  const busy = departments.slice(0, size.busy)
  const staff = Array.from({ length: size.members }, () => staffMember(random, busy))
  const records = readFacts(facts(random, busy, size))
  const forms: readonly Form[] = Object.entries(hospitalKinds).flatMap(([kind, acts]) =>
    acts.map((act) => ({ kind, act })),
  )
  const staffById = new Map(staff.map((one) => [one.id, one]))
  return {
    name: `hospital, ${size.departments} ${size.departments === 1 ? 'department' : 'departments'}${size.called}`,
    rules: departmentRules.length * size.departments + hospitalRules.length,
    catalog: hospitalCatalog,
    policy: policyOf(departments, staff),
    at,
    forms,
    questions: ask(random, staff, records, forms, size),
    oracle: (question) => hospitalAllows(staffById.get(question.member), question.act, question.record),
    departments,
    staff: staffById,
  }
}

// The scenario

function staffMember(random: Random, departments: readonly string[]): Staff {
  const roles = new Set([random.weighted(roleWeights)])
  if (random.chance(0.2)) roles.add(random.weighted(roleWeights))
  return {
    id: random.uuid(),
    roles: [...roles],
    department: random.pick(departments),
    cleared: levels.slice(0, random.weighted({ 1: 2, 2: 4, 3: 4 }) === '1' ? 1 : random.chance(0.5) ? 2 : 3),
  }
}

function facts(random: Random, departments: readonly string[], size: HospitalSize): FactsTable {
  const patients = Array.from({ length: size.patients }, () => patient(random, departments))
  const records = Array.from({ length: size.records }, () => record(random, size.patients))
  return { patients, records }
}

function patient(random: Random, departments: readonly string[]): PatientFacts {
  const level = levels[Number(random.weighted({ 0: 6, 1: 3, 2: 1 }))] ?? levels[0]
  const others = random.some(['fall-precautions', 'interpreter-needed', 'isolation-ward'], 0, 2)
  return {
    id: random.uuid(),
    careTeam: [],
    tags: random.shuffled([level, ...others]),
    locations: [random.pick(departments)],
  }
}

function record(random: Random, patients: number): RecordRow {
  return {
    id: random.uuid(),
    kind: random.pick(Object.keys(hospitalKinds)),
    patientNumber: random.below(patients),
    state: { deidentified: random.chance(0.4) },
  }
}

// The scenario as a policy: each department has roles of its own, so that every rule is in it once per department

function policyOf(departments: readonly string[], staff: readonly Staff[]): Policy {
  return {
    modules: [],
    readOnly: [],
    roles: [
      ...departments.flatMap((department) => rolesOf(departmentRules, (role) => roleAt(role, department))),
      ...rolesOf(hospitalRules, (role) => role),
    ],
    members: staff.map(memberOf),
    shares: [],
    glass: [],
    separate: [],
  }
}

function roleAt(role: HospitalRole, department: string): string {
  return `${role} at ${department}`
}

function rolesOf(rules: readonly HospitalRule[], idOf: (role: HospitalRole) => string): readonly Role[] {
  return [...new Set(rules.map(({ role }) => role))].map((role) => ({
    id: idOf(role),
    label: idOf(role),
    fits: ['administrative'],
    permissions: rules.filter((rule) => rule.role === role).map(permissionOf),
  }))
}

function memberOf({ id, roles, department, cleared }: Staff): Member {
  const grants = roles.flatMap((role) => [
    ...(departmentRules.some((rule) => rule.role === role)
      ? [{ id: `${id}/${role}/department`, role: roleAt(role, department), at: [department] }]
      : []),
    ...(hospitalRules.some((rule) => rule.role === role) ? [{ id: `${id}/${role}`, role }] : []),
  ])
  return {
    id,
    kind: 'administrative',
    status: 'active',
    account: true,
    owner: false,
    grants,
    team: [],
    manages: [],
    tagLimit: { match: 'any', tags: cleared },
  }
}

// The questions: about what people work on and about anything, in random order; at every size as many yes as no

function ask(
  random: Random,
  staff: readonly Staff[],
  records: readonly RecordFacts[],
  forms: readonly Form[],
  { questions: count }: HospitalSize,
): readonly Asked[] {
  const ids = readIds(staff.map(({ id }) => id))
  const near = Map.groupBy(records, ({ kind, patient }) => `${kind} ${patient?.locations[0]}`)
  const asked = new Map<string, Asked>()
  const left = { yes: count / 2, no: count / 2 }
  while (left.yes > 0 || left.no > 0) {
    const number = random.below(staff.length)
    const member = ids[number]
    const one = staff[number]
    if (member === undefined || one === undefined) continue
    const { kind, act } = random.chance(0.6) ? usualAct(random, one) : random.pick(forms)
    const nearby = near.get(`${kind} ${one.department}`) ?? []
    const record = random.chance(0.9) && nearby.length > 0 ? random.pick(nearby) : random.pick(records)
    const form = forms.findIndex((each) => each.kind === record.kind && each.act === act)
    const key = `${member} ${act} ${record.id}`
    const answer = hospitalAllows(one, act, record) ? 'yes' : 'no'
    if (form < 0 || asked.has(key) || left[answer] <= 0) continue
    left[answer]--
    asked.set(key, { member, act, at, record, form })
  }
  return shuffledQuestions(random, asked.values())
}

function usualAct(random: Random, { roles }: Staff): { readonly kind: HospitalKind; readonly act: string } {
  const rules = [...departmentRules, ...hospitalRules].filter(({ role }) => roles.includes(role))
  const { kind, acts } = random.pick(rules)
  return { kind, act: random.pick(acts) }
}

/**
 * The hospital on casbin. One enforcer walks through every policy line for each question, so its documentation
 * advises to shard: here each member has an enforcer with the lines of their own roles, which is its best.
 */
import type { RecordFacts } from '@rolecall/core'
import { type Enforcer, newEnforcer, newModelFromString } from 'casbin'
import type { Hospital, Staff } from '../worlds/hospital.ts'
import { departmentRules, type HospitalRule, hospitalRules } from '../worlds/hospital-rules.ts'
import type { Asked } from '../worlds/world.ts'
import type { Engine, Peer } from './peer.ts'

const model = `
[request_definition]
r = who, act, record

[policy_definition]
p = role, department, kind, acts, deidentified

[policy_effect]
e = some(where (p.eft == allow))

[matchers]
m = r.record.kind == p.kind && lists(p.acts, r.act) && holds(r.who, p.role, p.department) && lies(r.record, p.department, p.deidentified) && cleared(r.who, r.record)
`

export const casbinPerMember: Peer<Hospital> = {
  name: 'casbin, sharded',
  setup: 'an enforcer a member with the lines of their roles, `enforceSync`',
  async prepare(world) {
    const enforcers = new Map<string, Enforcer>()
    for (const one of world.staff.values()) enforcers.set(one.id, await enforcerOf(linesOf(one)))
    return engine(world, (member) => enforcers.get(member))
  },
}

export const casbinWhole: Peer<Hospital> = {
  name: 'casbin, whole policy',
  setup: 'one enforcer with every line, `enforceSync`',
  async prepare(world) {
    const lines = [
      ...world.departments.flatMap((department) => departmentRules.map((rule) => line(rule, department))),
      ...hospitalRules.map((rule) => line(rule, '*')),
    ]
    const enforcer = await enforcerOf(lines)
    return engine(world, () => enforcer)
  },
}

function engine({ staff }: Hospital, enforcerFor: (member: string) => Enforcer | undefined): Engine {
  const decide = ({ member, act, record }: Asked): boolean =>
    enforcerFor(member)?.enforceSync(staff.get(member), act, record) === true
  return {
    decide,
    count: (questions) => {
      let allowed = 0
      for (const question of questions) if (decide(question)) allowed++
      return allowed
    },
  }
}

async function enforcerOf(lines: readonly string[][]): Promise<Enforcer> {
  const enforcer = await newEnforcer(newModelFromString(model))
  await enforcer.addFunction('lists', (acts: string, act: string) => acts.includes(` ${act} `))
  await enforcer.addFunction('holds', holds)
  await enforcer.addFunction('lies', lies)
  await enforcer.addFunction('cleared', isCleared)
  await enforcer.addPolicies([...lines])
  return enforcer
}

function linesOf({ roles, department }: Staff): readonly string[][] {
  return [
    ...departmentRules.filter(({ role }) => roles.includes(role)).map((rule) => line(rule, department)),
    ...hospitalRules.filter(({ role }) => roles.includes(role)).map((rule) => line(rule, '*')),
  ]
}

function line({ role, kind, acts, deidentified }: HospitalRule, department: string): string[] {
  return [role, department, kind, ` ${acts.join(' ')} `, deidentified ? 'yes' : 'no']
}

function holds({ roles, department }: Staff, role: Staff['roles'][number], at: string): boolean {
  return roles.includes(role) && (at === '*' || at === department)
}

function lies({ patient, state }: RecordFacts, department: string, deidentified: string): boolean {
  return (
    (department === '*' || patient?.locations.includes(department) === true) &&
    (deidentified === 'no' || state?.deidentified === true)
  )
}

function isCleared({ cleared }: Staff, { patient }: RecordFacts): boolean {
  return cleared.some((level) => patient?.tags.includes(level) === true)
}

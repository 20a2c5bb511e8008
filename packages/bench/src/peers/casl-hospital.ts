/**
 * The hospital on CASL: one ability a member, made once. As Mongo conditions, and as functions with a matcher of one's
 * own; the quicker of the two is CASL's best.
 */
import { Ability, type AbilityTuple, createMongoAbility, type MatchConditions } from '@casl/ability'
import type { RecordFacts } from '@rolecall/core'
import type { Hospital, Staff } from '../worlds/hospital.ts'
import { departmentRules, type HospitalRule, hospitalRules } from '../worlds/hospital-rules.ts'
import { type Can, type Condition, caslEngine } from './casl.ts'
import type { Peer } from './peer.ts'

export const caslWithFunctions: Peer<Hospital> = {
  name: 'casl, functions',
  setup: 'an `Ability` a member in a map, conditions as functions, one rule per role and kind',
  prepare: ({ staff }) => caslEngine({ own: abilities(staff, abilityOfFunctions) }),
}

export const caslWithMongo: Peer<Hospital> = {
  name: 'casl, mongo',
  setup: 'a `createMongoAbility` a member in a map, one rule per role and kind',
  prepare: ({ staff }) => caslEngine({ own: abilities(staff, abilityOfMongo) }),
}

function abilities(staff: Hospital['staff'], make: (one: Staff) => Can): ReadonlyMap<string, Can> {
  return new Map([...staff.values()].map((one) => [one.id, make(one)]))
}

/** The rules a member has, with the department where there is one. */
function rulesFor({
  roles,
  department,
}: Staff): readonly (HospitalRule & { readonly department?: string })[] {
  return [
    ...departmentRules.filter(({ role }) => roles.includes(role)).map((rule) => ({ ...rule, department })),
    ...hospitalRules.filter(({ role }) => roles.includes(role)),
  ]
}

function abilityOfFunctions(one: Staff): Can {
  const rules = rulesFor(one).map(({ kind, acts, deidentified, department }) => ({
    action: [...acts],
    subject: kind,
    conditions: condition(one.cleared, department, deidentified),
  }))
  return new Ability<AbilityTuple, Condition>(rules, {
    conditionsMatcher: (test) => test as MatchConditions,
    detectSubjectType: (record) => (record as RecordFacts).kind,
  })
}

function condition(
  cleared: readonly string[],
  department: string | undefined,
  deidentified: true | undefined,
): Condition {
  if (department !== undefined)
    return ({ patient }) =>
      patient?.locations.includes(department) === true && isCleared(cleared, patient.tags)
  if (deidentified)
    return ({ patient, state }) =>
      state?.deidentified === true && patient != null && isCleared(cleared, patient.tags)
  return ({ patient }) => patient != null && isCleared(cleared, patient.tags)
}

function isCleared(cleared: readonly string[], tags: readonly string[]): boolean {
  for (const level of cleared) if (tags.includes(level)) return true
  return false
}

function abilityOfMongo(one: Staff): Can {
  const rules = rulesFor(one).map(({ kind, acts, deidentified, department }) => ({
    action: [...acts],
    subject: kind,
    conditions: {
      ...(department !== undefined && { 'patient.locations': department }),
      ...(deidentified && { 'state.deidentified': true }),
      'patient.tags': { $in: [...one.cleared] },
    },
  }))
  return createMongoAbility(rules, { detectSubjectType: (record) => (record as unknown as RecordFacts).kind })
}

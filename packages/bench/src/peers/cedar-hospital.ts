/**
 * The hospital on Cedar. Policies are text, parsed once; the record travels as an entity with each question, since
 * that is the only door there is. Cedar looks at every policy of the set it is asked, so its best is a set a member.
 */
import {
  type CedarValueJson,
  type EntityJson,
  preparsePolicySet,
  statefulIsAuthorized,
} from '@cedar-policy/cedar-wasm/nodejs'
import type { RecordFacts } from '@rolecall/core'
import type { Hospital, Staff } from '../worlds/hospital.ts'
import { departmentRules, type HospitalRule, hospitalRules } from '../worlds/hospital-rules.ts'
import type { Asked } from '../worlds/world.ts'
import type { Engine, Peer } from './peer.ts'

const uncleared =
  'forbid (principal, action, resource) unless { principal.cleared.containsAny(resource.tags) };'

export const cedarPerMember: Peer<Hospital> = {
  name: 'cedar-wasm, sharded',
  setup: 'a preparsed policy set a member with the policies of their roles, `statefulIsAuthorized`',
  prepare(world) {
    for (const one of world.staff.values())
      preparse(one.id, [
        ...departmentRules
          .filter(({ role }) => one.roles.includes(role))
          .map((rule) => policy(rule, one.department)),
        ...hospitalRules.filter(({ role }) => one.roles.includes(role)).map((rule) => policy(rule)),
      ])
    return engine(world, ({ id }) => id)
  },
}

export const cedarWhole: Peer<Hospital> = {
  name: 'cedar-wasm, whole policy',
  setup: 'one preparsed policy set, `statefulIsAuthorized`',
  prepare(world) {
    preparse('everyone', [
      ...world.departments.flatMap((department) => departmentRules.map((rule) => policy(rule, department))),
      ...hospitalRules.map((rule) => policy(rule)),
    ])
    return engine(world, () => 'everyone')
  },
}

function engine({ staff }: Hospital, setOf: (one: Staff) => string): Engine {
  const principals = new Map(
    [...staff.values()].map((one) => [one.id, { one, entities: entitiesOf(one), set: setOf(one) }]),
  )
  const decide = ({ member, act, record }: Asked): boolean => {
    const principal = principals.get(member)
    if (principal === undefined) return false
    const answer = statefulIsAuthorized({
      principal: { type: 'Member', id: member },
      action: { type: 'Action', id: act },
      resource: { type: record.kind, id: record.id },
      context: {},
      preparsedPolicySetId: principal.set,
      entities: [...principal.entities, resourceOf(record)],
    })
    if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join(', '))
    return answer.response.decision === 'allow'
  }
  return {
    decide,
    count: (questions) => {
      let allowed = 0
      for (const question of questions) if (decide(question)) allowed++
      return allowed
    },
  }
}

function preparse(id: string, policies: readonly string[]): void {
  const answer = preparsePolicySet(id, { staticPolicies: [...policies, uncleared].join('\n') })
  if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join(', '))
}

function policy({ role, kind, acts, deidentified }: HospitalRule, department?: string): string {
  const group = department === undefined ? role : `${role} at ${department}`
  const actions = acts.map((act) => `Action::"${act}"`).join(', ')
  const place = department === undefined ? [] : [`resource.departments.contains("${department}")`]
  const conditions = [...place, ...(deidentified ? ['resource.deidentified'] : [])]
  const when = conditions.length === 0 ? '' : ` when { ${conditions.join(' && ')} }`
  return `permit (principal in Role::"${group}", action in [${actions}], resource is ${kind})${when};`
}

function entitiesOf({ id, roles, department, cleared }: Staff): readonly EntityJson[] {
  const groups = roles.flatMap((role) => [role, `${role} at ${department}`])
  const parents = groups.map((group) => ({ type: 'Role', id: group }))
  return [{ uid: { type: 'Member', id }, attrs: { cleared: [...cleared] }, parents }]
}

function resourceOf({ kind, id, patient, state }: RecordFacts): EntityJson {
  const attrs: Record<string, CedarValueJson> = {
    departments: [...(patient?.locations ?? [])],
    tags: [...(patient?.tags ?? [])],
    deidentified: state?.deidentified === true,
  }
  return { uid: { type: kind, id }, attrs, parents: [] }
}

import type { Cell } from '../../catalog/catalog.ts'
import type { Grant } from '../../policy/policy.ts'
import { all, always, any, type Condition, never, tagged } from '../condition.ts'
import type { HeldGrant } from '../subject.ts'

/** A record lies in a scope when its patient does; without a patient, when it does itself. */
export function scopePasses(held: HeldGrant, { row }: Cell): Condition {
  if (held.grant.at === undefined && held.grant.tagged === undefined) return always
  const key = row.patient === 'maybe' ? 'yes' : row.patient
  held.scopes[key] ??= scopeOf(held.grant, key)
  return held.scopes[key]
}

function scopeOf({ at, tagged: tags }: Grant, has: 'itself' | 'yes' | 'no'): Condition {
  if (at?.length === 0 || tags?.length === 0) return never
  const patient = all([
    at === undefined ? always : { is: 'patient-at', locations: at },
    tags === undefined ? always : tagged('any', tags),
  ])
  if (has === 'itself') return patient
  const record = all([
    has === 'no' ? always : { is: 'patient-missing' },
    at === undefined ? always : { is: 'record-at', locations: at },
    tags === undefined ? always : { is: 'record-tagged', tags },
  ])
  return has === 'no' ? record : any([patient, record])
}

import type { TagLimit } from '../../policy/policy.ts'
import { always, any, type Condition, tagged } from '../condition.ts'

/** A limit speaks of patients: a record without one meets it. */
export function patientMeets(limit: TagLimit | undefined): Condition {
  return limit === undefined ? always : any([{ is: 'patient-missing' }, limitPasses(limit)])
}

/** The patient carries what a limit asks for. No limit: every patient. */
export function limitPasses(limit: TagLimit | undefined): Condition {
  return limit === undefined ? always : tagged(limit.match, limit.tags)
}

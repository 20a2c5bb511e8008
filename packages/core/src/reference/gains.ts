/**
 * Whether a person would gain an act by changing the facts of a patient, as slowly as it reads.
 *
 * Not counted: taking on a patient nobody treats. In return, a change that leaves a patient with nobody who treats them
 * is judged as if everyone treated them afterwards, because taking them on is the next step.
 */
import type { Catalog } from '../catalog/catalog.ts'
import type { PatientFacts, RecordFacts } from '../evaluate/facts.ts'
import type { Instant, MemberId, Policy } from '../policy/policy.ts'
import { reference } from './reference.ts'

export interface GainsQuestion {
  readonly member: MemberId
  readonly act: string
  readonly at: Instant
  readonly fields?: readonly string[]
  /** A record about the patient, or the patient: its patient is replaced by those below. */
  readonly record: RecordFacts
  readonly before: PatientFacts
  readonly after: PatientFacts
}

/** A person counts as a whole: an assistant has what they have acting for anyone they manage, or for nobody. */
export function referenceGains(catalog: Catalog, policy: Policy, question: GainsQuestion): boolean {
  const { member: id, act, at, fields, record, before, after } = question
  const member = policy.members.find((one) => one.id === id)
  const managed = member?.kind === 'assistant' ? member.manages.map(({ practitioner }) => practitioner) : []
  const has = (patient: PatientFacts) =>
    [undefined, ...managed].some(
      (actingFor) =>
        reference(catalog, policy, {
          member: id,
          act,
          at,
          record: { ...record, patient },
          ...(actingFor !== undefined && { actingFor }),
          ...(fields !== undefined && { fields }),
        }).allowed,
    )
  const treated = (patient: PatientFacts, careTeam: readonly MemberId[]) =>
    patient.careTeam.length > 0 ? patient : { ...patient, careTeam }

  if (has(after) && !has(before) && !has(treated(before, after.careTeam))) return true
  if (after.careTeam.length > 0) return false
  const everyone = policy.members.map((one) => one.id)
  return has(treated(after, everyone)) && !has(before) && !has(treated(before, everyone))
}

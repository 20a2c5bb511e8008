import type { Why } from '@rolecall/contract'
import type { Door, Somebody } from '../access/door.ts'

/**
 * Why one may view a patient. An id out of reach and an id of nobody get the same: what one reaches at all, which
 * tells nothing about either.
 */
export async function explainToMyself(door: Door, patient: string | undefined): Promise<Why> {
  const record = patient === undefined ? undefined : await door.find('patient', patient)
  const self: Somebody = { member: door.member.id, actingFor: door.actingFor }
  return {
    about: record === undefined ? 'reach' : 'record',
    explanation: door.explain(self, 'view', record ?? 'patient'),
  }
}

/** Why somebody may view a patient or not, in full, for those who may view the log. */
export async function explainSomebody(
  door: Door,
  somebody: Somebody,
  patient: string | undefined,
): Promise<Why | 'no-such-patient'> {
  if (patient === undefined) return { about: 'reach', explanation: door.explain(somebody, 'view', 'patient') }
  const record = await door.findForTheLog('patient', patient)
  if (record === undefined) return 'no-such-patient'
  return { about: 'record', explanation: door.explain(somebody, 'view', record) }
}

import type { PatientFacts } from '@rolecall/core'
import type { Transaction } from '../database/connect.ts'
import { storedKinds } from '../lists/record-sources.ts'
import type { RequestContext } from './door.ts'

/**
 * Whether a patient is one that a person registered, whom nobody treats, and about whom there is no record but the one
 * that is being made: all that could be read about them is what that person wrote.
 */
export async function isOwnRegistration(
  transaction: Transaction,
  { practice, member, actingFor }: RequestContext,
  { id, careTeam, createdBy }: PatientFacts,
  except: string,
): Promise<boolean> {
  if (careTeam.length > 0 || createdBy == null) return false
  if (createdBy !== member.id && createdBy !== actingFor) return false
  for (const kind of recordKinds) {
    const record = await transaction
      .selectFrom(kind)
      .select('id')
      .where('practice_id', '=', practice.id)
      .where('patient_id', '=', id)
      .where('id', '<>', except)
      .limit(1)
      .executeTakeFirst()
    if (record !== undefined) return false
  }
  return true
}

const recordKinds = (Object.keys(storedKinds) as (keyof typeof storedKinds)[]).filter(
  (kind) => kind !== 'patient',
)

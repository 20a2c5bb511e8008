import { randomUUID } from 'node:crypto'
import type { SavedPatient } from '@rolecall/contract'
import type { Door, Refusal } from '../access/door.ts'
import { type PatientDetails, savePatients, sortKey } from './save-patients.ts'
import { fold } from './search-tokens.ts'

export interface Described {
  readonly family: string
  readonly given: string
  readonly birthDate: string | undefined
}

/** Somebody who may be the same person. */
export function knownAs(door: Door, { family, given, birthDate }: Described): ReturnType<Door['knownAs']> {
  const [initial = ''] = fold(given)
  return door.knownAs({
    sortKey: sortKey({ family, given }),
    beginning: `${fold(family)}\t${initial}`,
    birthDate,
  })
}

/** What is known of a patient whose id is still to be made. */
export type NewPatient = Omit<PatientDetails, 'id' | 'createdBy' | 'sourceHash'>

/**
 * Add a patient. Whoever adds one reaches them as long as nobody treats them; whose data an assistant works with is the
 * practitioner's, and so is this.
 */
export function createPatient(door: Door, patient: NewPatient): Promise<SavedPatient | Refusal> {
  const id = randomUUID()
  return door.create({
    kind: 'patient',
    id,
    detail: { tags: patient.tags, careTeam: patient.careTeam, locations: patient.locations ?? [] },
    async work(transaction) {
      const createdBy = door.actingFor ?? door.member.id
      await savePatients(transaction, door.practice.id, [{ ...patient, id, createdBy }])
      return { id, version: 1 }
    },
  })
}

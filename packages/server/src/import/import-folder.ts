/**
 * A folder of FHIR R4 NDJSON into a practice: its patients, and its practitioners as members without an account.
 *
 * Every file is read in streams. All or nothing: one transaction, and one bad line leaves everything as it was.
 */

import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { addPractice } from '../access/new-practice.ts'
import { raiseEpoch, takePolicy } from '../access/raise-epoch.ts'
import type { Database, Transaction } from '../database/connect.ts'
import { type PatientDetails, savePatients } from '../patients/save-patients.ts'
import { addMembers } from '../team/add-members.ts'
import {
  type FhirPatient,
  type FhirPractitioner,
  fhirPatient,
  fhirPractitioner,
  type Read,
  readAs,
  readResource,
} from './fhir-resource.ts'
import { chosenName } from './human-name.ts'
import { Practitioners } from './practitioners.ts'
import { type Line, readLines } from './read-lines.ts'

export interface Import {
  readonly folder: string
  /** Where it goes: a practice that is there, or the name of one to make. */
  readonly into: { readonly id: string } | { readonly newName: string }
  /** Told now and then how far it is, in words. */
  readonly onProgress?: (sofar: string) => void
}

/** A line that cannot be imported. */
export interface BadLine {
  readonly file: string
  readonly line: number
  readonly reason: string
}

export interface Imported {
  readonly practiceId: string
  readonly patients: { readonly added: number; readonly changed: number; readonly same: number }
  readonly practitioners: { readonly added: number; readonly same: number }
  /** Resources of other types, which a later import will read. */
  readonly left: ReadonlyMap<string, number>
  /** References to practitioners that nobody knows. */
  readonly unknownReferences: number
}

export type ImportResult = Imported | { readonly badLines: readonly BadLine[] }

const batch = 500

export async function importFolder(
  database: Database,
  { folder, into, onProgress }: Import,
): Promise<ImportResult> {
  const reading = new Reading(folder, onProgress ?? (() => {}))
  await reading.practitionersFirst()
  try {
    const practiceId = 'id' in into ? into.id : randomUUID()
    return await database.within({ practiceId, mode: 'change' }, async (transaction) => {
      if ('newName' in into) await addPractice(transaction, practiceId, into.newName)
      const imported = await reading.into(transaction, practiceId)
      if (reading.badLines.length > 0) throw new BadLines()
      return imported
    })
  } catch (error) {
    if (error instanceof BadLines) return { badLines: reading.badLines.toSorted(byPlace) }
    throw error
  }
}

function byPlace(one: BadLine, other: BadLine): number {
  if (one.file === other.file) return one.line - other.line
  return one.file < other.file ? -1 : 1
}

/** Undoes the transaction. */
class BadLines extends Error {}

export function filesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ndjson'))
    .sort()
}

/** One reading of a folder, in two passes: a patient may name a practitioner of a file that comes later. */
class Reading {
  readonly badLines: BadLine[] = []
  readonly #practitioners = new Practitioners()
  readonly #practitionerLines = new Map<string, { file: string; line: number }>()
  readonly #left = new Map<string, number>()
  /** Files in which the first pass found patients. */
  readonly #patientFiles = new Set<string>()
  readonly #patientIds = new Set<string>()
  #unknownReferences = 0
  #lines = 0
  readonly #folder: string
  readonly #onProgress: (sofar: string) => void

  constructor(folder: string, onProgress: (sofar: string) => void) {
    this.#folder = folder
    this.#onProgress = onProgress
  }

  async practitionersFirst(): Promise<void> {
    for (const file of filesIn(this.#folder)) {
      for await (const line of this.#linesOf(file)) {
        this.#lines += 1
        if (this.#lines % 1000 === 0) this.#onProgress(`${this.#lines} lines looked at`)
        if (isPatient(line.text)) this.#patientFiles.add(file)
        else this.#takePractitioner(file, line)
      }
    }
  }

  async into(transaction: Transaction, practiceId: string): Promise<Imported> {
    const { practitioners, isKnown } = await this.#addPractitioners(transaction, practiceId)
    let [added, changed] = [0, 0]
    for await (const patients of batches(this.#patients(isKnown))) {
      if (this.badLines.length > 0) continue
      const saved = await savePatients(transaction, practiceId, patients)
      added += saved.added
      changed += saved.changed
      this.#onProgress(`${this.#patientIds.size} patients saved`)
    }
    const patients = { added, changed, same: this.#patientIds.size - added - changed }
    return {
      practiceId,
      patients,
      practitioners,
      left: this.#left,
      unknownReferences: this.#unknownReferences,
    }
  }

  /** They become members who sign in nowhere; those who are members already stay as they are. */
  async #addPractitioners(transaction: Transaction, practiceId: string) {
    const { members } = this.#practitioners
    await takePolicy(transaction, practiceId)
    const before = await transaction
      .selectFrom('member')
      .select(['id', 'kind'])
      .where('practice_id', '=', practiceId)
      .execute()
    const kinds = new Map(before.map(({ id, kind }) => [id, kind]))
    for (const [id, { file, line }] of this.#practitionerLines) {
      if ((kinds.get(id) ?? 'practitioner') !== 'practitioner')
        this.#complain(file, line, `\`id\` is that of a member who is no practitioner: \`${id}\``)
    }
    const newOnes = [...members.values()].filter(({ id }) => !kinds.has(id))
    if (newOnes.length > 0) {
      await addMembers(transaction, practiceId, newOnes)
      await raiseEpoch(transaction, practiceId)
    }
    for (const { id } of newOnes) kinds.set(id, 'practitioner')
    return {
      practitioners: { added: newOnes.length, same: members.size - newOnes.length },
      isKnown: (id: string) => kinds.get(id) === 'practitioner',
    }
  }

  async *#patients(isKnown: (id: string) => boolean): AsyncGenerator<PatientDetails> {
    for (const file of this.#patientFiles) {
      for await (const line of this.#linesOf(file)) {
        const patient = isPatient(line.text) ? this.#patientIn(file, line) : undefined
        if (patient !== undefined) yield this.#details(patient, isKnown)
      }
    }
  }

  #patientIn(file: string, line: Line): FhirPatient | undefined {
    const resource = this.#read(file, line, readResource(line.text))
    const patient = resource && this.#read(file, line, readAs(fhirPatient, resource.json))
    if (patient === undefined) return undefined
    if (this.#patientIds.has(patient.id))
      return this.#complain(
        file,
        line.number,
        `\`id\` is that of a patient on a line before: \`${patient.id}\``,
      )
    this.#patientIds.add(patient.id)
    return patient
  }

  #details(patient: FhirPatient, isKnown: (id: string) => boolean): PatientDetails {
    const named = (patient.generalPractitioner ?? []).map((one) => this.#practitioners.named(one, isKnown))
    const careTeam = [...new Set(named.filter((id) => id !== undefined))]
    this.#unknownReferences += named.filter((id) => id === undefined).length
    const tags = (patient.meta?.tag ?? []).flatMap(({ code }) => (code === undefined ? [] : [code]))
    const { id, birthDate, gender, name } = patient
    return { id, ...chosenName(name), birthDate, gender, careTeam, tags: [...new Set(tags)] }
  }

  #takePractitioner(file: string, line: Line): void {
    const resource = this.#read(file, line, readResource(line.text))
    if (resource?.type === 'Practitioner') {
      const practitioner = this.#read(file, line, readAs(fhirPractitioner, resource.json))
      if (practitioner !== undefined) this.#addPractitioner(file, line, practitioner)
    } else if (resource !== undefined) {
      this.#left.set(resource.type, (this.#left.get(resource.type) ?? 0) + 1)
    }
  }

  #addPractitioner(file: string, { number }: Line, practitioner: FhirPractitioner): void {
    const { id } = practitioner
    if (this.#practitionerLines.has(id)) {
      this.#complain(file, number, `\`id\` is that of a practitioner on a line before: \`${id}\``)
    } else {
      this.#practitionerLines.set(id, { file, line: number })
      this.#practitioners.add(practitioner)
    }
  }

  #read<T>(file: string, { number }: Line, read: Read<T>): T | undefined {
    return 'reason' in read ? this.#complain(file, number, read.reason) : read.value
  }

  #complain(file: string, line: number, reason: string): undefined {
    this.badLines.push({ file, line, reason })
  }

  #linesOf(file: string): AsyncGenerator<Line> {
    return readLines(join(this.#folder, file))
  }
}

/**
 * Whether a line is a patient. The type of nearly every line is its first property, where it is found without
 * reading the whole.
 */
function isPatient(line: string): boolean {
  const [, type] = line.match(/^\s*\{\s*"resourceType"\s*:\s*"(\w+)"/) ?? []
  if (type !== undefined) return type === 'Patient'
  const resource = readResource(line)
  return 'value' in resource && resource.value.type === 'Patient'
}

async function* batches<T>(items: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  let gathered: T[] = []
  for await (const item of items) {
    gathered.push(item)
    if (gathered.length < batch) continue
    yield gathered
    gathered = []
  }
  if (gathered.length > 0) yield gathered
}

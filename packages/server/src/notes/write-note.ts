import { randomUUID } from 'node:crypto'
import type { SavedNote } from '@rolecall/contract'
import { sql } from 'kysely'
import type { Door, Refusal } from '../access/door.ts'
import { editsSince, recordEdit, type Stale } from '../access/edit-history.ts'

export interface Draft {
  readonly patient: string
  readonly owner: string
  readonly title: string
  readonly text: string
}

/** A new note that nobody has signed: its owner is the practitioner, its author whoever writes. */
export function draftNote(door: Door, { patient, owner, title, text }: Draft): Promise<SavedNote | Refusal> {
  const id = randomUUID()
  const inPractice = { practice_id: door.practice.id }
  const author = door.member.id
  return door.create({
    kind: 'note',
    id,
    patient,
    nextState: { owner, author, state: { signed: false } },
    detail: { patient, owner },
    async work(transaction) {
      await transaction
        .insertInto('note')
        .values({ ...inPractice, id, patient_id: patient, owner_id: owner, author_id: author, title })
        .execute()
      await transaction
        .insertInto('note_version')
        .values({ ...inPractice, note_id: id, version: 1, text, author_id: author })
        .execute()
      return { id, version: 1, textVersion: 1, signed: false }
    },
  })
}

export interface Edited {
  readonly id: string
  /** The version that was read. */
  readonly version: number
  readonly title: string | undefined
  readonly text: string | undefined
}

/** Edit what is not signed. The note keeps its owner; who edited it is written down. */
export function editNote(
  door: Door,
  { id, version, title, text }: Edited,
): Promise<SavedNote | Stale | Refusal> {
  const fields = Object.entries({ title, text }).flatMap(([name, said]) => (said === undefined ? [] : [name]))
  return door.change({
    kind: 'note',
    id,
    act: 'edit',
    detail: { fields },
    async work(transaction) {
      const saved = await transaction
        .updateTable('note')
        .set({ revision: version + 1, ...(title !== undefined && { title }) })
        .where('practice_id', '=', door.practice.id)
        .where('id', '=', id)
        .where('revision', '=', version)
        .returning(['id', 'version as textVersion', 'revision as version', 'signed'])
        .executeTakeFirst()
      if (saved === undefined) return editsSince(transaction, door, { kind: 'note', id, revision: version })
      if (text !== undefined)
        await transaction
          .updateTable('note_version')
          .set({ text, saved_at: sql<Date>`now()` })
          .where('practice_id', '=', door.practice.id)
          .where('note_id', '=', id)
          .where('version', '=', saved.textVersion)
          .execute()
      await recordEdit(transaction, door, { kind: 'note', id, revision: saved.version, fields })
      return saved
    },
  })
}

import type { AboutPatient, NoteEntry, NotePage } from '@rolecall/contract'
import type { Condition } from '@rolecall/core'
import { sql } from 'kysely'
import type { Door } from '../access/door.ts'
import { personOf } from '../access/edit-history.ts'
import { patientNames } from '../access/patient-names.ts'
import { type Place, placeText } from './cursor.ts'
import { type ImportMarks, importMarks } from './imported-texts.ts'

export interface Asked {
  readonly patient: string | undefined
  readonly owner: string | undefined
  readonly signed: boolean | undefined
  readonly after: Place | undefined
  readonly limit: number
}

export const entryColumns = [
  'note.id',
  'note.title',
  'note.patient_id',
  'note.owner_id',
  'note.author_id',
  'note.signed',
  'note.version',
  'note.revision',
  'note.written_at',
] as const

export interface EntryRow {
  readonly id: string
  readonly title: string
  readonly patient_id: string
  readonly owner_id: string | null
  readonly author_id: string | null
  readonly signed: boolean
  readonly version: number
  readonly revision: number
  readonly written_at: Date
}

/** A page of the notes in reach, the newest first. */
export async function listNotes(door: Door, asked: Asked): Promise<NotePage> {
  const { rows, next } =
    asked.patient === undefined ? await amongAll(door, asked) : await aboutOne(door, asked)
  const [about, marks] = await Promise.all([
    patientNames(
      door,
      rows.map(({ patient_id }) => patient_id),
    ),
    importMarks(
      door,
      rows.map(({ id }) => id),
    ),
  ])
  return {
    notes: rows.map((row) => shownEntry(row, { about, marks }, door)),
    next: next === undefined ? null : placeText(next),
  }
}

interface Page {
  readonly rows: readonly EntryRow[]
  readonly next: Place | undefined
}

async function amongAll(door: Door, { owner, signed, after, limit }: Asked): Promise<Page> {
  const having: Condition[] = []
  if (owner !== undefined) having.push({ is: 'owner-in', ids: [owner] })
  if (signed !== undefined) having.push({ is: 'state', field: 'signed', equals: signed })
  const { rows, next } = await door.page('note', {
    order: '-writtenAt',
    after,
    limit,
    ...(having.length > 0 && { having: { is: 'all', of: having } }),
  })
  return { rows: rows.map((row) => ({ ...row, written_at: new Date(row.key) })), next }
}

/** The notes about one patient are few. One row more is read to know whether another follows. */
async function aboutOne(door: Door, { patient = '', owner, signed, after, limit }: Asked): Promise<Page> {
  const found = await door
    .read('note')
    .select(entryColumns)
    .select(sql<string>`note.written_at::text`.as('place'))
    .where('note.patient_id', '=', patient)
    .$if(owner !== undefined, (all) => all.where('note.owner_id', '=', owner ?? ''))
    .$if(signed !== undefined, (all) => all.where('note.signed', '=', signed ?? false))
    .$if(after !== undefined, (all) =>
      all.where(sql<boolean>`(note.written_at, note.id) < (${after?.[0]}::timestamptz, ${after?.[1]})`),
    )
    .orderBy('note.written_at', 'desc')
    .orderBy('note.id', 'desc')
    .limit(limit + 1)
    .execute()
  const rows = found.slice(0, limit)
  const end = rows.at(-1)
  return { rows, next: found.length > limit && end ? [end.place, end.id] : undefined }
}

export interface EntryParts {
  readonly about: (id: string) => AboutPatient
  readonly marks: (id: string) => ImportMarks
}

export function shownEntry(row: EntryRow, { about, marks }: EntryParts, door: Door): NoteEntry {
  return {
    id: row.id,
    title: row.title,
    patient: about(row.patient_id),
    owner: row.owner_id === null ? null : personOf(row.owner_id, door),
    author: row.author_id === null ? null : personOf(row.author_id, door),
    signed: row.signed,
    ...marks(row.id),
    textVersion: row.version,
    version: row.revision,
    writtenAt: row.written_at.toISOString(),
  }
}

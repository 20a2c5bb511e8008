import type { ImportedText, Note, NoteVersion } from '@rolecall/contract'
import { failing, type RecordFacts } from '@rolecall/core'
import { openAct } from '../access/action-status.ts'
import type { Door, Refusal } from '../access/door.ts'
import { editColumns, personOf, shownEdit } from '../access/edit-history.ts'
import { patientNames } from '../access/patient-names.ts'
import { importMarks } from './imported-texts.ts'
import { entryColumns, shownEntry } from './list-notes.ts'

const acts = ['edit', 'sign', 'unlock', 'addendum'] as const

/** A note in reach with all that belongs to it. Undefined: there is none, as far as this person is told. */
export async function readNote(door: Door, id: string): Promise<Note | undefined> {
  const record = await door.find('note', id)
  if (record === undefined) return undefined
  const row = await door
    .read('note')
    .innerJoin('note_version as current', (join) =>
      join
        .onRef('current.practice_id', '=', 'note.practice_id')
        .onRef('current.note_id', '=', 'note.id')
        .onRef('current.version', '=', 'note.version'),
    )
    .select([...entryColumns, 'current.text'])
    .where('note.id', '=', id)
    .executeTakeFirstOrThrow()
  const about = await patientNames(door, [row.patient_id])
  const marks = await importMarks(door, [id])
  return {
    ...shownEntry(row, { about, marks }, door),
    text: row.text,
    edited: await lastEdit(door, id),
    versions: (await versionsOf(door, id)).map((version) => shownVersion(version, door)),
    addenda: await addendaOf(door, id),
    acts: acts.map((act) => openAct(door, act, record)),
  }
}

/**
 * One version of a note. A signed one is read by who may read signed notes, also while the next is open: a signature is
 * of that text, and not of the note.
 */
export async function readNoteVersion(
  door: Door,
  id: string,
  number: number,
): Promise<NoteVersion | Refusal> {
  const record = await door.find('note', id)
  const row = (await versionsOf(door, id)).find((one) => one.version === number)
  if (record === undefined || row === undefined) return { refused: 'unknown' }
  const isSigned = row.signed_at !== null || row.signed_elsewhere === true
  const asItWas: RecordFacts = { ...record, state: { ...record.state, signed: isSigned } }
  if (failing(door.plan('note', 'view'), asItWas) !== undefined) {
    const {
      step = 'permission',
      why = 'this version is closed to you',
      mend,
    } = openAct(door, 'view', asItWas)
    return { refused: step, verdict: why, ...(mend !== undefined && { mend }) }
  }
  return { ...shownVersion(row, door), title: row.title ?? row.current_title, text: row.text }
}

async function lastEdit(door: Door, id: string): Promise<Note['edited']> {
  const row = await door
    .read('note')
    .innerJoin('record_edit', (join) =>
      join
        .onRef('record_edit.practice_id', '=', 'note.practice_id')
        .onRef('record_edit.record_id', '=', 'note.id')
        .onRef('record_edit.revision', '=', 'note.revision')
        .on('record_edit.kind', '=', 'note'),
    )
    .select(editColumns)
    .where('note.id', '=', id)
    .executeTakeFirst()
  return row === undefined ? null : shownEdit(row, door)
}

function versionsOf(door: Door, id: string) {
  return door
    .read('note')
    .innerJoin('note_version as kept', (join) =>
      join.onRef('kept.practice_id', '=', 'note.practice_id').onRef('kept.note_id', '=', 'note.id'),
    )
    .leftJoin('note_signature as signature', (join) =>
      join
        .onRef('signature.practice_id', '=', 'kept.practice_id')
        .onRef('signature.note_id', '=', 'kept.note_id')
        .onRef('signature.version', '=', 'kept.version'),
    )
    .leftJoin('note_import as imported', (join) =>
      join
        .onRef('imported.practice_id', '=', 'kept.practice_id')
        .onRef('imported.note_id', '=', 'kept.note_id')
        .onRef('imported.version', '=', 'kept.version'),
    )
    .select([
      'note.title as current_title',
      'kept.version',
      'kept.title',
      'kept.text',
      'kept.author_id',
      'kept.saved_at',
      'kept.unlock_reason',
      'signature.signer_id',
      'signature.signed_at',
      'signature.text_hash',
      'imported.source',
      'imported.file',
      'imported.system',
      'imported.imported_by',
      'imported.imported_at',
      'imported.signed as signed_elsewhere',
      'imported.author as source_author',
      'imported.signer as source_signer',
      'imported.text_hash as imported_hash',
    ])
    .where('note.id', '=', id)
    .orderBy('kept.version')
    .execute()
}

type VersionRow = Awaited<ReturnType<typeof versionsOf>>[number]

function shownVersion(row: VersionRow, door: Door): Note['versions'][number] {
  const { signed_at, text_hash, signer_id } = row
  return {
    number: row.version,
    author: row.author_id === null ? null : personOf(row.author_id, door),
    savedAt: row.saved_at.toISOString(),
    unlockReason: row.unlock_reason,
    signature:
      signed_at === null || text_hash === null
        ? null
        : {
            by: signer_id === null ? null : personOf(signer_id, door),
            at: signed_at.toISOString(),
            textHash: text_hash.toString('hex'),
          },
    imported: importedText(row, door),
  }
}

function importedText(row: VersionRow, door: Door): ImportedText | null {
  const { source, imported_by, imported_at, imported_hash } = row
  if (source === null || imported_hash === null) return null
  return {
    resource: source,
    file: row.file,
    system: row.system,
    by: imported_by === null ? null : personOf(imported_by, door),
    at: imported_at?.toISOString() ?? null,
    signed: row.signed_elsewhere === true,
    author: row.source_author,
    signer: row.source_signer,
    textHash: imported_hash.toString('hex'),
  }
}

async function addendaOf(door: Door, id: string): Promise<Note['addenda']> {
  const rows = await door
    .read('note')
    .innerJoin('note_addendum as added', (join) =>
      join.onRef('added.practice_id', '=', 'note.practice_id').onRef('added.note_id', '=', 'note.id'),
    )
    .select(['added.number', 'added.version', 'added.text', 'added.author_id', 'added.written_at'])
    .where('note.id', '=', id)
    .orderBy('added.number')
    .execute()
  return rows.map(({ number, version, text, author_id, written_at }) => ({
    number,
    textVersion: version,
    text,
    author: author_id === null ? null : personOf(author_id, door),
    writtenAt: written_at.toISOString(),
  }))
}

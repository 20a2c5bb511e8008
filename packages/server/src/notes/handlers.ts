import type { Door } from '../access/door.ts'
import { isStale, staleEnding } from '../access/edit-history.ts'
import { isRefusal, problem, refusedEnding } from '../access/problem.ts'
import { responsibleFor } from '../access/record-owner.ts'
import type { HandlersOf } from '../request/handler.ts'
import { placeOf } from './cursor.ts'
import { listNotes } from './list-notes.ts'
import { readNote, readNoteVersion } from './read-note.ts'
import { addToNote, signNote, unlockNote } from './sign-note.ts'
import { draftNote, editNote } from './write-note.ts'

type NoteOperation =
  | 'listNotes'
  | 'listNotesOfPatient'
  | 'readNote'
  | 'readNoteVersion'
  | 'draftNote'
  | 'editNote'
  | 'signNote'
  | 'addToNote'
  | 'unlockNote'

export function noteHandlers(): HandlersOf<NoteOperation> {
  return {
    listNotes: ({ query }, { door }) => pageOf(door, query.patient, query),
    async listNotesOfPatient({ params: { patient }, query }, { door }) {
      const page = await pageOf(door, patient, query)
      // Of a patient who is out of reach, no page tells that they exist.
      return door.requested === undefined ? page : refusedEnding({ refused: 'unknown' })
    },
    async readNote({ params: { id } }, { door }) {
      const body = await readNote(door, id)
      return body === undefined ? refusedEnding({ refused: 'unknown' }) : { status: 200, body, records: [id] }
    },
    async readNoteVersion({ params: { id, number } }, { door }) {
      const body = await readNoteVersion(door, id, number)
      return isRefusal(body) ? refusedEnding(body) : { status: 200, body, records: [id] }
    },
    async draftNote({ body: { owner: named, ...draft } }, { door }) {
      const owner = responsibleFor(door, named)
      if ('wrong' in owner) return problem(422, owner.wrong)
      const saved = await draftNote(door, { ...draft, owner: owner.id })
      return isRefusal(saved) ? refusedEnding(saved) : { status: 201, body: saved, records: [saved.id] }
    },
    async editNote({ params: { id }, body: { title, text }, version }, { door }) {
      const saved = await editNote(door, { id, version, title, text })
      if (isRefusal(saved)) return refusedEnding(saved)
      return isStale(saved) ? staleEnding(saved) : { status: 200, body: saved, records: [id] }
    },
    async signNote({ params: { id }, version }, { door }) {
      const saved = await signNote(door, id, version)
      if (isRefusal(saved)) return refusedEnding(saved)
      return isStale(saved) ? staleEnding(saved) : { status: 200, body: saved, records: [id] }
    },
    async addToNote({ params: { id }, body: { text } }, { door }) {
      const number = await addToNote(door, id, text)
      return isRefusal(number) ? refusedEnding(number) : { status: 201, body: { number }, records: [id] }
    },
    async unlockNote({ params: { id }, body: { reason }, version }, { door }) {
      const saved = await unlockNote(door, id, { version, reason })
      if (isRefusal(saved)) return refusedEnding(saved)
      return isStale(saved) ? staleEnding(saved) : { status: 200, body: saved, records: [id] }
    },
  }
}

interface Page {
  readonly owner?: string | undefined
  readonly signed?: 'true' | 'false' | undefined
  readonly after?: string | undefined
  readonly limit: number
}

async function pageOf(door: Door, patient: string | undefined, { owner, signed, after, limit }: Page) {
  const place = after === undefined ? undefined : placeOf(after)
  if (after !== undefined && place === undefined)
    return problem(400, '`after` is no place in the list, give the `next` of a page')
  const state = signed === undefined ? undefined : signed === 'true'
  const body = await listNotes(door, { patient, owner, signed: state, after: place, limit })
  // Some view notes and not their patients. Where there are none, the log tells whether the patient is out of reach.
  if (patient !== undefined && body.notes.length === 0) await door.find('patient', patient)
  return { status: 200 as const, body, records: body.notes.map(({ id }) => id) }
}

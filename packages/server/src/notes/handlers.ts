import type { Door } from '../access/door.ts'
import { createdEnding, foundEnding, savedEnding } from '../access/endings.ts'
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
      return foundEnding(await readNote(door, id), id)
    },
    async readNoteVersion({ params: { id, number } }, { door }) {
      const body = await readNoteVersion(door, id, number)
      return isRefusal(body) ? refusedEnding(body) : { status: 200, body, records: [id] }
    },
    async draftNote({ body: { owner: named, ...draft } }, { door }) {
      const owner = responsibleFor(door, named)
      if ('wrong' in owner) return problem(422, owner.wrong)
      return createdEnding(await draftNote(door, { ...draft, owner: owner.id }))
    },
    async editNote({ params: { id }, body: { title, text }, version }, { door }) {
      return savedEnding(await editNote(door, { id, version, title, text }), id)
    },
    async signNote({ params: { id }, version }, { door }) {
      return savedEnding(await signNote(door, id, version), id)
    },
    async addToNote({ params: { id }, body: { text } }, { door }) {
      const number = await addToNote(door, id, text)
      return isRefusal(number) ? refusedEnding(number) : { status: 201, body: { number }, records: [id] }
    },
    async unlockNote({ params: { id }, body: { reason }, version }, { door }) {
      return savedEnding(await unlockNote(door, id, { version, reason }), id)
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

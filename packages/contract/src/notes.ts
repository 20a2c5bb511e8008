import { z } from 'zod'
import { aboutPatient } from './about-patient.ts'
import { id } from './id.ts'
import { changedMeanwhile, edit } from './meanwhile.ts'
import { openAct } from './open-act.ts'
import type { Operation } from './operation.ts'
import { named } from './people.ts'
import { problem, refusals } from './problem.ts'
import { text, words } from './text.ts'

const instant = z.iso.datetime()

/** A note without its text, as a list shows it. */
export const noteEntry = z.object({
  id: z.string(),
  title: z.string(),
  patient: aboutPatient,
  /** The responsible practitioner; the author is who wrote it. */
  owner: named.nullable(),
  author: named.nullable(),
  signed: z.boolean(),
  /** Whether a file says so that it was imported from, and no member signed it here. */
  signedElsewhere: z.boolean(),
  /** Whether an import brought another text since, which is a version beside the current one. */
  importedBeside: z.boolean(),
  /** Which of its texts is the current one: their number. */
  textVersion: z.number(),
  /** Raised by every change: what `If-Match` names. */
  version: z.number(),
  writtenAt: instant,
})
export type NoteEntry = z.infer<typeof noteEntry>

export const notePage = z.object({
  notes: z.array(noteEntry),
  /** What to give as `after` for the page behind this one. */
  next: z.string().nullable(),
})
export type NotePage = z.infer<typeof notePage>

const signature = z.object({
  by: named.nullable(),
  at: instant,
  /** SHA-256 of the text that was signed, in UTF-8, as hex. */
  textHash: z.string(),
})

/** Where a text came from that was imported. */
const importedText = z.object({
  /** The resource, the name of its file, and the system that it says it came from. */
  resource: z.string(),
  file: z.string().nullable(),
  system: z.string().nullable(),
  /** Who imported it. Null: a program at the machine. */
  by: named.nullable(),
  /** Null: it was imported before this was kept. */
  at: instant.nullable(),
  /** Whether it was signed where it came from, which is no signature of a member. */
  signed: z.boolean(),
  /** Who wrote and who signed it, as the source names them. */
  author: z.string().nullable(),
  signer: z.string().nullable(),
  /** SHA-256 of the text as it came, in UTF-8, as hex. */
  textHash: z.string(),
})
export type ImportedText = z.infer<typeof importedText>

const versionEntry = z.object({
  number: z.number(),
  author: named.nullable(),
  savedAt: instant,
  /** Why the version before was unlocked. Null for the first. */
  unlockReason: z.string().nullable(),
  signature: signature.nullable(),
  imported: importedText.nullable(),
})

const addendum = z.object({
  number: z.number(),
  /** The number of the text it was added to. */
  textVersion: z.number(),
  text: z.string(),
  author: named.nullable(),
  writtenAt: instant,
})

export const note = noteEntry.extend({
  text: z.string(),
  edited: edit.nullable(),
  versions: z.array(versionEntry),
  addenda: z.array(addendum),
  /** `edit`, `sign`, `unlock` and `addendum`. */
  acts: z.array(openAct),
})
export type Note = z.infer<typeof note>

export const noteVersion = versionEntry.extend({ title: z.string(), text: z.string() })
export type NoteVersion = z.infer<typeof noteVersion>

/** What a note is at after it was written to. */
export const savedNote = noteEntry.pick({ id: true, version: true, textVersion: true, signed: true })
export type SavedNote = z.infer<typeof savedNote>

const title = text(300)
const noteText = text(50_000)
const params = z.object({ id })
const absent = { 404: problem }

const pages = z.object({
  owner: id.optional(),
  signed: z.enum(['true', 'false']).optional(),
  after: text(2000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
})

export const noteOperations = {
  listNotes: {
    method: 'GET',
    path: '/api/notes',
    summary: 'The notes one may view, newest first',
    needs: { kind: 'note', act: 'view' },
    effect: 'looks',
    query: pages.extend({ patient: id.optional() }),
    endings: { 200: notePage, 400: problem, ...refusals },
  },
  listNotesOfPatient: {
    method: 'GET',
    path: '/api/patients/:patient/notes',
    summary: 'The notes about a patient that one may view, newest first',
    needs: { kind: 'note', act: 'view' },
    effect: 'looks',
    params: z.object({ patient: id }),
    query: pages,
    endings: { 200: notePage, 400: problem, ...absent, ...refusals },
  },
  readNote: {
    method: 'GET',
    path: '/api/notes/:id',
    summary: 'A note with its text, versions, signatures and addenda, and what may be done with it',
    needs: { kind: 'note', act: 'view' },
    effect: 'looks',
    params,
    endings: { 200: note, 400: problem, ...absent, ...refusals },
  },
  readNoteVersion: {
    method: 'GET',
    path: '/api/notes/:id/versions/:number',
    summary: 'The text of a note as it was in one of its versions',
    needs: { kind: 'note', act: 'view' },
    effect: 'looks',
    params: params.extend({ number: z.coerce.number().int().min(1).max(1_000_000) }),
    endings: { 200: noteVersion, 400: problem, ...absent, ...refusals },
  },
  draftNote: {
    method: 'POST',
    path: '/api/notes',
    summary: 'Draft a note for oneself, for the practitioner one acts for, or for a colleague',
    needs: { kind: 'note', act: 'create' },
    effect: 'changes',
    body: z.object({
      patient: id,
      title: title.default(''),
      text: noteText.default(''),
      owner: id.optional(),
      /** That an admin means to widen their own access to the patient. */
      confirmed: z.boolean().default(false),
    }),
    endings: { 201: savedNote, 400: problem, ...absent, 422: problem, ...refusals },
  },
  editNote: {
    method: 'PATCH',
    path: '/api/notes/:id',
    summary: 'Edit a note that is not signed; it stays with its owner',
    needs: { kind: 'note', act: 'edit' },
    effect: 'changes',
    params,
    body: z.object({ title: title.optional(), text: noteText.optional() }),
    ifMatch: true,
    endings: { 200: savedNote, 400: problem, ...absent, 412: changedMeanwhile, 428: problem, ...refusals },
  },
  signNote: {
    method: 'POST',
    path: '/api/notes/:id/sign',
    summary: 'Sign a note one is responsible for, which locks it',
    needs: { kind: 'note', act: 'sign' },
    effect: 'changes',
    params,
    ifMatch: true,
    endings: { 200: savedNote, 400: problem, ...absent, 412: changedMeanwhile, 428: problem, ...refusals },
  },
  addToNote: {
    method: 'POST',
    path: '/api/notes/:id/addenda',
    summary: 'Add to a signed note, which stays as it was signed',
    needs: { kind: 'note', act: 'addendum' },
    effect: 'changes',
    params,
    body: z.object({ text: words(50_000) }),
    endings: { 201: z.object({ number: z.number() }), 400: problem, ...absent, ...refusals },
  },
  unlockNote: {
    method: 'POST',
    path: '/api/notes/:id/unlock',
    summary: 'Open a signed note again as its next version, with a reason; what was signed is kept',
    needs: { kind: 'note', act: 'unlock' },
    effect: 'changes',
    params,
    body: z.object({ reason: words(2000) }),
    ifMatch: true,
    endings: { 200: savedNote, 400: problem, ...absent, 412: changedMeanwhile, 428: problem, ...refusals },
  },
} as const satisfies Record<string, Operation>

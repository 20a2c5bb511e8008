/** What is asked about notes, and what is done with them. */
import type { Note, NotePage, NoteVersion, SavedNote } from '@rolecall/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { Failure } from '../api/failure.ts'
import { asked, type Eyes } from '../api/queries.ts'
import { request } from '../api/request.ts'

export function askNotes(eyes: Eyes, patient: string) {
  return infiniteQueryOptions({
    queryKey: ['notes', eyes, patient],
    queryFn: ({ signal, pageParam }) =>
      request(
        `/api/patients/${encodeURIComponent(patient)}/notes${asked({ after: pageParam, limit: 100 })}`,
        {
          signal,
        },
      ) as Promise<NotePage>,
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

/** Null: no note under this id is within reach any more. */
export function askNote(eyes: Eyes, note: string) {
  return queryOptions({
    queryKey: ['note', eyes, note],
    queryFn: async ({ signal }): Promise<Note | null> => {
      try {
        return (await request(`/api/notes/${encodeURIComponent(note)}`, { signal })) as Note
      } catch (error) {
        if (error instanceof Failure && error.status === 404) return null
        throw error
      }
    },
  })
}

export function askNoteVersion(eyes: Eyes, note: string, version: number) {
  return queryOptions({
    queryKey: ['note-version', eyes, note, version],
    queryFn: ({ signal }) =>
      request(`/api/notes/${encodeURIComponent(note)}/versions/${version}`, {
        signal,
      }) as Promise<NoteVersion>,
  })
}

export interface Draft {
  readonly patient: string
  readonly title: string
  readonly text: string
  /** The practitioner it is for, where that is somebody else. */
  readonly owner?: string | undefined
  /** That the person means to widen their own access by it. */
  readonly confirmed: boolean
}

export async function draftNote(draft: Draft): Promise<SavedNote> {
  return (await request('/api/notes', { method: 'POST', body: draft })) as SavedNote
}

interface Edit {
  readonly note: string
  readonly version: number
  readonly title: string
  readonly text: string
}

export async function editNote({ note, version, title, text }: Edit): Promise<SavedNote> {
  return (await request(`/api/notes/${encodeURIComponent(note)}`, {
    method: 'PATCH',
    version,
    body: { title, text },
  })) as SavedNote
}

export async function signNote({ note, version }: Pick<Edit, 'note' | 'version'>): Promise<SavedNote> {
  return (await request(`/api/notes/${encodeURIComponent(note)}/sign`, {
    method: 'POST',
    version,
  })) as SavedNote
}

export async function addToNote({ note, text }: Pick<Edit, 'note' | 'text'>): Promise<void> {
  await request(`/api/notes/${encodeURIComponent(note)}/addenda`, { method: 'POST', body: { text } })
}

export async function unlockNote({
  note,
  version,
  reason,
}: Pick<Edit, 'note' | 'version'> & { reason: string }): Promise<SavedNote> {
  return (await request(`/api/notes/${encodeURIComponent(note)}/unlock`, {
    method: 'POST',
    version,
    body: { reason },
  })) as SavedNote
}

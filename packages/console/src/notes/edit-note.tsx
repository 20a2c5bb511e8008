import { Button } from '@mantine/core'
import type { Note } from '@rolecall/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { isStale, meanwhileOf } from '../api/meanwhile.ts'
import { invalidate, viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { ChangedBy } from '../ui/changed-by.tsx'
import { useKept } from '../ui/use-draft.ts'
import classes from './edit-note.module.css'
import { NoteForm, type TypedNote } from './note-form.tsx'

interface EditNoteProps {
  readonly note: Note
  readonly close: () => void
}

interface TypedEdit extends TypedNote {
  /** The version that was read when typing began. */
  readonly version: number
}

/** The form to edit a draft. If someone else saved it in the meantime, both texts are shown to choose from. */
export function EditNote({ note, close }: EditNoteProps) {
  const me = useMe()
  const viewer = viewerKey(me)
  const queries = useQueryClient()
  const [typed, keep] = useKept<TypedEdit>(viewer, `note ${note.id}`)
  const now = typed ?? { title: note.title, text: note.text, version: note.version }
  const save = useMutation({
    mutationFn: (version: number) =>
      call('PATCH /api/notes/:id', {
        params: { id: note.id },
        version,
        body: { title: now.title, text: now.text },
      }),
    onSuccess: async () => {
      keep(undefined)
      await invalidate(queries, 'GET /api/notes/:id', 'GET /api/patients/:patient/notes')
      close()
    },
    onError: async (error) => {
      // What is there now, to show beside what is typed.
      if (isStale(error)) await invalidate(queries, 'GET /api/notes/:id')
    },
  })
  const stale = save.isPending ? undefined : meanwhileOf(save.error)
  return (
    <NoteForm
      heading="Edit note"
      typed={now}
      isChanged={typed !== undefined}
      change={({ title, text }) => keep({ title, text, version: now.version })}
      save={() => save.mutate(now.version)}
      saveLabel="Save"
      isSaving={save.isPending}
      error={stale === undefined ? save.error : null}
      leave={close}
      discard={() => {
        keep(undefined)
        close()
      }}
    >
      {stale !== undefined && (
        <section className={classes.meanwhile} role="alert">
          <h3>Someone else changed this note while you were typing</h3>
          <ChangedBy edits={stale} words={fieldWords} />
          <h4>Current version</h4>
          <div className={classes.theirs}>
            <strong>{note.title}</strong>
            {`\n${note.text}`}
          </div>
          <p>What you typed is below. Copy over anything you need, then choose:</p>
          <div className={classes.choices}>
            <Button
              size="xs"
              onClick={() => {
                keep({ ...now, version: note.version })
                save.mutate(note.version)
              }}
            >
              Overwrite
            </Button>
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                keep(undefined)
                save.reset()
                close()
              }}
            >
              Keep theirs
            </Button>
          </div>
        </section>
      )}
    </NoteForm>
  )
}

const fieldWords: Readonly<Record<string, string>> = {
  title: 'the title',
  text: 'the text',
  signed: 'the signature',
  version: 'the version',
}

import { NativeSelect } from '@mantine/core'
import type { WholePatient } from '@rolecall/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { invalidate, viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { useKept } from '../ui/use-draft.ts'
import { NoteForm, type TypedNote } from './note-form.tsx'

interface NewNoteProps {
  readonly patient: WholePatient
  readonly close: () => void
  /** With the id of the draft. */
  readonly saved: (note: string) => void
}

interface TypedNew extends TypedNote {
  readonly owner?: string
}

const empty: TypedNew = { title: '', text: '' }

/** A new draft. It belongs to oneself, to the practitioner one acts for, or to a practitioner of the care team. */
export function NewNote({ patient, close, saved }: NewNoteProps) {
  const me = useMe()
  const viewer = viewerKey(me)
  const queries = useQueryClient()
  const [typed, keep] = useKept<TypedNew>(viewer, `new ${patient.id}`)
  const now = typed ?? empty
  const isOwn = me.member.kind === 'practitioner' || me.actingFor !== null
  const owner = isOwn ? undefined : (now.owner ?? patient.careTeam[0]?.id)
  const save = useMutation({
    mutationFn: (confirmed: boolean) =>
      call('POST /api/notes', {
        body: { patient: patient.id, title: now.title, text: now.text, owner, confirmed },
      }),
    onSuccess: async ({ id }) => {
      keep(undefined)
      await invalidate(queries, 'GET /api/patients/:patient/notes')
      saved(id)
    },
  })
  return (
    <NoteForm
      heading="New note"
      typed={now}
      isChanged={typed !== undefined}
      change={(next) => keep({ ...now, ...next })}
      save={() => save.mutate(false)}
      confirm={() => save.mutate(true)}
      saveLabel="Save draft"
      isSaving={save.isPending}
      error={save.error}
      leave={close}
      discard={() => {
        keep(undefined)
        close()
      }}
    >
      {!isOwn && (
        <NativeSelect
          label="Author"
          description="The practitioner who signs this note"
          value={owner ?? ''}
          data={patient.careTeam.map(({ id, name }) => ({ value: id, label: name }))}
          disabled={patient.careTeam.length === 0}
          error={patient.careTeam.length === 0 ? 'No practitioner assigned to this patient' : undefined}
          onChange={(event) => keep({ ...now, owner: event.currentTarget.value })}
        />
      )}
    </NoteForm>
  )
}

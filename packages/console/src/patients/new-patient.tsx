import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { call } from '../api/call.ts'
import { Failure } from '../api/failure.ts'
import { invalidate, viewerKey } from '../api/query.ts'
import { useLocations } from '../api/use-locations.ts'
import { useMe } from '../api/use-me.ts'
import { useTags } from '../api/use-tags.ts'
import classes from '../chart/change-dialog.module.css'
import { ChangeDialog } from '../chart/change-dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { TagBadge } from '../ui/tag-badge.tsx'
import { useKept } from '../ui/use-draft.ts'
import { type Details, DetailsFields } from './details-fields.tsx'

interface Typed extends Details {
  readonly location: string
  readonly tags: readonly string[]
}

const empty: Typed = {
  given: '',
  family: '',
  birthDate: '',
  gender: 'unknown',
  phone: '',
  email: '',
  location: '',
  tags: [],
}

interface NewPatientProps {
  /** Under this name what is typed is kept. */
  readonly keptAs: string
  readonly close: () => void
}

/** Adds a patient. Where it may be a duplicate, one confirms that it is a different person, or opens the existing one. */
export function NewPatient({ keptAs, close }: NewPatientProps) {
  const [kept, keep] = useKept<Typed>(viewerKey(useMe()), keptAs)
  const typed = kept ?? empty
  const queries = useQueryClient()
  const navigate = useNavigate()
  const known = useTags()
  const places = useLocations()
  const add = useMutation({
    mutationFn: (confirmed: boolean) => {
      const { location, birthDate, tags, family, ...others } = typed
      return call('POST /api/patients', {
        body: {
          ...others,
          family: family.trim(),
          tags,
          locations: location === '' ? [] : [location],
          ...(birthDate !== '' && { birthDate }),
          confirmed,
        },
      })
    },
    onSuccess: async ({ id }) => {
      await invalidate(queries, 'GET /api/patients', 'GET /api/patients/count')
      await navigate({ to: '/patients/$patient', params: { patient: id } })
      keep(undefined)
    },
  })
  const twin = duplicateOf(add.error)
  const set = (next: Partial<Typed>): void => keep({ ...typed, ...next })
  return (
    <ChangeDialog
      title="New patient"
      isOpen
      close={close}
      discard={() => {
        keep(undefined)
        close()
      }}
      save={() => add.mutate(false)}
      saveLabel="Add patient"
      isSaving={add.isPending}
      canSave={typed.family.trim() !== ''}
      error={twin === undefined ? add.error : null}
    >
      {twin !== undefined && !add.isPending && (
        <>
          <Notice tone="trouble">{twin.sentence}</Notice>
          <div className={classes.actions}>
            {twin.person && (
              <Link to="/patients/$patient" params={{ patient: twin.person.id }}>
                Open {twin.person.name}
              </Link>
            )}
            <Button size="xs" variant="default" onClick={() => add.mutate(true)}>
              Different person, add anyway
            </Button>
          </div>
        </>
      )}
      <DetailsFields details={typed} change={set} />
      {places.size > 0 && (
        <NativeSelect
          label="Location"
          value={typed.location}
          data={[
            { value: '', label: 'None yet' },
            ...[...places.values()].map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(event) => set({ location: event.currentTarget.value })}
        />
      )}
      {known.size > 0 && (
        <fieldset className={classes.choices}>
          <legend>Tags</legend>
          <div className={classes.scroll}>
            {[...known.values()].map((tag) => (
              <Checkbox
                key={tag.id}
                checked={typed.tags.includes(tag.id)}
                label={<TagBadge tag={tag.id} label={tag.label} colour={tag.colour} />}
                onChange={({ currentTarget: { checked } }) =>
                  set({
                    tags: checked ? [...typed.tags, tag.id] : typed.tags.filter((one) => one !== tag.id),
                  })
                }
              />
            ))}
          </div>
        </fieldset>
      )}
    </ChangeDialog>
  )
}

interface Twin {
  readonly sentence: string
  /** Who it may be, where they are in reach. */
  readonly person: { readonly id: string; readonly name: string } | undefined
}

function duplicateOf(error: unknown): Twin | undefined {
  if (!(error instanceof Failure) || error.status !== 409) return undefined
  const person = error.body?.duplicate
  if (!person)
    return {
      sentence: 'This person may already be registered. Ask an admin before you add them.',
      person: undefined,
    }
  return { sentence: `${person.name} may be the same person.`, person }
}

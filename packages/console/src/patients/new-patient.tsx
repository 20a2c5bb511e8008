import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import type { SavedPatient } from '@rolecall/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Failure } from '../api/failure.ts'
import { request } from '../api/request.ts'
import classes from '../chart/change-dialog.module.css'
import { ChangeDialog } from '../chart/change-dialog.tsx'
import { useLocations } from '../practice/use-locations.ts'
import { useTags } from '../practice/use-tags.ts'
import { Notice } from '../shell/notice.tsx'
import { TagBadge } from './tag-badge.tsx'

const empty = {
  given: '',
  family: '',
  birthDate: '',
  gender: 'unknown',
  phone: '',
  email: '',
  location: '',
  tags: [] as readonly string[],
}

/** Add a patient. Where they may be there already, one says that it is somebody else, or opens who is there. */
export function NewPatient({ close }: { readonly close: () => void }) {
  const [typed, setTyped] = useState(empty)
  const queries = useQueryClient()
  const navigate = useNavigate()
  const known = useTags()
  const places = useLocations()
  const add = useMutation({
    mutationFn: async (confirmed: boolean) => {
      const { location, birthDate, tags, family, ...others } = typed
      return (await request('/api/patients', {
        method: 'POST',
        body: {
          ...others,
          family: family.trim(),
          tags,
          locations: location === '' ? [] : [location],
          ...(birthDate !== '' && { birthDate }),
          confirmed,
        },
      })) as SavedPatient
    },
    onSuccess: async ({ id }) => {
      await Promise.all(['patients', 'count'].map((name) => queries.invalidateQueries({ queryKey: [name] })))
      await navigate({ to: '/patients/$patient', params: { patient: id } })
    },
  })
  const twin = duplicateOf(add.error)
  const set = (next: Partial<typeof empty>): void => setTyped({ ...typed, ...next })
  return (
    <ChangeDialog
      title="New patient"
      isOpen
      close={close}
      save={() => add.mutate(false)}
      saveLabel="Add the patient"
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
              It is somebody else: add them
            </Button>
          </div>
        </>
      )}
      <TextInput
        label="Given name"
        data-autofocus
        maxLength={200}
        value={typed.given}
        onChange={(event) => set({ given: event.currentTarget.value })}
      />
      <TextInput
        label="Family name"
        required
        withAsterisk={false}
        maxLength={200}
        value={typed.family}
        onChange={(event) => set({ family: event.currentTarget.value })}
      />
      <TextInput
        label="Birth date"
        type="date"
        value={typed.birthDate}
        onChange={(event) => set({ birthDate: event.currentTarget.value })}
      />
      <NativeSelect
        label="Gender"
        value={typed.gender}
        data={[
          { value: 'unknown', label: 'Not known' },
          { value: 'female', label: 'Female' },
          { value: 'male', label: 'Male' },
          { value: 'other', label: 'Other' },
        ]}
        onChange={(event) => set({ gender: event.currentTarget.value })}
      />
      <TextInput
        label="Telephone"
        type="tel"
        maxLength={100}
        value={typed.phone}
        onChange={(event) => set({ phone: event.currentTarget.value })}
      />
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
  const { body, message } = error
  const given = typeof body === 'object' && body !== null && 'duplicate' in body ? body.duplicate : undefined
  const isNamed = typeof given === 'object' && given !== null && 'id' in given && 'name' in given
  return {
    sentence: message,
    person: isNamed ? { id: String(given.id), name: String(given.name) } : undefined,
  }
}

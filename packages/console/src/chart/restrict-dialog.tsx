import { Checkbox, Radio } from '@mantine/core'
import type { WholePatient } from '@rolecall/contract'
import { call } from '../api/call.ts'
import { useMe } from '../api/use-me.ts'
import classes from './change-dialog.module.css'
import { ChangeDialog } from './change-dialog.tsx'
import { type Saving, useChange } from './use-change.ts'
import { useChoice } from './use-choice.ts'
import { usePeople } from './use-people.ts'

interface RestrictDialogProps {
  readonly patient: WholePatient
  readonly isOpen: boolean
  readonly close: () => void
}

const levels = [
  { value: 'none', label: 'Not restricted', description: 'Normal access' },
  {
    value: 'clinical',
    label: 'Clinical content',
    description: 'Name, contact and appointments stay visible',
  },
  { value: 'whole', label: 'Whole patient', description: 'Hidden from everyone else' },
] as const

interface Chosen {
  readonly level: (typeof levels)[number]['value']
  readonly people: readonly string[]
}

/** Restricts a chart to a list of people, or lifts the restriction. */
export function RestrictDialog({ patient, isOpen, close }: RestrictDialogProps) {
  const me = useMe()
  const [current] = patient.restrictions
  const choice = useChoice<Chosen>(patient, 'restriction', {
    level: current?.level ?? 'none',
    people: current?.people.map(({ id }) => id) ?? [],
  })
  const { now } = choice
  const people = usePeople(patient, isOpen)
  const leave = (): void => {
    choice.letGo()
    save.reset()
    close()
  }
  const save = useChange(
    ({ version, confirmed }: Saving) =>
      call('PUT /api/patients/:id/restriction', {
        params: { id: patient.id },
        version,
        body: { ...(now.level === 'none' ? { level: now.level } : now), confirmed },
      }),
    leave,
  )
  return (
    <ChangeDialog
      title="Restrict chart"
      isOpen={isOpen}
      close={leave}
      save={(confirmed) => save.mutate({ version: choice.upon(save.error), confirmed })}
      saveLabel="Save"
      isSaving={save.isPending}
      canSave={choice.isMade}
      error={save.error}
    >
      <fieldset className={classes.choices}>
        <legend>What to restrict?</legend>
        {levels.map(({ value, label, description }) => (
          <Radio
            key={value}
            name="level"
            value={value}
            checked={now.level === value}
            label={label}
            description={description}
            onChange={() => choice.choose({ ...now, level: value })}
          />
        ))}
      </fieldset>
      {now.level !== 'none' && (
        <fieldset className={classes.choices}>
          <legend>Who keeps access?</legend>
          <div className={classes.scroll}>
            {people.map(({ id, name }) => (
              <Checkbox
                key={id}
                checked={id === me.member.id || now.people.includes(id)}
                disabled={id === me.member.id}
                label={id === me.member.id ? `${name} (you, always)` : name}
                onChange={({ currentTarget: { checked } }) =>
                  choice.choose({
                    ...now,
                    people: checked ? [...now.people, id] : now.people.filter((one) => one !== id),
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

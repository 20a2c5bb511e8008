import { Checkbox, Radio } from '@mantine/core'
import type { WholePatient } from '@rolecall/contract'
import { useMe } from '../api/use-me.ts'
import classes from './change-dialog.module.css'
import { ChangeDialog } from './change-dialog.tsx'
import { restrict } from './queries.ts'
import { type Saving, useChange } from './use-change.ts'
import { useChoice } from './use-choice.ts'
import { usePeople } from './use-people.ts'

interface RestrictDialogProps {
  readonly patient: WholePatient
  readonly isOpen: boolean
  readonly close: () => void
}

const levels = [
  { value: 'none', label: 'Not restricted', description: 'Roles and team access decide alone' },
  {
    value: 'clinical',
    label: 'Clinical content',
    description: 'Name, contact and appointments stay visible; notes and the like close',
  },
  { value: 'whole', label: 'The whole patient', description: 'Nobody else learns that they are here' },
] as const

interface Chosen {
  readonly level: (typeof levels)[number]['value']
  readonly people: readonly string[]
}

/** Close a chart to all but a list of people, or open it again. */
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
    (saving: Saving) =>
      restrict({ id: patient.id, ...saving }, now.level === 'none' ? { level: now.level } : now),
    leave,
  )
  return (
    <ChangeDialog
      title="Restrict the chart"
      isOpen={isOpen}
      close={leave}
      save={(confirmed) => save.mutate({ version: choice.upon(save.error), confirmed })}
      saveLabel="Save the restriction"
      isSaving={save.isPending}
      canSave={choice.isMade}
      error={save.error}
    >
      <fieldset className={classes.choices}>
        <legend>What is closed?</legend>
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
          <legend>To whom does it stay open?</legend>
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

import { Checkbox } from '@mantine/core'
import type { WholePatient } from '@rolecall/contract'
import { call } from '../api/call.ts'
import { useLocations } from '../api/use-locations.ts'
import classes from './change-dialog.module.css'
import { ChangeDialog } from './change-dialog.tsx'
import { type Saving, useChange } from './use-change.ts'
import { useChoice } from './use-choice.ts'

interface LocationsDialogProps {
  readonly patient: WholePatient
  readonly isOpen: boolean
  readonly close: () => void
}

/** The locations written on a patient. Those of appointments are theirs as long as the appointments are. */
export function LocationsDialog({ patient, isOpen, close }: LocationsDialogProps) {
  const locations = [...useLocations().values()]
  const visited = new Set(patient.locations.flatMap(({ id, fromVisits }) => (fromVisits ? [id] : [])))
  const choice = useChoice<readonly string[]>(
    patient,
    'locations',
    patient.locations.flatMap(({ id, written }) => (written ? [id] : [])),
  )
  const { now } = choice
  const leave = (): void => {
    choice.letGo()
    save.reset()
    close()
  }
  const save = useChange(
    ({ version, confirmed }: Saving) =>
      call('PATCH /api/patients/:id', {
        params: { id: patient.id },
        version,
        body: { locations: now, confirmed },
      }),
    leave,
  )
  return (
    <ChangeDialog
      title="Locations"
      isOpen={isOpen}
      close={leave}
      save={(confirmed) => save.mutate({ version: choice.upon(save.error), confirmed })}
      saveLabel="Save"
      isSaving={save.isPending}
      canSave={choice.isMade}
      error={save.error}
    >
      <fieldset className={classes.choices}>
        <legend>Where is {patient.given} treated?</legend>
        <div className={classes.scroll}>
          {locations.map(({ id, name }) => (
            <Checkbox
              key={id}
              checked={now.includes(id)}
              label={name}
              description={visited.has(id) ? 'Counts anyway: has an appointment here' : undefined}
              onChange={({ currentTarget: { checked } }) =>
                choice.choose(checked ? [...now, id] : now.filter((one) => one !== id))
              }
            />
          ))}
        </div>
      </fieldset>
      <p className={classes.hint}>
        Staff whose role is limited to a location see the patients of that location.
      </p>
    </ChangeDialog>
  )
}

import { Checkbox } from '@mantine/core'
import type { WholePatient } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { queryOf, viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { Notice } from '../ui/notice.tsx'
import { Sentence } from '../ui/sentence.tsx'
import classes from './change-dialog.module.css'
import { ChangeDialog } from './change-dialog.tsx'
import { useChange } from './use-change.ts'
import { useChoice } from './use-choice.ts'
import { usePeople } from './use-people.ts'

interface CareTeamDialogProps {
  readonly patient: WholePatient
  readonly isOpen: boolean
  readonly close: () => void
}

/** Changes who treats a patient. A practitioner who owns records about them cannot be removed. */
export function CareTeamDialog({ patient, isOpen, close }: CareTeamDialogProps) {
  const viewer = viewerKey(useMe())
  const { data } = useQuery({
    ...queryOf('GET /api/patients/:id/care-team', viewer, { params: { id: patient.id } }),
    enabled: isOpen,
  })
  const owning = new Set(data?.careTeam.flatMap(({ id, ownsRecords }) => (ownsRecords ? [id] : [])))
  const choice = useChoice<readonly string[]>(
    patient,
    'team',
    patient.careTeam.map(({ id }) => id),
  )
  const { before, now } = choice
  const people = usePeople(patient, isOpen).filter(({ kind }) => kind === 'practitioner')
  const leave = (): void => {
    choice.letGo()
    save.reset()
    close()
  }
  const closed = data?.change.open === false ? data.change : undefined
  const save = useChange(
    // Whom somebody else put on it meanwhile stays there.
    (confirmed: boolean) =>
      call('PUT /api/patients/:id/care-team', {
        params: { id: patient.id },
        body: {
          add: now.filter((id) => !before.includes(id)),
          remove: before.filter((id) => !now.includes(id)),
          confirmed,
        },
      }),
    leave,
  )
  return (
    <ChangeDialog
      title="Care team"
      isOpen={isOpen}
      close={leave}
      save={(confirmed) => save.mutate(confirmed)}
      saveLabel="Save"
      isSaving={save.isPending}
      canSave={choice.isMade && closed === undefined}
      error={save.error}
    >
      {closed !== undefined && (
        <Notice tone="trouble">
          You can edit this patient only through other records, which isn’t enough to change the care team.{' '}
          {closed.why !== undefined && <Sentence words={closed.why} />}{' '}
          {closed.mend !== undefined && <Sentence words={closed.mend} />}
        </Notice>
      )}
      <fieldset className={classes.choices}>
        <legend>Who treats {patient.given}?</legend>
        <div className={classes.scroll}>
          {people.map(({ id, name }) => (
            <Checkbox
              key={id}
              checked={now.includes(id)}
              disabled={owning.has(id) || closed !== undefined}
              label={name}
              description={owning.has(id) ? 'Can’t be removed: has records for this patient' : undefined}
              onChange={({ currentTarget: { checked } }) =>
                choice.choose(checked ? [...now, id] : now.filter((one) => one !== id))
              }
            />
          ))}
        </div>
      </fieldset>
      <p className={classes.hint}>Everyone on the care team can see this patient.</p>
    </ChangeDialog>
  )
}

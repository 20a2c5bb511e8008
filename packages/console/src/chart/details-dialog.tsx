import { Button } from '@mantine/core'
import type { WholePatient } from '@rolecall/contract'
import { call } from '../api/call.ts'
import { meanwhileOf } from '../api/meanwhile.ts'
import { viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { type Details, DetailsFields } from '../patients/details-fields.tsx'
import { ChangedBy } from '../ui/changed-by.tsx'
import { dateInWords } from '../ui/date-in-words.ts'
import { useKept } from '../ui/use-draft.ts'
import classes from './change-dialog.module.css'
import { ChangeDialog } from './change-dialog.tsx'
import { fieldWords } from './field-words.ts'
import { type Saving, useChange } from './use-change.ts'

/** Under this name what is typed is kept. */
export function detailsOf(patient: string): string {
  return `details ${patient}`
}

interface DetailsDialogProps {
  readonly patient: WholePatient
  readonly isOpen: boolean
  readonly close: () => void
}

interface Typed {
  /** The version that was read when typing began. */
  readonly version: number
  /** What is said otherwise. What is not named stays as whoever saves last has it. */
  readonly said: Partial<Details>
}

/** Name, birth date and contact. Where somebody else saved meanwhile, one sees what it is now and decides. */
export function DetailsDialog({ patient, isOpen, close }: DetailsDialogProps) {
  const [typed, keep] = useKept<Typed>(viewerKey(useMe()), detailsOf(patient.id))
  const said = typed?.said ?? {}
  const details = { ...patient, ...said }
  const leave = (): void => {
    keep(undefined)
    save.reset()
    close()
  }
  const save = useChange(
    ({ version, said: fields, confirmed }: Typed & Saving) =>
      call('PATCH /api/patients/:id', {
        params: { id: patient.id },
        version,
        body: { ...fields, confirmed },
      }),
    leave,
  )
  const stale = save.isPending ? undefined : meanwhileOf(save.error)
  const change = (next: Partial<Details>): void => {
    const left = Object.entries({ ...said, ...next }).filter(
      ([field, value]) => value !== patient[field as keyof Details],
    )
    keep(
      left.length === 0
        ? undefined
        : { version: typed?.version ?? patient.version, said: Object.fromEntries(left) },
    )
  }
  const send = (confirmed: boolean): void => {
    if (typed === undefined) return
    const upon = stale === undefined ? typed : { ...typed, version: patient.version }
    keep(upon)
    save.mutate({ ...upon, confirmed })
  }
  const theirs = stale === undefined ? [] : fields.filter((field) => field in said)
  return (
    <ChangeDialog
      title="Edit details"
      isOpen={isOpen}
      close={close}
      discard={leave}
      save={send}
      saveLabel={stale === undefined ? 'Save' : 'Overwrite'}
      isSaving={save.isPending}
      canSave={typed !== undefined && details.family.trim() !== ''}
      error={stale === undefined ? save.error : null}
    >
      {stale !== undefined && (
        <section className={classes.meanwhile} role="alert">
          <h3>Someone else changed this patient while you were typing</h3>
          <ChangedBy edits={stale} words={fieldWords} />
          {theirs.length > 0 && (
            <>
              <p>The fields you changed now say:</p>
              <dl className={classes.now}>
                {theirs.map((field) => (
                  <div key={field}>
                    <dt>{labels[field]}</dt>
                    <dd>{inWords(field, patient[field])}</dd>
                  </div>
                ))}
              </dl>
            </>
          )}
          <p>What you typed is below. Overwrite their changes, or:</p>
          <Button size="xs" variant="default" onClick={leave}>
            Keep theirs
          </Button>
        </section>
      )}
      <DetailsFields details={details} change={change} />
    </ChangeDialog>
  )
}

const labels = {
  given: 'Given name',
  family: 'Family name',
  birthDate: 'Birth date',
  gender: 'Gender',
  phone: 'Phone',
  email: 'E-mail',
} as const satisfies Record<keyof Details, string>

const fields = Object.keys(labels) as (keyof Details)[]

function inWords(field: keyof Details, value: string): string {
  if (value === '' || value === 'unknown') return 'unknown'
  return field === 'birthDate' ? dateInWords(value) : value
}

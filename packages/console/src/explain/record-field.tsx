import { Button, Select, TextInput } from '@mantine/core'
import type { Appointment, NoteEntry } from '@rolecall/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { infiniteQueryOf, queryOf, viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { statusWords } from '../calendar/status-words.ts'
import { ErrorWords } from '../ui/error-words.tsx'
import { useWhen } from '../ui/use-when.ts'
import type { When } from '../ui/when.ts'
import { recordIn } from './any-search.ts'
import { PatientField } from './patient-field.tsx'
import classes from './record-field.module.css'
import { labelOf } from './vocabulary.ts'

/** The kinds whose records are found by patient. */
const kinds = ['note', 'appointment'] as const
type FoundKind = (typeof kinds)[number]

export function isFoundByPatient(kind: string): kind is FoundKind {
  return kinds.some((one) => one === kind)
}

interface RecordFieldProps {
  readonly kind: FoundKind
  readonly record: string | undefined
  readonly change: (record: string | undefined) => void
}

/** One record, found by its patient and then in the list, or by its link if the reader can’t see it. */
export function RecordField({ kind, record, change }: RecordFieldProps) {
  const [patient, setPatient] = useState<string>()
  const name = labelOf(kind).toLowerCase()
  return (
    <>
      <PatientField
        label="Patient"
        description={`Choose the patient, then the ${name}. Leave blank for any ${name}`}
        patient={patient}
        change={(next) => {
          setPatient(next)
          if (record !== undefined) change(undefined)
        }}
      />
      {patient !== undefined &&
        (kind === 'note' ? (
          <NoteField patient={patient} record={record} change={change} />
        ) : (
          <AppointmentField patient={patient} record={record} change={change} />
        ))}
      <ByLink key={record} name={name} record={patient === undefined ? record : undefined} change={change} />
    </>
  )
}

interface FieldProps extends Omit<RecordFieldProps, 'kind'> {
  readonly patient: string
}

function NoteField({ patient, record, change }: FieldProps) {
  const me = useMe()
  const when = useWhen()
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    ...infiniteQueryOf('GET /api/patients/:patient/notes', viewerKey(me), { params: { patient: patient } }),
    enabled: me.open.includes('listNotesOfPatient'),
  })
  const notes = data?.pages.flatMap((page) => page.notes)
  return (
    <>
      <Choice
        label="Note"
        record={record}
        change={change}
        options={notes?.map((note) => ({ value: note.id, label: noteInWords(note, when) }))}
        none="You can’t see any notes of this patient."
        error={error}
        isClosed={!me.open.includes('listNotesOfPatient')}
      />
      {hasNextPage && (
        <Button variant="subtle" size="xs" loading={isFetching} onClick={() => void fetchNextPage()}>
          Load older notes
        </Button>
      )}
    </>
  )
}

function AppointmentField({ patient, record, change }: FieldProps) {
  const me = useMe()
  const when = useWhen()
  const isOpen = me.open.includes('listAppointments')
  const { data, error } = useQuery({
    ...queryOf('GET /api/appointments', viewerKey(me), { query: { patient: patient } }),
    enabled: isOpen,
  })
  return (
    <Choice
      label="Appointment"
      record={record}
      change={change}
      options={data?.appointments
        .map((one) => ({ value: one.id, label: appointmentInWords(one, when) }))
        .reverse()}
      none="You can’t see any appointments of this patient."
      error={error}
      isClosed={!isOpen}
    />
  )
}

interface ChoiceProps extends Omit<RecordFieldProps, 'kind'> {
  readonly label: string
  /** Undefined: not known yet. */
  readonly options: readonly { readonly value: string; readonly label: string }[] | undefined
  /** The text if there are none. */
  readonly none: string
  readonly error: Error | null
  /** Whether the reader has no access to the list. */
  readonly isClosed: boolean
}

function Choice({ label, record, change, options, none, error, isClosed }: ChoiceProps) {
  if (isClosed || options?.length === 0)
    return <p className={classes.none}>{none} You can still paste a link.</p>
  return (
    <Select
      label={label}
      placeholder={options === undefined ? 'Loading…' : 'Any'}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': `Clear: ${label}` }}
      maxDropdownHeight={260}
      value={options?.some(({ value }) => value === record) ? (record ?? null) : null}
      data={options ?? []}
      onChange={(next) => change(next ?? undefined)}
      nothingFoundMessage="No matches"
      {...(error && { error: <ErrorWords error={error} /> })}
    />
  )
}

interface ByLinkProps extends Omit<RecordFieldProps, 'kind'> {
  readonly name: string
}

/** The link or number of a record, for records the reader’s own lists don’t show. */
function ByLink({ name, record = '', change }: ByLinkProps) {
  const [typed, setTyped] = useState(record)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const pasted = recordIn(typed)
    change(pasted === '' ? undefined : pasted)
  }
  return (
    <details className={classes.link} open={record !== ''}>
      <summary>Or paste a link</summary>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label={`Link or number of the ${name}`}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" variant="default">
          Check
        </Button>
      </form>
    </details>
  )
}

function noteInWords({ title, owner, signed, writtenAt }: NoteEntry, { dayInWords }: When): string {
  const parts = [title === '' ? 'Untitled note' : title, owner?.name, signed ? 'signed' : 'draft']
  return `${dayInWords(writtenAt)}: ${parts.filter((part) => part !== undefined).join(', ')}`
}

function appointmentInWords(
  { start, practitioner, description, status }: Appointment,
  { whenInWords }: When,
): string {
  const parts = [practitioner?.name ?? 'unassigned', description, statusWords[status].toLowerCase()]
  return `${whenInWords(start)}: ${parts.filter((part) => part !== '').join(', ')}`
}

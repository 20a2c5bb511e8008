import { Button, Modal, Select, Textarea } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks'
import type { Location, Named, PatientPage } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { sentenceOf } from '../api/failure.ts'
import { asked, eyesOf } from '../api/questions.ts'
import { request } from '../api/request.ts'
import { dateInWords } from '../patients/date-in-words.ts'
import { Notice } from '../shell/notice.tsx'
import { useMe } from '../shell/use-me.ts'
import { clock, type Day } from './days.ts'
import classes from './dialogs.module.css'
import { type Booking, book } from './questions.ts'
import { instantsOf, TimeFields, type TypedTime } from './time-fields.tsx'
import { useCalendarChange } from './use-calendar-change.ts'

export interface BookingPlace {
  readonly day: Day
  readonly minutes: number
  readonly practitioner: string | undefined
}

interface BookingDialogProps {
  /** Undefined: closed. */
  readonly place: BookingPlace | undefined
  readonly people: readonly Named[]
  readonly places: readonly Location[]
  readonly close: () => void
}

export function BookingDialog({ place, people, places, close }: BookingDialogProps) {
  const isNarrow = useMediaQuery('(max-width: 36em)')
  return (
    <Modal.Root opened={place !== undefined} onClose={close} size={540} fullScreen={isNarrow} centered>
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content className={classes.surface}>
        {/* The page has its banner already. */}
        <Modal.Header role="presentation" className={classes.surface}>
          <Modal.Title className={classes.title}>Book an appointment</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </Modal.Header>
        <Modal.Body>
          {place && <Form place={place} people={people} places={places} close={close} />}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

function Form({ place, people, places, close }: BookingDialogProps & { readonly place: BookingPlace }) {
  const [patient, setPatient] = useState<string | null>(null)
  const [time, setTime] = useState<TypedTime>({
    day: place.day,
    from: clock(place.minutes),
    until: clock(Math.min(place.minutes + 30, 24 * 60 - 1)),
    practitioner: place.practitioner ?? people[0]?.id ?? '',
    location: '',
  })
  const [description, setDescription] = useState('')
  const save = useCalendarChange((booking: Booking) => book(booking), close)
  const instants = instantsOf(time)
  const canSave = patient !== null && instants !== undefined && time.practitioner !== ''
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (patient === null || instants === undefined) return
    const { practitioner, location } = time
    save.mutate({
      patient,
      practitioner,
      location: location === '' ? null : location,
      description,
      ...instants,
    })
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      {save.isError && !save.isPending && (
        <Notice tone="trouble">
          {sentenceOf(save.error)} Nothing is booked, and nothing you typed is lost.
        </Notice>
      )}
      <PatientSelect patient={patient} choose={setPatient} />
      <TimeFields typed={time} change={setTime} people={people} places={places} />
      <Textarea
        label="What for"
        maxLength={2000}
        rows={2}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <div className={classes.actions}>
        <Button type="submit" loading={save.isPending} disabled={!canSave}>
          Book
        </Button>
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
      </div>
    </form>
  )
}

interface PatientSelectProps {
  readonly patient: string | null
  readonly choose: (patient: string | null) => void
}

/** Found by name among those in reach, as one types. */
function PatientSelect({ patient, choose }: PatientSelectProps) {
  const eyes = eyesOf(useMe())
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<{ value: string; label: string }>()
  const [search] = useDebouncedValue(typed === chosen?.label ? '' : typed.trim(), 200)
  const { data, error } = useQuery({
    queryKey: ['patient-search', eyes, search],
    queryFn: ({ signal }) =>
      request(`/api/patients${asked({ search, limit: 8 })}`, { signal }) as Promise<PatientPage>,
    placeholderData: (before) => before,
  })
  const found = (data?.patients ?? []).map(({ id, given, family, birthDate }) => ({
    value: id,
    label: `${given} ${family}${birthDate === '' ? '' : `, born ${dateInWords(birthDate)}`}`,
  }))
  const isListed = chosen === undefined || found.some(({ value }) => value === chosen.value)
  return (
    <Select
      label="Patient"
      placeholder="Type a name"
      searchable
      // Inside the dialog, and short enough that nothing in it scrolls.
      comboboxProps={{ withinPortal: false }}
      withScrollArea={false}
      maxDropdownHeight={400}
      data-autofocus
      data={isListed ? found : [chosen, ...found]}
      // The server has searched already.
      filter={({ options }) => options}
      value={patient}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(next) => {
        choose(next)
        setChosen(found.find(({ value }) => value === next))
      }}
      nothingFoundMessage={error ? sentenceOf(error) : 'None of the patients you reach has this name.'}
    />
  )
}

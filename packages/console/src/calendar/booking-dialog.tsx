import { Button, Modal, Select, Textarea } from '@mantine/core'
import { call } from '../api/call.ts'
import { ErrorWords } from '../ui/error-words.tsx'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks'
import type { Location, Named, RouteInput } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { queryOf, viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { useTimeZone } from '../api/use-time-zone.ts'
import { dateInWords } from '../ui/date-in-words.ts'
import { clock, type Day } from '../ui/days.ts'
import { NotSaved } from '../ui/not-saved.tsx'
import { useKept } from '../ui/use-draft.ts'
import classes from './dialogs.module.css'
import { instantsOf, TimeFields, type TypedTime } from './time-fields.tsx'
import { useCalendarChange } from './use-calendar-change.ts'

export interface BookingPlace {
  readonly day: Day
  readonly minutes: number
  readonly practitioner: string | undefined
}

/** A patient by id, and as they are called in a list. */
interface Chosen {
  readonly value: string
  readonly label: string
}

interface BookingDialogProps {
  readonly isOpen: boolean
  /** Under this name what is typed is kept. */
  readonly keptAs: string
  /** For whom, where that is known. */
  readonly patient?: Chosen
  readonly place: BookingPlace
  /** Whether somebody pointed at the place: then a booking they had begun moves there. */
  readonly isPointedAt: boolean
  /** In whose calendars one may book. */
  readonly people: readonly Named[]
  readonly places: readonly Location[]
  readonly close: () => void
}

export function BookingDialog({ isOpen, ...others }: BookingDialogProps) {
  const isNarrow = useMediaQuery('(max-width: 36em)')
  return (
    <Modal.Root opened={isOpen} onClose={others.close} size={540} fullScreen={isNarrow} centered>
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content classNames={{ content: classes.surface }}>
        {/* The page has its banner already. */}
        <Modal.Header role="presentation" className={classes.surface}>
          <Modal.Title className={classes.title}>Book an appointment</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </Modal.Header>
        <Modal.Body>{isOpen && <Form {...others} />}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

interface TypedBooking {
  readonly patient: Chosen | null
  readonly time: TypedTime
  readonly description: string
}

type FormProps = Omit<BookingDialogProps, 'isOpen'>

function Form({ keptAs, patient, place, isPointedAt, people, places, close }: FormProps) {
  const timeZone = useTimeZone()
  const [typed, keep] = useKept<TypedBooking>(viewerKey(useMe()), keptAs)
  const [begun] = useState(typed)
  const [moved, setMoved] = useState(false)
  const isOpen = (id: string | undefined): boolean => people.some((one) => one.id === id)
  const fresh: TypedTime = {
    day: place.day,
    from: clock(place.minutes),
    until: clock(Math.min(place.minutes + 30, 24 * 60 - 1)),
    practitioner: (isOpen(place.practitioner) ? place.practitioner : people[0]?.id) ?? '',
    location: begun?.time.location ?? '',
  }
  const isMoved = begun !== undefined && isPointedAt && !moved
  const now: TypedBooking = {
    patient: typed === undefined ? (patient ?? null) : typed.patient,
    time: typed === undefined || isMoved ? fresh : typed.time,
    description: typed?.description ?? '',
  }
  const change = (next: Partial<TypedBooking>): void => {
    setMoved(true)
    keep({ ...now, ...next })
  }
  const save = useCalendarChange(
    (body: RouteInput<'POST /api/appointments'>['body']) => call('POST /api/appointments', { body }),
    () => {
      keep(undefined)
      close()
    },
  )
  const instants = instantsOf(now.time, timeZone)
  const canSave = now.patient !== null && instants !== undefined && isOpen(now.time.practitioner)
  const send = (confirmed: boolean): void => {
    const { time, description } = now
    if (now.patient === null || instants === undefined) return
    save.mutate({
      patient: now.patient.value,
      practitioner: time.practitioner,
      location: time.location === '' ? null : time.location,
      description,
      ...instants,
      confirmed,
    })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    send(false)
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      {save.isError && !save.isPending && (
        <NotSaved
          error={save.error}
          means="The appointment isn’t booked. What you typed is still here."
          confirm={() => send(true)}
        />
      )}
      <PatientSelect chosen={now.patient} choose={(chosen) => change({ patient: chosen })} />
      <TimeFields typed={now.time} change={(time) => change({ time })} people={people} places={places} />
      <Textarea
        label="Reason for visit"
        maxLength={2000}
        rows={2}
        value={now.description}
        onChange={(event) => change({ description: event.currentTarget.value })}
      />
      <div className={classes.buttons}>
        <Button
          variant="default"
          onClick={() => {
            keep(undefined)
            close()
          }}
        >
          Cancel
        </Button>
        <Button type="submit" loading={save.isPending} disabled={!canSave}>
          Book
        </Button>
      </div>
    </form>
  )
}

interface PatientSelectProps {
  readonly chosen: Chosen | null
  readonly choose: (patient: Chosen | null) => void
}

/** Found by name among those in reach, as one types. */
function PatientSelect({ chosen, choose }: PatientSelectProps) {
  const viewer = viewerKey(useMe())
  const [typed, setTyped] = useState(chosen?.label ?? '')
  const [search] = useDebouncedValue(typed === chosen?.label ? '' : typed.trim(), 200)
  const { data, error } = useQuery({
    ...queryOf('GET /api/patients', viewer, { query: { search, limit: 8 } }),
    placeholderData: (before) => before,
  })
  const found = (data?.patients ?? []).map(({ id, given, family, birthDate }) => ({
    value: id,
    label: `${given} ${family}${birthDate === '' ? '' : `, born ${dateInWords(birthDate)}`}`,
  }))
  const isListed = chosen === null || found.some(({ value }) => value === chosen.value)
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
      // The names come as one types or asks for them, and cover nothing before.
      openOnFocus={false}
      data={isListed ? found : [chosen, ...found]}
      // The server has searched already.
      filter={({ options }) => options}
      value={chosen?.value ?? null}
      searchValue={typed}
      onSearchChange={setTyped}
      // Choosing the same again is no way to choose nobody.
      allowDeselect={false}
      onChange={(_, option) => choose(option && { value: option.value, label: option.label })}
      nothingFoundMessage={error ? <ErrorWords error={error} /> : 'No patients found'}
    />
  )
}

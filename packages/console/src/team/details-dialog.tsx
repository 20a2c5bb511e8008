import { NativeSelect, TextInput } from '@mantine/core'
import type { JobTitleRecommendation, RouteInput, WholeMember } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { queryOf, viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { useTimeZone } from '../api/use-time-zone.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ChangedMeanwhile } from './changed-meanwhile.tsx'
import { dayInWords, lastDayInWords } from './member-words.ts'
import { daysOf, SpanFields, spanOfDays } from './span-fields.tsx'
import { useChange } from './use-change.ts'
import { useWhyClosed } from './use-why-closed.ts'

interface DetailsDialogProps {
  readonly member: WholeMember
  readonly close: () => void
}

/** A person’s name, job, e-mail address and period of access. */
export function DetailsDialog({ member: read, close }: DetailsDialogProps) {
  // As it was when the dialog was opened: later updates must change neither the form nor the version.
  const [member] = useState(read)
  const [version, setVersion] = useState(member.version)
  const me = useMe()
  const timeZone = useTimeZone()
  const { data: { jobTitles: titles } = { jobTitles: [] } } = useQuery(
    queryOf('GET /api/job-titles', viewerKey(me)),
  )
  const [name, setName] = useState(member.name)
  const [title, setTitle] = useState(member.jobTitle ?? '')
  const [email, setEmail] = useState(member.email ?? '')
  const [days, setDays] = useState(() => daysOf(member, timeZone))
  const ruleDates = useWhyClosed(member, 'setLimits')
  const whyDates = member.owner ? 'The owner’s access can’t have a first or last day.' : ruleDates
  const span = spanOfDays(days, timeZone, member)
  const edit: RouteInput<'PATCH /api/members/:id'>['body'] = {
    ...(name.trim() !== member.name && { name: name.trim() }),
    ...(title !== (member.jobTitle ?? '') && { jobTitle: title || null }),
    ...(email.trim() !== (member.email ?? '') && { email: email.trim() || null }),
    ...(span.from !== member.from && { from: span.from }),
    ...(span.until !== member.until && { until: span.until }),
  }
  const isChanged = Object.keys(edit).length > 0
  const change = useChange(
    (isConfirmed) =>
      call('PATCH /api/members/:id', {
        params: { id: member.id },
        version,
        body: { ...edit, confirmed: isConfirmed },
      }),
    close,
  )
  return (
    <Dialog
      title={`Edit ${member.name}`}
      isOpen
      close={close}
      confirm="Save"
      isReady={isChanged && name.trim() !== ''}
      isBusy={change.isPending}
      error={change.error}
      run={(isConfirmed) => change.mutate(isConfirmed)}
    >
      <TextInput
        label="Name"
        required
        withAsterisk={false}
        maxLength={200}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NativeSelect
        label="Job"
        description="Doesn’t change their access. Roles do"
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        data={[{ value: '', label: 'Other' }, ...titles.map(({ id, label }) => ({ value: id, label }))]}
      />
      <TextInput
        type="email"
        label="E-mail address"
        description={
          member.account
            ? 'Shown to the team. Their sign-in address stays the same'
            : 'Invitations are sent here'
        }
        maxLength={320}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <SpanFields days={days} change={setDays} disabled={whyDates !== undefined} />
      <p role="status">{whyDates ?? timeInWords(member.name, span, timeZone)}</p>
      <ChangedMeanwhile
        member={member.id}
        error={change.error}
        describe={(now) => detailsInWords(now, titles, timeZone)}
        goOn={(now) => {
          setVersion(now)
          change.reset()
        }}
      />
    </Dialog>
  )
}

type Time = Pick<WholeMember, 'from' | 'until'>

/** A person’s period of access, in a sentence. */
function timeInWords(name: string, { from, until }: Time, timeZone: string): string {
  const now = Date.now()
  if (until !== null && Date.parse(until) <= now)
    return `${name}’s access ended. Last day: ${lastDayInWords(until, timeZone)}. Their records and roles stay.`
  const begins = from !== null && Date.parse(from) > now ? ` from ${dayInWords(from, timeZone)}` : ''
  const ends = until === null ? '' : ` until ${lastDayInWords(until, timeZone)}`
  return begins === '' && ends === '' ? 'No end date.' : `${name} has access${begins}${ends}.`
}

function detailsInWords(
  now: WholeMember,
  titles: readonly JobTitleRecommendation[],
  timeZone: string,
): readonly string[] {
  const title = titles.find(({ id }) => id === now.jobTitle)?.label
  return [
    `Name: ${now.name}.`,
    `Job: ${title ?? 'Other'}.`,
    `E-mail: ${now.email ?? 'none'}.`,
    timeInWords(now.name, now, timeZone),
  ]
}

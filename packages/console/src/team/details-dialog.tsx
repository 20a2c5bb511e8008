import { NativeSelect, TextInput } from '@mantine/core'
import type { JobTitleRecommendation, WholeMember } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { eyesOf } from '../api/queries.ts'
import { useMe } from '../api/use-me.ts'
import { useTimeZone } from '../api/use-time-zone.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ChangedMeanwhile } from './changed-meanwhile.tsx'
import { dayInWords } from './member-words.ts'
import { askJobTitles, editMember, type MemberEdit } from './queries.ts'
import { daysOf, SpanFields, spanOfDays } from './span-fields.tsx'
import { useChange } from './use-change.ts'
import { useWhyClosed } from './use-why-closed.ts'

interface DetailsDialogProps {
  readonly member: WholeMember
  readonly close: () => void
}

/** What somebody is called and does, and between when they have access. */
export function DetailsDialog({ member: read, close }: DetailsDialogProps) {
  // What was read when the dialog was opened: what comes in meanwhile must not change the form, nor the version.
  const [member] = useState(read)
  const [version, setVersion] = useState(member.version)
  const me = useMe()
  const timeZone = useTimeZone()
  const { data: titles = [] } = useQuery(askJobTitles(eyesOf(me)))
  const [name, setName] = useState(member.name)
  const [title, setTitle] = useState(member.jobTitle ?? '')
  const [email, setEmail] = useState(member.email ?? '')
  const [days, setDays] = useState(() => daysOf(member, timeZone))
  const ruleDates = useWhyClosed(member, 'setLimits')
  const whyDates = member.owner ? 'The owner of the practice has no first and no last day.' : ruleDates
  const span = spanOfDays(days, timeZone, member)
  const edit: MemberEdit = {
    ...(name.trim() !== member.name && { name: name.trim() }),
    ...(title !== (member.jobTitle ?? '') && { jobTitle: title || null }),
    ...(email.trim() !== (member.email ?? '') && { email: email.trim() || null }),
    ...(span.from !== member.from && { from: span.from }),
    ...(span.until !== member.until && { until: span.until }),
  }
  const isChanged = Object.keys(edit).length > 0
  const change = useChange((isConfirmed) => editMember(member.id, edit, version, isConfirmed), close)
  return (
    <Dialog
      title={`Details of ${member.name}`}
      isOpen
      close={close}
      confirm="Save the details"
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
        description="It decides nothing: their roles do"
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        data={[
          { value: '', label: 'Something else' },
          ...titles.map(({ id, label }) => ({ value: id, label })),
        ]}
      />
      <TextInput
        type="email"
        label="E-mail address"
        description={
          member.account
            ? 'As the team sees it. What they sign in with does not change'
            : 'Where an invitation would go'
        }
        maxLength={320}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <SpanFields
        days={days}
        change={setDays}
        disabled={whyDates !== undefined}
        untilMeans="From this day on they have no access"
      />
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

/** Between when somebody has access, in a sentence. */
function timeInWords(name: string, { from, until }: Time, timeZone: string): string {
  const now = Date.now()
  if (until !== null && Date.parse(until) <= now)
    return `The access of ${name} is over since ${dayInWords(until, timeZone)}. What they wrote stays, and so does what they were given.`
  const begins = from !== null && Date.parse(from) > now ? ` from ${dayInWords(from, timeZone)}` : ''
  const ends = until === null ? '' : ` until ${dayInWords(until, timeZone)}, and then ends by itself`
  return begins === '' && ends === ''
    ? `The access of ${name} has no last day.`
    : `${name} has access${begins}${ends}.`
}

function detailsInWords(
  now: WholeMember,
  titles: readonly JobTitleRecommendation[],
  timeZone: string,
): readonly string[] {
  const title = titles.find(({ id }) => id === now.jobTitle)?.label
  return [
    `They are called ${now.name}.`,
    `Their job: ${title ?? 'something else'}.`,
    `Their address: ${now.email ?? 'none'}.`,
    timeInWords(now.name, now, timeZone),
  ]
}

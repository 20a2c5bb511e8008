import { Button } from '@mantine/core'
import type { AuditVerification } from '@rolecall/contract'
import {
  IconAlertOctagon,
  IconHourglass,
  IconProgressCheck,
  IconQuestionMark,
  IconRosetteDiscountCheck,
} from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { queryOf, viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { useTimeZone } from '../api/use-time-zone.ts'
import { Trouble } from '../ui/load-error.tsx'
import { Sentence } from '../ui/sentence.tsx'
import classes from './verify-log.module.css'
import { instantInWords } from './when.ts'

const number = new Intl.NumberFormat('en')

/** Verifies the whole log against its seals, and shows the result. */
export function VerifyLog({ showDay }: { readonly showDay: (day: string) => void }) {
  const question = queryOf('GET /api/audit/verification', viewerKey(useMe()))
  const queries = useQueryClient()
  const start = useMutation({
    mutationFn: () => call('POST /api/audit/verify'),
    onSuccess: (answer) => queries.setQueryData(question.queryKey, answer),
  })
  // Nothing is fetched before the reader asks: reading the result is a log entry itself.
  const { data, error, isFetching, refetch } = useQuery({
    ...question,
    enabled: ({ state }) => state.data !== undefined,
    // A large log is still being verified after the first answer.
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 1500 : false),
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const isRunning = start.isPending || data?.state === 'running'
  const trouble = start.error ?? error
  return (
    <section className={classes.verify} aria-label="Verify the log">
      {trouble ? (
        <Trouble
          what="the result"
          error={trouble}
          busy={isFetching || start.isPending}
          retry={() => (start.error ? start.mutate() : void refetch())}
        />
      ) : (
        <div className={classes.box} data-state={isRunning ? 'running' : (data?.state ?? 'none')}>
          <Mark state={isRunning ? 'running' : (data?.state ?? 'none')} />
          <div className={classes.words} role="status">
            <Words verification={data} isRunning={isRunning} />
          </div>
          <div className={classes.actions}>
            {data?.finding?.at && <ShowDay at={data.finding.at} showDay={showDay} />}
            <Button variant="default" size="sm" loading={isRunning} onClick={() => start.mutate()}>
              {data === undefined || data.state === 'none' ? 'Verify the log' : 'Verify again'}
            </Button>
          </div>
          {/* The total is only known at the end, so the bar is indeterminate. */}
          {isRunning && <div className={classes.bar} role="progressbar" aria-label="Verifying the log" />}
        </div>
      )}
    </section>
  )
}

interface WordsProps {
  readonly verification: AuditVerification | undefined
  readonly isRunning: boolean
}

function Words({ verification, isRunning }: WordsProps) {
  const timeZone = useTimeZone()
  if (isRunning) {
    return (
      <>
        <h2>Verifying…</h2>
        <p>{number.format(verification?.entries ?? 0)} entries checked so far</p>
      </>
    )
  }
  switch (verification?.state) {
    case 'sound':
      return (
        <>
          <h2>
            {verification.accepted.length === 0
              ? 'No tampering found'
              : 'No tampering found, except an accepted gap'}
          </h2>
          <p>
            All <strong>{number.format(verification.entries)}</strong> sealed entries are intact
            {waiting(verification.waiting)}.{' '}
            {verification.finishedAt !== null &&
              `Verified ${instantInWords(verification.finishedAt, timeZone)}.`}
          </p>
          {verification.accepted.map(({ entries, since, until, at, reason }) => (
            <p key={at} className={classes.aside}>
              {entries === 1 ? 'One entry is' : `${number.format(entries)} entries are`} missing, sealed
              between {instantInWords(since, timeZone)} and {instantInWords(until, timeZone)}. This gap was
              accepted on the server on {instantInWords(at, timeZone)}: {reason}
            </p>
          ))}
        </>
      )
    case 'tampered':
      return (
        <>
          <h2>The log was tampered with</h2>
          <p>
            <Sentence words={verification.finding?.words ?? verification.words} />
          </p>
          {verification.finding?.at && (
            <p className={classes.aside}>
              First affected entry: {instantInWords(verification.finding.at, timeZone)}
            </p>
          )}
        </>
      )
    case 'unverifiable':
    case 'failed':
      return (
        <>
          <h2>
            {verification.state === 'failed'
              ? 'The log couldn’t be verified now'
              : 'The log can’t be verified'}
          </h2>
          <p>
            <Sentence words={verification.words} />
          </p>
        </>
      )
    default:
      return (
        <>
          <h2>Check the log for tampering</h2>
          <p>Every entry is sealed. Verify every entry against its seal.</p>
        </>
      )
  }
}

function waiting(count: number): string {
  if (count === 0) return ''
  return `; ${number.format(count)} recent ${count === 1 ? 'entry isn’t' : 'entries aren’t'} sealed yet`
}

const marks = {
  none: IconProgressCheck,
  running: IconHourglass,
  sound: IconRosetteDiscountCheck,
  tampered: IconAlertOctagon,
  unverifiable: IconQuestionMark,
  failed: IconQuestionMark,
} as const satisfies Record<AuditVerification['state'], unknown>

function Mark({ state }: { readonly state: AuditVerification['state'] }) {
  const Icon = marks[state]
  return <Icon size={30} stroke={1.75} aria-hidden="true" className={classes.mark} />
}

function ShowDay({ at, showDay }: { readonly at: string; readonly showDay: (day: string) => void }) {
  const day = new Date(at)
  const two = (part: number): string => String(part).padStart(2, '0')
  return (
    <Button
      size="sm"
      variant="default"
      onClick={() => showDay(`${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`)}
    >
      Show that day
    </Button>
  )
}

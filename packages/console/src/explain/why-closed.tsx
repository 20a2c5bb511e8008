import { Skeleton } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { queryOf, viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import { StepList } from './step-list.tsx'
import { Verdict } from './verdict.tsx'
import classes from './why-closed.module.css'

export interface WhyClosedProps {
  /** The heading of the page. */
  readonly title: string
  /** What the page is, as in "You don’t have access to …". */
  readonly what: string
  readonly kind: string
  readonly act: string
}

/** A page the reader has no access to: says why, and how to fix it. */
export function WhyClosed({ title, what, kind, act }: WhyClosedProps) {
  const me = useMe()
  const question = queryOf('GET /api/why', viewerKey(me), { query: { kind, act } })
  const { data, error, isFetching } = useQuery(question)
  const retry = useAskAgain(question.queryKey)
  return (
    <>
      <h1>{title}</h1>
      <section className={classes.closed}>
        <p className={classes.lead}>
          <IconLock size={20} aria-hidden="true" /> You don’t have access to {what}.
        </p>
        {data ? (
          <>
            <Verdict explanation={data.explanation} />
            <StepList explanation={data.explanation} />
          </>
        ) : error ? (
          <Trouble what="the reason" error={error} busy={isFetching} retry={retry} />
        ) : (
          <>
            <SlowNotice what="the reason" retry={retry} />
            <Skeleton height={112} radius="lg" />
            <Skeleton height={320} radius="lg" />
          </>
        )}
      </section>
    </>
  )
}

import { Button, Skeleton } from '@mantine/core'
import type { WholePatient } from '@rolecall/contract'
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { type Eyes, eyesOf } from '../api/queries.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { useWhen } from '../ui/use-when.ts'
import classes from './access-history.module.css'
import { Closed } from './closed.tsx'
import { askLog } from './queries.ts'

/** Who has looked at this patient or changed something, newest first. */
export function WhoLooked({ patient }: { readonly patient: WholePatient }) {
  const me = useMe()
  if (!me.open.includes('listAudit')) {
    return (
      <Closed
        label="Open the log"
        why="the log is read by those who may view it"
        question={{ kind: 'audit', act: 'view' }}
        what="see who has looked"
      />
    )
  }
  return <Entries eyes={eyesOf(me)} patient={patient.id} />
}

function Entries({ eyes, patient }: { readonly eyes: Eyes; readonly patient: string }) {
  const { dayInWords, timeInWords } = useWhen()
  const question = infiniteQueryOptions({
    queryKey: ['who-looked', eyes, patient],
    queryFn: ({ pageParam, signal }) => askLog(patient, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
  const { data, error, isFetching, hasNextPage, fetchNextPage } = useInfiniteQuery(question)
  const retry = useAskAgain(question.queryKey)
  if (!data) {
    return error ? (
      <Trouble what="the log" error={error} busy={isFetching} retry={retry} />
    ) : (
      <div aria-busy="true">
        <SlowNotice what="the log" retry={retry} />
        <Skeleton height={300} radius="lg" />
      </div>
    )
  }
  const entries = data.pages.flatMap((page) => page.entries)
  return (
    <section aria-label="Who has looked at this patient">
      {error && <Trouble what="the log as it is now" error={error} busy={isFetching} retry={retry} />}
      {entries.length === 0 && <p>Nobody has looked at this patient yet, as far back as the log goes.</p>}
      <ol className={classes.entries}>
        {entries.map(({ id, at, outcome, words }, index) => (
          <li key={id} className={classes.entry} data-outcome={outcome}>
            <time dateTime={at} className={classes.when}>
              {(index === 0 || dayInWords(at) !== dayInWords(entries[index - 1]?.at ?? '')) && (
                <strong>{dayInWords(at)}</strong>
              )}
              <span>{timeInWords(at)}</span>
            </time>
            <span className={classes.words}>
              <Sentence words={words} />
            </span>
            {outcome !== 'allowed' && <span className={classes.outcome}>{outcome}</span>}
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <Button variant="default" loading={isFetching} onClick={() => void fetchNextPage()}>
          Show earlier
        </Button>
      )}
    </section>
  )
}

import { Button, Skeleton } from '@mantine/core'
import type { WholePatient } from '@rolecall/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { infiniteQueryOf, type ViewerKey, viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { useWhen } from '../ui/use-when.ts'
import classes from './access-history.module.css'
import { Closed } from './closed.tsx'

/** The log of who viewed or changed this patient, newest first. */
export function AccessHistory({ patient }: { readonly patient: WholePatient }) {
  const me = useMe()
  if (!me.open.includes('listAudit')) {
    return (
      <Closed
        label="View access history"
        why="you don’t have access to the activity log"
        question={{ kind: 'audit', act: 'view' }}
        what="view the access history"
      />
    )
  }
  return <Entries viewer={viewerKey(me)} patient={patient.id} />
}

function Entries({ viewer, patient }: { readonly viewer: ViewerKey; readonly patient: string }) {
  const { dayInWords, timeInWords } = useWhen()
  const question = infiniteQueryOf('GET /api/audit', viewer, { query: { record: patient, limit: 50 } })
  const { data, error, isFetching, hasNextPage, fetchNextPage } = useInfiniteQuery(question)
  const retry = useAskAgain(question.queryKey)
  if (!data) {
    return error ? (
      <Trouble what="the access history" error={error} busy={isFetching} retry={retry} />
    ) : (
      <div aria-busy="true">
        <SlowNotice what="the access history" retry={retry} />
        <Skeleton height={300} radius="lg" />
      </div>
    )
  }
  const entries = data.pages.flatMap((page) => page.entries)
  return (
    <section aria-label="Access history">
      {error && <Trouble what="the latest access history" error={error} busy={isFetching} retry={retry} />}
      {entries.length === 0 && <p>No one has viewed this patient yet.</p>}
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

import { Skeleton } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { clearCache } from '../api/client.ts'
import { demoPeopleQuery } from '../api/session.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { ErrorWords } from '../ui/error-words.tsx'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import { Notice } from '../ui/notice.tsx'
import { PersonCard } from './person-card.tsx'
import classes from './sign-in-page.module.css'

interface PickAPersonProps {
  readonly hasEnded: boolean
  readonly enter: () => void
}

/** Signs in to the demo: one picks a person, without a password. */
export function PickAPerson({ hasEnded, enter }: PickAPersonProps) {
  const queries = useQueryClient()
  const { data, error, isFetching } = useQuery(demoPeopleQuery)
  const pick = useMutation({
    mutationFn: (member: string) => call('POST /api/session/picked', { body: { member } }),
    onSuccess: () => {
      clearCache(queries)
      enter()
    },
  })
  const retry = useAskAgain(demoPeopleQuery.queryKey)
  return (
    <>
      <div className={classes.intro}>
        <h1>Choose who to sign in as</h1>
        <p>Each person sees different patients.</p>
      </div>
      <div className={classes.notices}>
        {hasEnded && (
          <Notice>Your session has ended. Choose who to sign in as to continue where you left off.</Notice>
        )}
        {data ? (
          <Notice>
            This is a demo. The practice, its people and its patients are made up, so you don’t need a
            password.
          </Notice>
        ) : (
          !error && <Skeleton height={48} radius="md" />
        )}
        {pick.isError && (
          <Notice
            tone="trouble"
            action={{ label: 'Retry', run: () => pick.mutate(pick.variables), busy: pick.isPending }}
          >
            <ErrorWords error={pick.error} /> You’re not signed in yet.
          </Notice>
        )}
        {!data && error && <Trouble what="the people" error={error} busy={isFetching} retry={retry} />}
        {!data && !error && <SlowNotice what="the people" retry={retry} />}
      </div>
      <ul className={classes.people} aria-busy={!data}>
        {data
          ? data.people.map((person) => (
              <PersonCard
                key={person.id}
                person={person}
                isEntering={pick.isPending && pick.variables === person.id}
                enter={() => pick.mutate(person.id)}
              />
            ))
          : !error &&
            [1, 2, 3, 4, 5, 6].map((n) => <Skeleton key={n} component="li" height={136} radius="lg" />)}
      </ul>
    </>
  )
}

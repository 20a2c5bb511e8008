import { Skeleton } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { sentenceOf } from '../api/failure.ts'
import { askPeople, signIn } from '../api/questions.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { Brand } from '../shell/brand.tsx'
import { ColourSchemeMenu } from '../shell/colour-scheme-menu.tsx'
import { Help } from '../shell/help.tsx'
import { Notice } from '../shell/notice.tsx'
import shell from '../shell/shell.module.css'
import { SlowNotice, Trouble } from '../shell/trouble.tsx'
import { PersonCard } from './person-card.tsx'
import classes from './sign-in-page.module.css'

const route = getRouteApi('/sign-in')

/** Signing in to the demo: one picks a person. */
export function SignInPage() {
  const { back = '/patients', ended } = route.useSearch()
  const { history } = useRouter()
  const queries = useQueryClient()
  const { data, error, isFetching } = useQuery(askPeople)
  const enter = useMutation({
    mutationFn: signIn,
    onSuccess: () => {
      // What the person before saw is gone before the next one looks.
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== askPeople.queryKey[0] })
      history.push(back)
    },
  })
  const retry = useAskAgain(askPeople.queryKey)
  return (
    <>
      <title>Sign in · Rolecall</title>
      <header className={shell.header}>
        <Brand practice={data?.practice.name} />
        <div className={shell.tools}>
          <ColourSchemeMenu />
        </div>
      </header>
      <main className={shell.content}>
        <div className={classes.intro}>
          <h1>Pick a person</h1>
          <p>See the practice through their eyes: which patients they reach, and why.</p>
        </div>
        <div className={classes.notices}>
          {ended && <Notice>Your session has ended. Pick who you are, and you go on where you were.</Notice>}
          {data ? (
            <Notice>
              {data.practice.madeUp
                ? 'This is a demo. The practice, its people and its patients are made up, so nobody needs a password.'
                : 'Signing in proves nothing yet: whoever uses this machine can be anyone here.'}
            </Notice>
          ) : (
            !error && <Skeleton height={48} radius="md" />
          )}
          {enter.isError && (
            <Notice
              tone="trouble"
              action={{ label: 'Retry', run: () => enter.mutate(enter.variables), busy: enter.isPending }}
            >
              {sentenceOf(enter.error)} You are not signed in yet.
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
                  isEntering={enter.isPending && enter.variables === person.id}
                  enter={() => enter.mutate(person.id)}
                />
              ))
            : !error &&
              [1, 2, 3, 4, 5, 6].map((n) => <Skeleton key={n} component="li" height={136} radius="lg" />)}
        </ul>
      </main>
      <Help
        title="Signing in"
        page={[
          'Every person here has their own job and their own access. Pick one, look at the patients they reach, and ask why.',
          'In the real Rolecall each person signs in with their own account. Those who cannot sign in here say why on their card.',
        ]}
        uses={['patient', 'reach', 'role', 'teamAccess', 'actingFor']}
      />
    </>
  )
}

import { Skeleton } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { clearCache } from '../api/client.ts'
import { entranceQuery } from '../api/session.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import { NotSetUp } from './not-set-up.tsx'
import { PasswordForm } from './password-form.tsx'
import { PickAPerson } from './pick-a-person.tsx'
import classes from './sign-in-page.module.css'
import { Outside } from './signed-out-layout.tsx'

const route = getRouteApi('/sign-in')

/** The way in: with a password, or in the demo by picking a person. */
export function SignInPage() {
  const { back = '/patients', ended } = route.useSearch()
  const { history } = useRouter()
  const queries = useQueryClient()
  const { data, error, isFetching } = useQuery(entranceQuery)
  const retry = useAskAgain(entranceQuery.queryKey)
  const enter = (): void => history.push(back)
  return (
    <Outside
      title="Sign in"
      practice={data?.practice?.name}
      isWide={data?.way === 'pick'}
      help={data?.way === 'pick' ? demoHelp : passwordHelp}
    >
      {content()}
    </Outside>
  )

  function content() {
    switch (data?.way) {
      case 'pick':
        return <PickAPerson hasEnded={ended !== undefined} enter={enter} />
      case 'password':
        return (
          <PasswordForm
            hasEnded={ended !== undefined}
            practice={data.practice?.name}
            enter={() => {
              clearCache(queries)
              enter()
            }}
          />
        )
      case 'set-up':
        return <NotSetUp />
      default:
        if (error) return <Trouble what="this page" error={error} busy={isFetching} retry={retry} />
        return (
          <div className={classes.notices} aria-busy="true">
            <SlowNotice what="this page" retry={retry} />
            <Skeleton height={320} radius="lg" />
          </div>
        )
    }
  }
}

const demoHelp = [
  'Each person here has their own job and their own access. Choose one, look at the patients they can see, and press Why? to check the reason.',
  'In a real practice, each person signs in with their own account. If someone can’t sign in here, their card says why.',
]

const passwordHelp = [
  'Sign in with your own e-mail address and password. Never share your account: it decides what you can see and do, and the activity log records what you do under your name.',
  'Rolecall locks after inactivity and asks for your password. What you typed is still there.',
]

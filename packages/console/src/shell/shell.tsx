import { Skeleton } from '@mantine/core'
import type { Me } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { isSignedOut } from '../api/failure.ts'
import { askMe } from '../api/questions.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { ActingForMenu } from './acting-for-menu.tsx'
import { Brand } from './brand.tsx'
import { ColourSchemeMenu } from './colour-scheme-menu.tsx'
import classes from './shell.module.css'
import { SlowNotice, Trouble } from './trouble.tsx'
import { WhoAmI } from './who-am-i.tsx'

/** What surrounds every page of a signed-in person. The pages inside can count on `useMe`. */
export function Shell() {
  const { data: me, error, isFetching } = useQuery(askMe)
  // Two trees rather than one that fills up: what is drawn once never moves.
  return me ? <SignedIn me={me} /> : <Waiting error={error} isFetching={isFetching} />
}

function SignedIn({ me }: { readonly me: Me }) {
  const content = useRef<HTMLElement>(null)
  // Whoever comes from the sign-in page by keyboard goes on here, and not at the top of the window.
  useEffect(() => content.current?.focus(), [])
  return (
    <>
      <a href="#content" className={classes.skip}>
        Skip to the content
      </a>
      <header className={classes.header}>
        <Brand practice={me.practice.name} />
        <div className={classes.tools}>
          {me.manages.length > 0 && <ActingForMenu me={me} />}
          <ColourSchemeMenu />
          <WhoAmI me={me} />
        </div>
      </header>
      <main ref={content} id="content" tabIndex={-1} className={classes.content}>
        <Outlet />
      </main>
    </>
  )
}

interface WaitingProps {
  readonly error: unknown
  readonly isFetching: boolean
}

function Waiting({ error, isFetching }: WaitingProps) {
  const retry = useAskAgain(askMe.queryKey)
  return (
    <>
      <header className={classes.header}>
        <Brand practice={undefined} />
      </header>
      <main className={classes.content}>{content()}</main>
    </>
  )

  function content() {
    // The session is over: the sign-in page is on its way.
    if (isSignedOut(error)) return null
    if (error) return <Trouble what="this page" error={error} busy={isFetching} retry={retry} />
    return (
      <div className={classes.waiting} aria-busy="true">
        <SlowNotice what="this page" retry={retry} />
        <Skeleton height={34} width={150} />
        <Skeleton height={420} radius="lg" />
      </div>
    )
  }
}

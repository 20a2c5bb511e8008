import { Skeleton } from '@mantine/core'
import type { Me } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { needsProof } from '../api/failure.ts'
import { entranceQuery, meQuery } from '../api/session.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { ReauthenticationDialog } from '../signin/reauthentication-dialog.tsx'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import { ActingForMenu } from './acting-for-menu.tsx'
import { Announcements } from './announcements.tsx'
import { Brand } from './brand.tsx'
import { ColourSchemeMenu } from './colour-scheme-menu.tsx'
import { CommandPalette } from './command-palette.tsx'
import { Navigation } from './navigation.tsx'
import classes from './shell.module.css'
import { WhoAmI } from './who-am-i.tsx'

/** What surrounds every page of a signed-in person. The pages inside can count on `useMe`. */
export function Shell() {
  const { data: me, error, isFetching } = useQuery(meQuery)
  // Known before it is needed: whether a session that ends is taken up again here, or on the sign-in page.
  useQuery(entranceQuery)
  return (
    <>
      {/* Two trees rather than one that fills up: what is drawn once never moves. */}
      {me ? <SignedIn me={me} /> : <Waiting error={error} isFetching={isFetching} />}
      <ReauthenticationDialog me={me} />
    </>
  )
}

function SignedIn({ me }: { readonly me: Me }) {
  const content = useRef<HTMLElement>(null)
  const goToContent = () => content.current?.focus({ preventScroll: true })
  // Whoever comes from the sign-in page by keyboard goes on here, and not at the top of the window.
  useEffect(() => content.current?.focus({ preventScroll: true }), [])
  return (
    <>
      <a href="#content" className={classes.skip}>
        Skip to content
      </a>
      <header className={classes.header}>
        <Brand practice={me.practice.name} />
        <div className={classes.tools}>
          {me.manages.length > 0 && <ActingForMenu me={me} />}
          <CommandPalette me={me} />
          <ColourSchemeMenu />
          <WhoAmI me={me} />
        </div>
      </header>
      <div className={classes.body}>
        <Navigation me={me} />
        <main ref={content} id="content" tabIndex={-1} className={classes.content}>
          <Announcements me={me} goOn={goToContent} />
          <Outlet />
        </main>
      </div>
    </>
  )
}

interface WaitingProps {
  readonly error: unknown
  readonly isFetching: boolean
}

function Waiting({ error, isFetching }: WaitingProps) {
  const retry = useAskAgain(meQuery.queryKey)
  return (
    <>
      <header className={classes.header}>
        <Brand practice={undefined} />
      </header>
      <main className={classes.content}>{content()}</main>
    </>
  )

  function content() {
    // The session is over or locked: the sign-in page, or the question for the password, is on its way.
    if (needsProof(error)) return null
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

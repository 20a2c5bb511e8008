import { Skeleton } from '@mantine/core'
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
  const retry = useAskAgain(askMe.queryKey)
  const content = useRef<HTMLElement>(null)
  // Whoever comes from the sign-in page by keyboard goes on here, and not at the top of the window.
  useEffect(() => content.current?.focus(), [])
  return (
    <>
      <a href="#content" className={classes.skip}>
        Skip to the content
      </a>
      <header className={classes.header}>
        <Brand practice={me?.practice.name} />
        <div className={classes.tools}>
          {me && me.manages.length > 0 && <ActingForMenu me={me} />}
          <ColourSchemeMenu />
          {me && <WhoAmI me={me} />}
        </div>
      </header>
      <main ref={content} id="content" tabIndex={-1} className={classes.content}>
        {me ? <Outlet /> : <Waiting />}
      </main>
    </>
  )

  function Waiting() {
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

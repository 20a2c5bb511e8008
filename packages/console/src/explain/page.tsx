import type { ReactNode } from 'react'
import { Help, type HelpProps } from '../shell/help.tsx'
import { WhyClosed, type WhyClosedProps } from './why-closed.tsx'

interface PageProps {
  /** In the window, and as the heading where the page is closed. */
  readonly title: string
  /** Whether what it shows may be asked for as one works now. */
  readonly isOpen: boolean
  readonly closed: Omit<WhyClosedProps, 'title'>
  readonly help: HelpProps
  readonly children: ReactNode
}

/** A page that is closed to some: they read what keeps it so, and what would change it. */
export function Page({ title, isOpen, closed, help, children }: PageProps) {
  return (
    <>
      <title>{`${title} · Rolecall`}</title>
      {isOpen ? children : <WhyClosed title={title} {...closed} />}
      <Help {...help} />
    </>
  )
}

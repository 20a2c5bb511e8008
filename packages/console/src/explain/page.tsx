import type { ReactNode } from 'react'
import { Help, type HelpProps } from '../shell/help.tsx'
import { WhyClosed, type WhyClosedProps } from './why-closed.tsx'

interface PageProps {
  /** The window title, and the heading where access is denied. */
  readonly title: string
  /** Whether the reader has access now. */
  readonly isOpen: boolean
  readonly closed: Omit<WhyClosedProps, 'title'>
  readonly help: HelpProps
  readonly children: ReactNode
}

/** A page that not everyone has access to: the others read why, and how to fix it. */
export function Page({ title, isOpen, closed, help, children }: PageProps) {
  return (
    <>
      <title>{`${title} · Rolecall`}</title>
      {isOpen ? children : <WhyClosed title={title} {...closed} />}
      <Help {...help} />
    </>
  )
}

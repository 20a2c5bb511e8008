import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { MaybeClosed } from './disabled-action.tsx'

interface SmallButtonProps {
  /** Why it is closed. Undefined: it is open. */
  readonly why: string | undefined
  readonly run: () => void
  /** What it is called by who hears the page and not sees it. */
  readonly says?: string
  readonly icon?: ReactNode
  readonly children: string
}

/** A button of a card, closed with the reason where one may not. */
export function SmallButton({ why, run, says, icon, children }: SmallButtonProps) {
  return (
    <MaybeClosed why={why}>
      <Button
        size="xs"
        variant="default"
        disabled={why !== undefined}
        onClick={run}
        {...(says !== undefined && { 'aria-label': says })}
        {...(icon !== undefined && { leftSection: icon })}
      >
        {children}
      </Button>
    </MaybeClosed>
  )
}

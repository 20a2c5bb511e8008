import { Button } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './notice.module.css'

interface NoticeProps {
  readonly tone?: 'info' | 'trouble'
  readonly children: ReactNode
  /** What can be done about it. */
  readonly action?: { readonly label: string; readonly run: () => void; readonly busy?: boolean }
  /** Close it without doing anything. */
  readonly dismiss?: () => void
}

/** A sentence that has to be seen, with what can be done about it. */
export function Notice({ tone = 'info', children, action, dismiss }: NoticeProps) {
  const Icon = tone === 'info' ? IconInfoCircle : IconAlertTriangle
  return (
    <div className={classes.notice} data-tone={tone} role={tone === 'trouble' ? 'alert' : 'status'}>
      <Icon size={20} aria-hidden="true" className={classes.icon} />
      <p className={classes.words}>{children}</p>
      {action && (
        <Button size="xs" variant="default" onClick={action.run} loading={action.busy ?? false}>
          {action.label}
        </Button>
      )}
      {dismiss && (
        <Button size="xs" variant="default" onClick={dismiss}>
          Close
        </Button>
      )}
    </div>
  )
}

import type { AuditEntry } from '@rolecall/contract'
import { IconAlertTriangle, IconBan, IconChevronRight, IconEye, IconPencil } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { useWhen } from '../ui/use-when.ts'
import classes from './activity-row.module.css'

interface ActivityRowProps {
  readonly entry: AuditEntry
  /** One line at a time is in the tab order. */
  readonly isCurrent: boolean
  readonly open: () => void
  readonly onFocus: () => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** One entry as a sentence. A denied one has its own icon and colour. */
export function ActivityRow({ entry, isCurrent, open, onFocus, onKeyDown }: ActivityRowProps) {
  const { timeInWords } = useWhen()
  const Icon = iconOf(entry)
  return (
    <button
      type="button"
      className={classes.row}
      data-outcome={entry.outcome}
      tabIndex={isCurrent ? 0 : -1}
      aria-haspopup="dialog"
      onClick={open}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
    >
      <time dateTime={entry.at} className={classes.time}>
        {timeInWords(entry.at)}
      </time>
      <span className={classes.mark} aria-hidden="true">
        <Icon size={16} />
      </span>
      <span className={classes.words}>{entry.words}</span>
      <IconChevronRight size={16} aria-hidden="true" className={classes.chevron} />
    </button>
  )
}

function iconOf({ outcome, act, detail }: AuditEntry): typeof IconEye {
  switch (outcome) {
    case 'allowed':
      // An entry without an act or a change is a view, too.
      return act === 'view' || (act === null && detail === null) ? IconEye : IconPencil
    case 'refused':
      return IconBan
    case 'failed':
      return IconAlertTriangle
  }
}

import { IconLock } from '@tabler/icons-react'
import { useId } from 'react'
import { Sentence } from '../ui/sentence.tsx'
import classes from './closed.module.css'
import { type ActQuestion, WhyAct } from './why-act.tsx'

interface ClosedProps {
  readonly label: string
  /** The sentence why not, where the server has said it. */
  readonly why: string | undefined
  readonly question: ActQuestion
  /** The act as a reader would say it: `sign this note`. */
  readonly what: string
}

/** An act that is not open: its button, shut, with the reason beside it and the way to *Why?*. */
export function Closed({ label, why, question, what }: ClosedProps) {
  const reason = useId()
  return (
    <div className={classes.closed}>
      <button type="button" aria-disabled="true" aria-describedby={reason} className={classes.button}>
        <IconLock size={14} aria-hidden="true" />
        {label}
      </button>
      <span id={reason} className={classes.why}>
        <Sentence words={why ?? 'you don’t have access'} />
      </span>
      <WhyAct question={question} what={what} />
    </div>
  )
}

import { meanwhileOf } from '../api/meanwhile.ts'
import { ChangedBy } from '../ui/changed-by.tsx'
import { NotSaved } from '../ui/not-saved.tsx'
import classes from './dialogs.module.css'

const fieldWords: Readonly<Record<string, string>> = {
  practitioner: 'with whom it is',
  start: 'when it begins',
  end: 'when it ends',
  location: 'where it is',
  description: 'what it is for',
  status: 'its state',
}

interface NotChangedProps {
  readonly error: Error
  /** What stays as it was: `The appointment is not cancelled`. */
  readonly what: string
  /** Send it again with `confirmed`. */
  readonly confirm: () => void
}

/** Why an appointment was not changed. Where somebody else was faster it says who changed what. */
export function NotChanged({ error, what, confirm }: NotChangedProps) {
  const stale = meanwhileOf(error)
  if (stale === undefined)
    return <NotSaved error={error} means={`${what}, and nothing you typed is lost.`} confirm={confirm} />
  return (
    <div role="alert" className={classes.meanwhile}>
      <p>The appointment changed meanwhile:</p>
      <ChangedBy edits={stale} words={fieldWords} />
      <p>Above is how it is now. What you chose is still here, to send again.</p>
    </div>
  )
}

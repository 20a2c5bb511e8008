import { meanwhileOf } from '../api/meanwhile.ts'
import { ChangedBy } from '../ui/changed-by.tsx'
import { NotSaved } from '../ui/not-saved.tsx'
import classes from './dialogs.module.css'

const fieldWords: Readonly<Record<string, string>> = {
  practitioner: 'the practitioner',
  start: 'the start time',
  end: 'the end time',
  location: 'the location',
  description: 'the reason for visit',
  status: 'the status',
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
    return <NotSaved error={error} means={`${what}. What you typed is still here.`} confirm={confirm} />
  return (
    <div role="alert" className={classes.meanwhile}>
      <p>Someone else changed this appointment:</p>
      <ChangedBy edits={stale} words={fieldWords} />
      <p>The latest version is shown above. Save again to replace it.</p>
    </div>
  )
}

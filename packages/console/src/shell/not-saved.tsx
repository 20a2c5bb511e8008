import { needsProof, sentenceOf } from '../api/failure.ts'
import { Notice } from './notice.tsx'

interface NotSavedProps {
  readonly error: unknown
  /** What that means for what was to be done, and for what is typed: `Nothing is booked.` */
  readonly means: string
  /** To send it again, where the form has no button for that at hand. */
  readonly again?: () => void
}

/** Says why something was not saved. What an ended session needs is asked above the page, so here it is over. */
export function NotSaved({ error, means, again }: NotSavedProps) {
  return (
    <Notice tone="trouble" {...(again && { action: { label: 'Save again', run: again } })}>
      {needsProof(error)
        ? 'It was not saved, since your session had to be taken up again.'
        : sentenceOf(error)}{' '}
      {means}
    </Notice>
  )
}

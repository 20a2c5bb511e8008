import { type Confirmation, confirmationOf, needsProof } from '../api/failure.ts'
import { ErrorWords } from './error-words.tsx'
import { Notice } from './notice.tsx'

interface NotSavedProps {
  readonly error: unknown
  /** What that means for what was to be done, and for what is typed: `Nothing is booked.` */
  readonly means: string
  /** To send it again, where the form has no button for that at hand. */
  readonly again?: () => void
  /** Send it again with `confirmed`, where the change asks for a confirmation. */
  readonly confirm?: () => void
  readonly dismiss?: () => void
}

const questions: Readonly<Record<Confirmation, string>> = {
  'own-access': 'Continue? The activity log records it.',
  'wider-access': 'This would also widen your own access. Continue? The activity log records it.',
}

/**
 * Says why something was not saved, and offers to confirm it where that helps. What an ended session needs is asked above
 * the page, so here it is over.
 */
export function NotSaved({ error, means, again, confirm, dismiss }: NotSavedProps) {
  const confirmation = confirmationOf(error)
  if (confirmation !== undefined && confirm !== undefined)
    return (
      <Notice tone="trouble" action={{ label: 'Continue', run: confirm }} {...(dismiss && { dismiss })}>
        <ErrorWords error={error} /> {questions[confirmation]}
      </Notice>
    )
  return (
    <Notice
      tone="trouble"
      {...(again && { action: { label: 'Save again', run: again } })}
      {...(dismiss && { dismiss })}
    >
      {needsProof(error) ? 'It wasn’t saved because your session had ended.' : <ErrorWords error={error} />}{' '}
      {means}
    </Notice>
  )
}

import { Checkbox } from '@mantine/core'
import { Failure } from '../api/failure.ts'

interface OwnAccessProps {
  readonly error: unknown
  readonly isConfirmed: boolean
  readonly confirm: (isConfirmed: boolean) => void
}

/** The only admin changes their own access by saying so. Shown where the server asks for it. */
export function OwnAccess({ error, isConfirmed, confirm }: OwnAccessProps) {
  if (!asksForOwnAccess(error)) return null
  return (
    <Checkbox
      label="I know that this changes what I may do myself, and I am the only admin"
      checked={isConfirmed}
      onChange={(event) => confirm(event.currentTarget.checked)}
    />
  )
}

/** Whether a change waits for the word of who makes it, since it changes what they may do themselves. */
function asksForOwnAccess(error: unknown): boolean {
  return (
    error instanceof Failure &&
    error.status === 409 &&
    (error.body as { readonly reason?: string }).reason === 'own-access'
  )
}

import { Checkbox } from '@mantine/core'
import { Failure } from '../api/failure.ts'
import { useMe } from '../shell/use-me.ts'

interface OwnAccessProps {
  readonly member: string
  readonly error: unknown
  readonly isConfirmed: boolean
  readonly confirm: (isConfirmed: boolean) => void
}

/** The only admin changes their own access by saying so. Shown where the server asks for it. */
export function OwnAccess({ member, error, isConfirmed, confirm }: OwnAccessProps) {
  const me = useMe()
  if (member !== me.member.id || !(error instanceof Failure) || error.status !== 409) return null
  return (
    <Checkbox
      label="I know that this changes what I may do myself, and I am the only admin"
      checked={isConfirmed}
      onChange={(event) => confirm(event.currentTarget.checked)}
    />
  )
}

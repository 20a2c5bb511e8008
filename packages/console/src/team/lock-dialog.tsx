import type { WholeMember } from '@rolecall/contract'
import { useState } from 'react'
import { Dialog } from '../ui/dialog.tsx'
import { lockMember, unlockMember } from './queries.ts'
import { useChange } from './use-change.ts'

interface LockDialogProps {
  readonly member: WholeMember
  readonly close: () => void
}

/** End somebody's access at once and keep everything else, or give it back. */
export function LockDialog({ member: { id, name, status }, close }: LockDialogProps) {
  // As it was when it was opened: what was done does not turn the question round.
  const [isLocked] = useState(status === 'locked')
  const change = useChange(() => (isLocked ? unlockMember(id) : lockMember(id)), close)
  return (
    <Dialog
      title={isLocked ? `Unlock ${name}` : `Lock ${name}`}
      isOpen
      close={close}
      confirm={isLocked ? 'Unlock' : 'Lock now'}
      isGrave={!isLocked}
      isBusy={change.isPending}
      error={change.error}
      run={(isConfirmed) => change.mutate(isConfirmed)}
    >
      <p>
        {isLocked
          ? `${name} can sign in again and has back everything they had: roles, limits and team access are as they were.`
          : `${name} is signed out at once, everywhere, and can do nothing until somebody unlocks them. Their roles, their patients and what they wrote stay as they are.`}
      </p>
    </Dialog>
  )
}

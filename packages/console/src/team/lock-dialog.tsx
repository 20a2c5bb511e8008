import type { WholeMember } from '@rolecall/contract'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { Dialog } from '../ui/dialog.tsx'
import { useChange } from './use-change.ts'

interface LockDialogProps {
  readonly member: WholeMember
  readonly close: () => void
}

/** Suspends a person’s access and keeps everything else, or restores it. */
export function LockDialog({ member: { id, name, status }, close }: LockDialogProps) {
  // As it was when the dialog was opened: once it is done, the question stays the same.
  const [isLocked] = useState(status === 'locked')
  const change = useChange(
    () => call(isLocked ? 'POST /api/members/:id/unlock' : 'POST /api/members/:id/lock', { params: { id } }),
    close,
  )
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
          ? `${name} can sign in again. Roles, limits and team access are as before.`
          : `${name} is signed out everywhere right away and can’t sign in until unlocked. Their roles, patients and records stay.`}
      </p>
    </Dialog>
  )
}

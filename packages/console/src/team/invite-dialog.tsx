import { TextInput } from '@mantine/core'
import type { WholeMember } from '@rolecall/contract'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { Dialog } from '../ui/dialog.tsx'
import { useChange } from './use-change.ts'

interface InviteDialogProps {
  readonly member: WholeMember
  readonly close: () => void
}

/** Sends a person a link to choose a password. */
export function InviteDialog({ member, close }: InviteDialogProps) {
  const [email, setEmail] = useState(member.invitation?.email ?? member.email ?? '')
  const invite = useChange(
    () => call('POST /api/members/:id/invite', { params: { id: member.id }, body: { email: email.trim() } }),
    close,
  )
  return (
    <Dialog
      title={`Invite ${member.name}`}
      isOpen
      close={close}
      confirm="Send invitation"
      isReady={email.trim() !== ''}
      isBusy={invite.isPending}
      error={invite.error}
      run={(isConfirmed) => invite.mutate(isConfirmed)}
    >
      <TextInput
        type="email"
        label="E-mail address"
        required
        withAsterisk={false}
        maxLength={320}
        data-autofocus
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <p>
        {member.name} gets a link to choose a password. It works once, within seven days.
        {member.invitation && ' The previous link stops working.'}
      </p>
    </Dialog>
  )
}

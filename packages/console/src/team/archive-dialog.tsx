import { NativeSelect } from '@mantine/core'
import type { WholeMember } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { queryOf, viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { Dialog } from '../ui/dialog.tsx'
import { useChange } from './use-change.ts'

interface ArchiveDialogProps {
  readonly member: WholeMember
  readonly close: () => void
}

/** Removes a person from the practice, optionally with a successor for their patients. */
export function ArchiveDialog({ member: { id, name }, close }: ArchiveDialogProps) {
  const me = useMe()
  const { data } = useQuery(queryOf('GET /api/members', viewerKey(me)))
  const [successor, setSuccessor] = useState('')
  const leave = useChange(
    (isConfirmed) =>
      call('POST /api/members/:id/archive', {
        params: { id },
        body: { successor: successor || null, confirmed: isConfirmed },
      }),
    close,
  )
  const heirs = (data?.members ?? []).filter(
    (one) =>
      one.id !== id &&
      one.status !== 'archived' &&
      one.standing !== 'ended' &&
      (one.kind === 'practitioner' || one.kind === 'administrative'),
  )
  const heir = heirs.find((one) => one.id === successor)
  return (
    <Dialog
      title={`Remove ${name} from the practice`}
      isOpen
      close={close}
      confirm={`Remove ${name}`}
      isGrave
      isBusy={leave.isPending}
      error={leave.error}
      run={(isConfirmed) => leave.mutate(isConfirmed)}
    >
      <NativeSelect
        label="Who takes over their work"
        data-autofocus
        value={successor}
        onChange={(event) => setSuccessor(event.currentTarget.value)}
        data={[{ value: '', label: 'No one' }, ...heirs.map((one) => ({ value: one.id, label: one.name }))]}
      />
      <p role="status">
        {name} is signed out now and can’t sign in. Their records stay.
        {heir && ` ${heir.name} can view and edit their records and patients.`}
      </p>
    </Dialog>
  )
}

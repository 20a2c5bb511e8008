import { NativeSelect } from '@mantine/core'
import type { WholeMember } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { askMembers, eyesOf } from '../api/queries.ts'
import { useMe } from '../api/use-me.ts'
import { Dialog } from '../ui/dialog.tsx'
import { archiveMember } from './queries.ts'
import { useChange } from './use-change.ts'

interface ArchiveDialogProps {
  readonly member: WholeMember
  readonly close: () => void
}

/** Let somebody leave, perhaps with a successor for their work. */
export function ArchiveDialog({ member: { id, name }, close }: ArchiveDialogProps) {
  const me = useMe()
  const { data } = useQuery(askMembers(eyesOf(me)))
  const [successor, setSuccessor] = useState('')
  const leave = useChange((isConfirmed) => archiveMember(id, successor || null, isConfirmed), close)
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
      title={`${name} leaves the practice`}
      isOpen
      close={close}
      confirm="Let them leave"
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
        data={[
          { value: '', label: 'Nobody in particular' },
          ...heirs.map((one) => ({ value: one.id, label: one.name })),
        ]}
      />
      <p role="status">
        {name} is signed out at once and never signs in here again. What they wrote stays, under their name,
        and whoever reached their work still does.
        {heir &&
          ` From now on ${heir.name} reaches their work and their patients too, to look and to change.`}
      </p>
    </Dialog>
  )
}

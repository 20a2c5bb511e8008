import type { HeldRole, WholeMember } from '@rolecall/contract'
import { call } from '../api/call.ts'
import { Dialog } from '../ui/dialog.tsx'
import { joined, scopeLabel } from './member-words.ts'
import { useChange } from './use-change.ts'
import { usePlaces } from './use-places.ts'

interface TakeRoleDialogProps {
  readonly member: WholeMember
  readonly held: HeldRole
  readonly close: () => void
}

export function TakeRoleDialog({ member, held, close }: TakeRoleDialogProps) {
  const places = usePlaces()
  const take = useChange(
    (isConfirmed) =>
      call('DELETE /api/members/:id/grants/:grant', {
        params: { id: member.id, grant: held.grant },
        query: { confirmed: isConfirmed },
      }),
    close,
  )
  const others = member.roles.filter(({ grant, when }) => grant !== held.grant && when === 'now')
  return (
    <Dialog
      title={`Remove ${held.label}`}
      isOpen
      close={close}
      confirm="Remove"
      isGrave
      isBusy={take.isPending}
      error={take.error}
      run={(isConfirmed) => take.mutate(isConfirmed)}
    >
      <p>
        Removes <strong>{held.label}</strong> ({scopeLabel(held, places)}) right away. {member.name}{' '}
        {others.length === 0
          ? 'will have no role left.'
          : `keeps ${joined(others.map(({ label }) => label))}.`}
      </p>
      <p>Their records stay.</p>
    </Dialog>
  )
}

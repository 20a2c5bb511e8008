import type { HeldRole, WholeMember } from '@rolecall/contract'
import { Dialog } from '../ui/dialog.tsx'
import { joined, scopeInWords } from './member-words.ts'
import { takeRole } from './queries.ts'
import { useChange } from './use-change.ts'
import { usePlaces } from './use-places.ts'

interface TakeRoleDialogProps {
  readonly member: WholeMember
  readonly held: HeldRole
  readonly close: () => void
}

export function TakeRoleDialog({ member, held, close }: TakeRoleDialogProps) {
  const places = usePlaces()
  const take = useChange((isConfirmed) => takeRole(member.id, held.grant, isConfirmed), close)
  const others = member.roles.filter(({ grant, when }) => grant !== held.grant && when === 'now')
  return (
    <Dialog
      title={`Take ${held.label} away`}
      isOpen
      close={close}
      confirm="Take it away"
      isGrave
      isBusy={take.isPending}
      error={take.error}
      run={(isConfirmed) => take.mutate(isConfirmed)}
    >
      <p>
        {member.name} stops being <strong>{held.label}</strong> ({scopeInWords(held, places)}) with the next
        thing they do.{' '}
        {others.length === 0
          ? 'They hold no other role, so there will be little left that they can do.'
          : `They stay ${joined(others.map(({ label }) => label))}.`}
      </p>
      <p>What they wrote stays as it is.</p>
    </Dialog>
  )
}

import { Button } from '@mantine/core'
import type { WholeMember } from '@rolecall/contract'
import { IconArchive, IconLock, IconLockOpen, IconMail, IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import { useMe } from '../api/use-me.ts'
import { MaybeClosed } from '../ui/disabled-action.tsx'
import { ArchiveDialog } from './archive-dialog.tsx'
import { DetailsDialog } from './details-dialog.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { LockDialog } from './lock-dialog.tsx'
import classes from './member-actions.module.css'
import { useAskAdmin, useWhyClosed } from './use-why-closed.ts'

/** Edit, invite, lock or unlock, remove from the practice. */
export function MemberActions({ member }: { readonly member: WholeMember }) {
  const { name, status, account, kind } = member
  const [dialog, setDialog] = useState<'details' | 'lock' | 'archive' | 'invite'>()
  const close = (): void => setDialog(undefined)
  const me = useMe()
  const askAdmin = useAskAdmin()
  const isLocked = status === 'locked'
  const ruleLock = useWhyClosed(member, isLocked ? 'unlockMember' : 'lockMember')
  const whyArchive = useWhyClosed(member, 'archiveMember')
  const ruleInvite = useWhyClosed(member, 'inviteMember')
  // An admin can edit their own name and address too; the dialog disables the rest.
  const whyDetails = me.open.includes('editMember') ? undefined : `Only admins can do this. ${askAdmin}`
  const whyLock =
    ruleLock ?? (status === 'invited' ? `${name} can’t sign in yet, so there is nothing to lock.` : undefined)
  const whyInvite =
    ruleInvite ??
    (kind === 'integration'
      ? 'Integrations use an API key. They can’t be invited.'
      : isLocked
        ? `${name} is locked. Unlock them first.`
        : undefined)
  return (
    <div className={classes.actions}>
      <MaybeClosed why={whyDetails}>
        <Button
          variant="default"
          leftSection={<IconPencil size={17} />}
          disabled={whyDetails !== undefined}
          onClick={() => setDialog('details')}
        >
          Edit details
        </Button>
      </MaybeClosed>
      {!account && (
        <MaybeClosed why={whyInvite}>
          <Button
            variant="default"
            leftSection={<IconMail size={17} />}
            disabled={whyInvite !== undefined}
            onClick={() => setDialog('invite')}
          >
            {status === 'invited' ? 'Resend invitation' : 'Invite'}
          </Button>
        </MaybeClosed>
      )}
      <MaybeClosed why={whyLock}>
        <Button
          variant="default"
          leftSection={isLocked ? <IconLockOpen size={17} /> : <IconLock size={17} />}
          disabled={whyLock !== undefined}
          onClick={() => setDialog('lock')}
        >
          {isLocked ? 'Unlock' : 'Lock'}
        </Button>
      </MaybeClosed>
      <MaybeClosed why={whyArchive}>
        <Button
          variant="default"
          leftSection={<IconArchive size={17} />}
          disabled={whyArchive !== undefined}
          onClick={() => setDialog('archive')}
        >
          Remove from practice…
        </Button>
      </MaybeClosed>
      {dialog === 'details' && <DetailsDialog member={member} close={close} />}
      {dialog === 'lock' && <LockDialog member={member} close={close} />}
      {dialog === 'archive' && <ArchiveDialog member={member} close={close} />}
      {dialog === 'invite' && <InviteDialog member={member} close={close} />}
    </div>
  )
}

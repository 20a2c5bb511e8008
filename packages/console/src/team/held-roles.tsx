import { Button } from '@mantine/core'
import type { HeldRole, WholeMember } from '@rolecall/contract'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Card } from '../ui/card.tsx'
import { MaybeClosed } from '../ui/disabled-action.tsx'
import { GiveRoleDialog } from './give-role-dialog.tsx'
import { GrantDialog } from './grant-dialog.tsx'
import classes from './held-roles.module.css'
import { scopeLabel } from './member-words.ts'
import { TakeRoleDialog } from './take-role-dialog.tsx'
import { usePlaces } from './use-places.ts'
import { useWhyClosed } from './use-why-closed.ts'

const when = { now: undefined, later: 'Scheduled', over: 'Expired' } as const

/** A person’s roles, each with where and when it applies. */
export function HeldRoles({ member }: { readonly member: WholeMember }) {
  const places = usePlaces()
  const [isGiving, setGiving] = useState(false)
  const [changed, setChanged] = useState<HeldRole>()
  const [taken, setTaken] = useState<HeldRole>()
  const whyGive = useWhyClosed(member, 'grantRole')
  const whyTake = useWhyClosed(member, 'revokeGrant')
  const closed =
    member.kind === 'collaborator' ? 'Collaborators have no roles, only the cases shared with them.' : whyGive
  return (
    <Card
      title="Roles"
      aside={
        <MaybeClosed why={closed}>
          <Button
            size="xs"
            leftSection={<IconPlus size={15} />}
            disabled={closed !== undefined}
            onClick={() => setGiving(true)}
          >
            Add role
          </Button>
        </MaybeClosed>
      }
    >
      {member.roles.length === 0 ? (
        <p className={classes.scope}>
          {member.kind === 'collaborator'
            ? 'Collaborators have no roles, only the cases shared with them.'
            : `${member.name} has no role, so there is little they can do.`}
        </p>
      ) : (
        <ul className={classes.roles}>
          {member.roles.map((held) => (
            <li key={held.grant} className={classes.role} data-when={held.when}>
              <span className={classes.words}>
                <Link to="/roles" search={{ role: held.role }} className={classes.label}>
                  {held.label}
                </Link>
                <span className={classes.scope}>
                  {scopeLabel(held, places)}
                  {when[held.when] !== undefined && (
                    <strong className={classes.when}> {when[held.when]}</strong>
                  )}
                </span>
              </span>
              <span className={classes.buttons}>
                {held.when !== 'over' && (
                  <MaybeClosed why={closed}>
                    <Button
                      size="xs"
                      variant="default"
                      disabled={closed !== undefined}
                      aria-label={`Edit ${held.label}, ${scopeLabel(held, places)}`}
                      onClick={() => setChanged(held)}
                    >
                      Edit
                    </Button>
                  </MaybeClosed>
                )}
                <MaybeClosed why={whyTake}>
                  <Button
                    size="xs"
                    variant="default"
                    disabled={whyTake !== undefined}
                    aria-label={`Remove ${held.label}, ${scopeLabel(held, places)}`}
                    onClick={() => setTaken(held)}
                  >
                    Remove
                  </Button>
                </MaybeClosed>
              </span>
            </li>
          ))}
        </ul>
      )}
      {isGiving && <GiveRoleDialog member={member} close={() => setGiving(false)} />}
      {changed && <GrantDialog member={member} held={changed} close={() => setChanged(undefined)} />}
      {taken && <TakeRoleDialog member={member} held={taken} close={() => setTaken(undefined)} />}
    </Card>
  )
}

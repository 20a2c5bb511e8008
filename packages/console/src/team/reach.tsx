import { Button } from '@mantine/core'
import type { MemberAccess, RoleView, WholeMember } from '@rolecall/contract'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import { asSentence } from '../api/as-sentence.ts'
import { useRoles } from '../api/use-roles.ts'
import { Card } from '../ui/card.tsx'
import { MaybeClosed } from '../ui/disabled-action.tsx'
import { thingsInWords } from './act-words.ts'
import { LimitsDialog } from './limits-dialog.tsx'
import { ManagedDialog } from './managed-dialog.tsx'
import classes from './reach.module.css'
import { TeamDialog } from './team-dialog.tsx'
import { spanWords, teamInWords } from './team-words.ts'
import { usePlaces } from './use-places.ts'
import { useWhyClosed } from './use-why-closed.ts'

interface ReachProps {
  readonly member: WholeMember
  readonly access: MemberAccess
}

/** Which patients a person can see, how many these are, and the person’s limits. */
export function Reach({ member, access }: ReachProps) {
  const places = usePlaces()
  const [dialog, setDialog] = useState<'team' | 'limits' | 'managed'>()
  const whyTeam = useWhyClosed(member, member.kind === 'assistant' ? 'setManaged' : 'setTeamAccess')
  const whyLimits = useWhyClosed(member, 'setLimits')
  const whyNot =
    member.kind === 'collaborator' ? 'Collaborators only see the cases shared with them.' : whyTeam
  const isInactive = access.acts.every(({ step }) => step === 'inactive')
  const roles = useRoles()
  const isOnTheList = access.team.setting !== 'all' && seesUntreated(member, roles)
  const close = (): void => setDialog(undefined)
  return (
    <>
      <Card
        title="Patients they can see"
        aside={
          <MaybeClosed why={whyNot}>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPencil size={15} />}
              disabled={whyNot !== undefined}
              onClick={() => setDialog(member.kind === 'assistant' ? 'managed' : 'team')}
            >
              {member.kind === 'assistant' ? 'Edit who they work for' : 'Edit team access'}
            </Button>
          </MaybeClosed>
        }
      >
        {isInactive && <p>Not active now. When they are:</p>}
        <ul className={classes.sentences}>
          {(member.kind === 'assistant' && access.actingFor === null
            ? ['None while they are working for no one']
            : [
                ...(access.actingFor ? [`Same as ${access.actingFor.name}:`] : []),
                ...teamInWords(access.team, access.actingFor ? 'practitioner' : member.kind, places.timeZone),
              ]
          )
            .concat(isOnTheList ? ['Unassigned patients: name and contact details'] : [])
            .map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
        </ul>
        <Counts access={access} />
      </Card>
      <Card
        title="Limits"
        aside={
          <MaybeClosed why={whyLimits}>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPencil size={15} />}
              disabled={whyLimits !== undefined}
              onClick={() => setDialog('limits')}
            >
              Edit limits
            </Button>
          </MaybeClosed>
        }
      >
        {access.limits.length === 0 ? (
          <p className={classes.aside}>
            No limits on {member.name} or their roles. Restricted charts are still hidden.
          </p>
        ) : (
          <ul className={classes.limits}>
            {access.limits.map((limit) => (
              <li key={`${limit.limit} ${limit.setOn.id}`} className={classes.limit}>
                <strong>{limitWords[limit.limit]}</strong>
                <span>{asSentence(limit.effect)}</span>
                {takenInWords(limit.takes) !== undefined && <span>{takenInWords(limit.takes)}</span>}
                <span className={classes.aside}>
                  Set on {limit.setOn.id === member.id ? member.name : limit.setOn.name}
                  {spanWords(limit, places.timeZone)}
                  {!limit.inForce && ', not in effect now'}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Card>
      {dialog === 'team' && <TeamDialog member={member} close={close} />}
      {dialog === 'managed' && <ManagedDialog member={member} close={close} />}
      {dialog === 'limits' && <LimitsDialog member={member} close={close} />}
    </>
  )
}

/** People who manage accounts or intake see unassigned patients, to assign them to a practitioner. */
function seesUntreated({ owner, roles: held }: WholeMember, roles: readonly RoleView[]): boolean {
  const permissions = held.flatMap(({ role, when }) =>
    when === 'now' ? (roles.find(({ id }) => id === role)?.permissions ?? []) : [],
  )
  return owner || permissions.some((one) => one === 'accounts.manage' || one === 'intake.manage')
}

const limitWords = {
  'tag-limit': 'Tag limit',
  'own-notes-only': 'Own notes only',
  'hide-prices': 'Hidden prices',
  'team-access': 'Team access',
} as const

const number = new Intl.NumberFormat('en')

/** How many records a person can see, as a bar whose full length is the same for everyone. */
function Counts({ access }: { readonly access: MemberAccess }) {
  return (
    <dl className={classes.counts}>
      {access.counts.map(({ kind, count, of, whole }) => (
        <div key={kind} className={classes.count}>
          {of === 0 ? (
            <dt className={classes.aside}>
              {whole === 'practice'
                ? `No ${thingsInWords(kind)} yet.`
                : `You can’t see any ${thingsInWords(kind)} yourself, so their number isn’t shown.`}
            </dt>
          ) : (
            <>
              <dt>
                <strong>{number.format(count)}</strong>{' '}
                <span className={classes.aside}>
                  {whole === 'practice' ? 'of' : 'of the'} {number.format(of)} {thingsInWords(kind)}
                  {whole === 'own' && ' you can see'}
                </span>
              </dt>
              <dd aria-hidden="true">
                <span className={classes.bar} style={{ width: `${(count / of) * 100}%` }} />
              </dd>
            </>
          )}
        </div>
      ))}
    </dl>
  )
}

type Taken = MemberAccess['limits'][number]['takes']

/** @returns how many records a limit hides, or undefined if the reader can’t know. */
function takenInWords(takes: Taken): string | undefined {
  if (takes === null) return undefined
  const things = thingsInWords(takes.kind)
  return takes.count === 0 ? `Hides no ${things}` : `Hides ${number.format(takes.count)} ${things}`
}

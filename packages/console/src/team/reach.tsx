import { Button } from '@mantine/core'
import type { MemberAccess, RoleView, WholeMember } from '@rolecall/contract'
import { IconPencil } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { asSentence } from '../api/as-sentence.ts'
import { eyesOf } from '../api/queries.ts'
import { useMe } from '../api/use-me.ts'
import { askRoles } from '../roles/queries.ts'
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

/** Whose work and which patients somebody reaches, how many that is, and what narrows it. */
export function Reach({ member, access }: ReachProps) {
  const places = usePlaces()
  const [dialog, setDialog] = useState<'team' | 'limits' | 'managed'>()
  const whyTeam = useWhyClosed(member, member.kind === 'assistant' ? 'setManaged' : 'setTeamAccess')
  const whyLimits = useWhyClosed(member, 'setLimits')
  const whyNot =
    member.kind === 'collaborator' ? 'A collaborator reaches only the cases shared with them.' : whyTeam
  const isInactive = access.acts.every(({ step }) => step === 'inactive')
  const me = useMe()
  const { data: roles = [] } = useQuery(askRoles(eyesOf(me)))
  const isOnTheList = access.team.setting !== 'all' && seesUntreated(member, roles)
  const close = (): void => setDialog(undefined)
  return (
    <>
      <Card
        title="Whose work and which patients"
        aside={
          <MaybeClosed why={whyNot}>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPencil size={15} />}
              disabled={whyNot !== undefined}
              onClick={() => setDialog(member.kind === 'assistant' ? 'managed' : 'team')}
            >
              {member.kind === 'assistant' ? 'Change whom they act for' : 'Change team access'}
            </Button>
          </MaybeClosed>
        }
      >
        {isInactive && (
          <p>Nobody’s, while they are not active here. This is what is set for when they are:</p>
        )}
        <ul className={classes.sentences}>
          {(member.kind === 'assistant' && access.actingFor === null
            ? ['Nobody’s, as long as they act for nobody.']
            : [
                ...(access.actingFor ? [`What ${access.actingFor.name} reaches:`] : []),
                ...teamInWords(access.team, access.actingFor ? 'practitioner' : member.kind, places.timeZone),
              ]
          )
            .concat(isOnTheList ? ['The patients nobody treats yet: their names and contacts.'] : [])
            .map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
        </ul>
        <Counts access={access} />
      </Card>
      <Card
        title="What narrows it"
        aside={
          <MaybeClosed why={whyLimits}>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPencil size={15} />}
              disabled={whyLimits !== undefined}
              onClick={() => setDialog('limits')}
            >
              Change limits
            </Button>
          </MaybeClosed>
        }
      >
        {access.limits.length === 0 ? (
          <p className={classes.aside}>
            No limit is set on {member.name} or their roles. Charts restricted to other people stay closed all
            the same.
          </p>
        ) : (
          <ul className={classes.limits}>
            {access.limits.map((limit) => (
              <li key={`${limit.limit} ${limit.setOn.id}`} className={classes.limit}>
                <strong>{limitWords[limit.limit]}</strong>
                <span>{asSentence(limit.effect)}</span>
                {takenInWords(limit.takes) !== undefined && <span>{takenInWords(limit.takes)}</span>}
                <span className={classes.aside}>
                  Set on {limit.setOn.id === member.id ? 'them' : limit.setOn.name}
                  {spanWords(limit, places.timeZone)}
                  {!limit.inForce && ', not in force now'}
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

/** Those who manage accounts or intake see whom nobody treats yet, to find them a practitioner. */
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

/** How many records they may see, drawn as a part of a whole that stays the same from person to person. */
function Counts({ access }: { readonly access: MemberAccess }) {
  return (
    <dl className={classes.counts}>
      {access.counts.map(({ kind, count, of, whole }) => (
        <div key={kind} className={classes.count}>
          {of === 0 ? (
            <dt className={classes.aside}>
              {whole === 'practice'
                ? `There are no ${thingsInWords(kind)} yet.`
                : `You reach no ${thingsInWords(kind)} yourself, so how many they see is not shown.`}
            </dt>
          ) : (
            <>
              <dt>
                {/* The beginning of a sentence that the number ends. */}
                They see <strong>{number.format(count)}</strong>{' '}
                <span className={classes.aside}>
                  of the {number.format(of)} {thingsInWords(kind)}{' '}
                  {whole === 'practice' ? 'of the practice' : 'you reach'}
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

/** What a limit takes away, in records. Nothing where it takes none, or that is not told. */
function takenInWords(takes: Taken): string | undefined {
  if (takes === null) return undefined
  const things = thingsInWords(takes.kind)
  return takes.count === 0
    ? `Without it they would see the same ${things}.`
    : `Without it they would see ${number.format(takes.count)} more ${things}.`
}

import { NativeSelect, Skeleton } from '@mantine/core'
import type { WholeMember } from '@rolecall/contract'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { asSentence } from '../api/as-sentence.ts'
import { eyesOf } from '../api/queries.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { useTimeZone } from '../api/use-time-zone.ts'
import { Help } from '../shell/help.tsx'
import { Initials } from '../ui/initials.tsx'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import { Notice } from '../ui/notice.tsx'
import { Abilities } from './abilities-list.tsx'
import { HeldRoles } from './held-roles.tsx'
import { MemberActions } from './member-actions.tsx'
import classes from './member-page.module.css'
import { nobody } from './member-search.ts'
import { agoInWords, dayInWords, kindInWords, standingInWords, standingSince } from './member-words.ts'
import { askAccess, askMember } from './queries.ts'
import { Reach } from './reach.tsx'

const route = getRouteApi('/shell/team/$member')

/** One person: what they can do, whose patients they reach, what narrows it, and the ways to change it. */
export function MemberPage() {
  const me = useMe()
  const { member: id } = route.useParams()
  const question = askMember(eyesOf(me), id)
  const { data: member, error, isFetching } = useQuery(question)
  const retry = useAskAgain(question.queryKey)
  return (
    <>
      <title>{`${member?.name ?? 'Team'} · Rolecall`}</title>
      <Link to="/team" className={classes.back}>
        <IconArrowLeft size={17} aria-hidden="true" /> Team
      </Link>
      {member ? (
        <Member key={member.id} member={member} />
      ) : error ? (
        <>
          <h1>Somebody of the team</h1>
          <Trouble what="this person" error={error} busy={isFetching} retry={retry} />
        </>
      ) : (
        <>
          <h1 className={classes.waiting}>…</h1>
          <SlowNotice what="this person" retry={retry} />
          <Skeleton height={420} radius="lg" />
        </>
      )}
      <Help
        title="What one person may do"
        page={[
          'This page says what somebody can do in the end: through all of their roles, after everything that narrows them.',
          'Whose work they reach decides which patients they see. The bars compare the records they see with all that the practice has, or, where you may not know how many these are, with those you reach yourself.',
          'Press Why? beside a sentence to see the nine steps behind it, one by one.',
        ]}
        uses={['role', 'scope', 'teamAccess', 'tagLimit', 'restricted', 'actingFor', 'kindOfMember']}
      />
    </>
  )
}

function Member({ member }: { readonly member: WholeMember }) {
  const me = useMe()
  const timeZone = useTimeZone()
  const { for: asked } = route.useSearch()
  const navigate = route.useNavigate()
  const { name, kind, job, manages, email, lastSeen, owner, account } = member
  // Somebody who acts for others is shown at work, unless one wants to see them without.
  const chosen = asked ?? manages[0]?.id ?? nobody
  const actingFor = kind === 'assistant' && chosen !== nobody ? chosen : undefined
  const question = askAccess(eyesOf(me), member.id, actingFor)
  const { data: access, error, isFetching } = useQuery(question)
  const retry = useAskAgain(question.queryKey)
  const inactive = access?.acts.every(({ step }) => step === 'inactive') ? access.acts[0] : undefined
  return (
    <>
      <header className={classes.head}>
        <Initials name={name} large />
        <div className={classes.who}>
          <h1>{name}</h1>
          <p className={classes.facts}>
            <span>{job}</span>
            {kindInWords(kind) !== job && <span>{kindInWords(kind)}</span>}
            {owner && <span>Owner of the practice</span>}
            <span>
              {[standingInWords(member), standingSince(member, timeZone)].filter(Boolean).join(' ')}
            </span>
            {email !== null && <span>{email}</span>}
            {account && <span>Last seen: {agoInWords(lastSeen, Date.now(), timeZone).toLowerCase()}</span>}
          </p>
        </div>
        <MemberActions member={member} />
      </header>
      {member.invitation && (
        <Notice>
          An invitation was sent to {member.invitation.email}{' '}
          {agoInWords(member.invitation.sent, Date.now(), timeZone).toLowerCase()}.
          {member.invitation.needsConfirmation &&
            ' Its sender has left, or what it gives has changed: invite again to confirm it. Until then the link opens nothing.'}
        </Notice>
      )}
      {inactive && (
        <Notice>
          {asSentence(withDays(inactive.sentence.replace(/^.*?: /, ''), timeZone))}{' '}
          {inactive.mend && asSentence(inactive.mend)}
        </Notice>
      )}
      {kind === 'assistant' && (
        <NativeSelect
          className={classes.acting}
          label="Looked at while acting for"
          value={chosen}
          onChange={(event) =>
            void navigate({ search: { for: event.currentTarget.value }, replace: true, resetScroll: false })
          }
          data={[
            ...manages.map((one) => ({ value: one.id, label: one.name })),
            { value: nobody, label: 'Nobody' },
          ]}
        />
      )}
      <div className={classes.columns} aria-busy={isFetching && !access}>
        <div className={classes.column}>
          {access ? (
            <Abilities name={name} access={access} actingFor={actingFor} />
          ) : error ? (
            <Trouble what="what they may do" error={error} busy={isFetching} retry={retry} />
          ) : (
            <Skeleton height={480} radius="lg" />
          )}
        </div>
        <div className={classes.column}>
          {access ? <Reach member={member} access={access} /> : <Skeleton height={240} radius="lg" />}
          <HeldRoles member={member} />
        </div>
      </div>
    </>
  )
}

/** Instants in a sentence, as the days that people know. */
function withDays(sentence: string, timeZone: string): string {
  return sentence.replace(/(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}) UTC/g, (_, day: string, time: string) =>
    dayInWords(`${day}T${time}:00Z`, timeZone),
  )
}

import { NativeSelect, Skeleton } from '@mantine/core'
import type { WholeMember } from '@rolecall/contract'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { asSentence } from '../api/as-sentence.ts'
import { queryOf, viewerKey } from '../api/query.ts'
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
import { Reach } from './reach.tsx'

const route = getRouteApi('/shell/team/$member')

/** One person: what they can do, which patients they can see, their limits and roles, and the actions on them. */
export function MemberPage() {
  const me = useMe()
  const { member: id } = route.useParams()
  const question = queryOf('GET /api/members/:id', viewerKey(me), { params: { id: id } })
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
          <h1>Team member</h1>
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
        title="A person’s access"
        page={[
          'What this person can do, from all their roles and after all their limits.',
          'Team access decides whose patients they can see. The bars compare the records they can see with all records of the practice or, if you can’t see that total, with the records you can see.',
          'Select Why? beside a sentence to see all checks behind it.',
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
  // An assistant’s access is shown for the first practitioner they work for, unless another is chosen.
  const chosen = asked ?? manages[0]?.id ?? nobody
  const actingFor = kind === 'assistant' && chosen !== nobody ? chosen : undefined
  const question = queryOf('GET /api/members/:id/access', viewerKey(me), {
    params: { id: member.id },
    query: { actingFor },
  })
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
            {owner && <span>Owner</span>}
            <span>
              {[standingInWords(member), standingSince(member, timeZone)].filter(Boolean).join(', ')}
            </span>
            {email !== null && <span>{email}</span>}
            {account && <span>Last seen: {agoInWords(lastSeen, Date.now(), timeZone).toLowerCase()}</span>}
          </p>
        </div>
        <MemberActions member={member} />
      </header>
      {member.invitation && (
        <Notice>
          Invitation sent to {member.invitation.email}{' '}
          {agoInWords(member.invitation.sent, Date.now(), timeZone).toLowerCase()}.
          {member.invitation.needsConfirmation &&
            ' The link is on hold because its sender left or the access it gives has changed. Resend the invitation to activate it.'}
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
          label="Show access when working for"
          value={chosen}
          onChange={(event) =>
            void navigate({ search: { for: event.currentTarget.value }, replace: true, resetScroll: false })
          }
          data={[
            ...manages.map((one) => ({ value: one.id, label: one.name })),
            { value: nobody, label: 'No one' },
          ]}
        />
      )}
      <div className={classes.columns} aria-busy={isFetching && !access}>
        <div className={classes.column}>
          {access ? (
            <Abilities name={name} access={access} actingFor={actingFor} />
          ) : error ? (
            <Trouble what="their access" error={error} busy={isFetching} retry={retry} />
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

/** Replaces the instants in a sentence by days. */
function withDays(sentence: string, timeZone: string): string {
  return sentence.replace(/(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}) UTC/g, (_, day: string, time: string) =>
    dayInWords(`${day}T${time}:00Z`, timeZone),
  )
}

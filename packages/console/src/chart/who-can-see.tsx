import { Button, Skeleton } from '@mantine/core'
import type { WholePatient } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { queryOf, viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { Initials } from '../ui/initials.tsx'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import { type ViewerGroup, viewerGroups } from './viewer-groups.ts'
import classes from './who-can-see.module.css'

/** More than this many people of a group are shown on demand. */
const few = 12

/** Who can see this patient: a chart of the groups, and everyone by name below. */
export function WhoCanSee({ patient }: { readonly patient: WholePatient }) {
  const me = useMe()
  const viewer = viewerKey(me)
  const question = queryOf('GET /api/who-can', viewer, {
    query: { kind: 'patient', act: 'view', record: patient.id },
  })
  const { data, error, isFetching } = useQuery(question)
  const mayList = me.open.includes('listMembers')
  const { data: all } = useQuery({ ...queryOf('GET /api/members', viewer), enabled: mayList })
  const retry = useAskAgain(question.queryKey)
  if (!data) {
    return error ? (
      <Trouble what="who has access" error={error} busy={isFetching} retry={retry} />
    ) : (
      <div className={classes.all} aria-busy="true">
        <SlowNotice what="who has access" retry={retry} />
        <Skeleton height={44} />
        <Skeleton height={260} radius="lg" />
      </div>
    )
  }
  const groups = viewerGroups(
    data.members,
    patient.careTeam,
    all?.members
      .filter(({ status }) => status !== 'archived')
      .map(({ id, name, status, account, job }) => ({
        id,
        name,
        aside: status !== 'active' ? status : account ? job : 'can’t sign in',
      })),
  )
  const seeing = data.members.length
  const isRestricted = (level: 'clinical' | 'whole'): boolean =>
    patient.restrictions.some((one) => one.level === level)
  return (
    <section className={classes.all} aria-labelledby="who-can-see">
      <div>
        <h2 id="who-can-see" className={classes.title}>
          {seeing === 1 ? '1 person' : `${seeing} people`} can see this patient
        </h2>
        <p className={classes.sub}>
          {isRestricted('whole')
            ? 'The whole chart is restricted: only the people on its list have access, whatever their roles.'
            : isRestricted('clinical')
              ? 'This counts name, contact and appointments. The clinical content is restricted to fewer people.'
              : 'As of now.'}
        </p>
      </div>
      <Picture groups={groups} />
      <div className={classes.groups}>
        {groups.map((group) => (
          <Group key={group.id} group={group} />
        ))}
      </div>
      {!mayList && <p className={classes.sub}>Only admins see who doesn’t have access.</p>}
      {me.mayAskForOthers && (
        <p className={classes.sub}>
          <Link to="/patients" search={{ why: patient.id }} className={classes.link}>
            Check one person’s access
          </Link>
        </p>
      )}
    </section>
  )
}

/** Each person a dot, side by side, in the colour of what carries them; the groups below name them. */
function Picture({ groups }: { readonly groups: readonly ViewerGroup[] }) {
  return (
    <div
      role="img"
      aria-label={groups.map(({ title, people }) => `${title}: ${people.length}`).join(', ')}
      className={classes.picture}
    >
      {groups.map(({ id, title, people }) => (
        <div
          key={id}
          data-group={id}
          className={classes.segment}
          style={{ flexGrow: people.length }}
          title={`${title}: ${people.length}`}
        >
          <span className={classes.number}>{people.length}</span>
        </div>
      ))}
    </div>
  )
}

function Group({ group: { id, title, means, people } }: { readonly group: ViewerGroup }) {
  const [isWhole, setIsWhole] = useState(false)
  const shown = isWhole ? people : people.slice(0, few)
  return (
    <section className={classes.group} data-group={id} aria-labelledby={`see-${id}`}>
      <h3 id={`see-${id}`} className={classes.heading}>
        <span className={classes.swatch} aria-hidden="true" />
        {title}
        <span className={classes.count}>{people.length}</span>
      </h3>
      <p className={classes.sub}>{means}</p>
      <ul className={classes.people}>
        {shown.map((person) => (
          <li key={person.id} className={classes.person}>
            <Initials name={person.name} />
            <span className={classes.words}>
              <span>{person.name}</span>
              {person.aside !== undefined && <span className={classes.sub}>{person.aside}</span>}
            </span>
          </li>
        ))}
      </ul>
      {people.length > shown.length && (
        <Button size="xs" variant="subtle" onClick={() => setIsWhole(true)}>
          Show all {people.length}
        </Button>
      )}
    </section>
  )
}

import { CloseButton } from '@mantine/core'
import type { RoleMatrix } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { queryOf, viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { byName } from '../team/team-rows.ts'
import classes from './who-has.module.css'

interface WhoHasProps {
  readonly permission: string
  readonly matrix: RoleMatrix
  readonly clear: () => void
}

/** The roles that include a permission, and the people who have it. */
export function WhoHas({ permission, matrix: { roles, modules }, clear }: WhoHasProps) {
  const me = useMe()
  const { data } = useQuery(queryOf('GET /api/members', viewerKey(me)))
  const found = modules.flatMap(({ permissions }) => permissions).find(({ id }) => id === permission)
  if (!found) return null
  const having = new Map(roles.filter((_, index) => found.cells[index]).map(({ id, label }) => [id, label]))
  const people = [...(data?.members ?? [])].sort(byName).flatMap(({ id, name, standing, roles: held }) => {
    const through = held.filter(({ role, when }) => when === 'now' && having.has(role))
    return standing === 'active' && through.length > 0 ? [{ id, name, through }] : []
  })
  return (
    <section className={classes.who} aria-label="Who has this">
      <div className={classes.words}>
        <h2 className={classes.title}>
          <strong>{found.label}</strong>
          <span className={classes.meaning}>{found.meaning}</span>
        </h2>
        <p>
          In {having.size === 1 ? '1 role' : `${having.size} roles`}.
          {data && (
            <>
              {' '}
              {people.length === 0
                ? 'No active person has it.'
                : people.length === 1
                  ? '1 person has it:'
                  : `${people.length} people have it:`}
            </>
          )}
        </p>
        {people.length > 0 && (
          <ul className={classes.people}>
            {people.map(({ id, name, through }) => (
              <li key={id}>
                <Link to="/team/$member" params={{ member: id }}>
                  {name}
                </Link>{' '}
                <span className={classes.through}>
                  {[...new Set(through.map(({ label }) => label))].join(', ')}
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
      <CloseButton aria-label="Clear permission filter" onClick={clear} />
    </section>
  )
}

import type { MemberAccess } from '@rolecall/contract'
import { IconCheck, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { asSentence } from '../api/as-sentence.ts'
import { useRoles } from '../api/use-roles.ts'
import { Card } from '../ui/card.tsx'
import { type Ability, type Area, abilitiesOf } from './abilities.ts'
import classes from './abilities-list.module.css'
import { usePlaces } from './use-places.ts'

interface AbilitiesProps {
  readonly name: string
  readonly access: MemberAccess
  readonly actingFor: string | undefined
}

/** What a person can do, in sentences; what they can’t do is collapsed below. */
export function Abilities({ name, access, actingFor }: AbilitiesProps) {
  const roles = useRoles()
  const places = usePlaces()
  const areas = abilitiesOf(access, roles, places)
  const able = areas.filter(({ can }) => can.length > 0)
  const unable = areas.filter(({ cannot }) => cannot.length > 0)
  const who = { member: access.member.id, actingFor }
  return (
    <>
      <Card title={`What ${name} can do${access.actingFor ? `, working for ${access.actingFor.name}` : ''}`}>
        {able.length === 0 ? (
          <p className={classes.aside}>Nothing at the moment.</p>
        ) : (
          able.map((area) => <AreaPart key={area.module} area={area} of={area.can} can who={who} />)
        )}
      </Card>
      {unable.length > 0 && (
        <Card title={`What ${name} can’t do`}>
          <details className={classes.fold}>
            <summary>Show what they can’t do</summary>
            <div className={classes.folded}>
              {unable.map((area) => (
                <AreaPart key={area.module} area={area} of={area.cannot} can={false} who={who} />
              ))}
            </div>
          </details>
        </Card>
      )}
    </>
  )
}

interface AreaPartProps {
  readonly area: Area
  readonly of: readonly Ability[]
  readonly can: boolean
  readonly who: { readonly member: string; readonly actingFor: string | undefined }
}

function AreaPart({ area: { label }, of, can, who: { member, actingFor } }: AreaPartProps) {
  const Icon = can ? IconCheck : IconX
  return (
    <section className={classes.area}>
      <h3 className={classes.label}>{label}</h3>
      <ul className={classes.list}>
        {of.map(({ words, aside, kind, act }) => (
          <li key={`${kind} ${words} ${aside}`} className={classes.ability} data-can={can}>
            <Icon size={16} stroke={2.5} aria-hidden="true" className={classes.mark} />
            <span className={classes.words}>
              {aside === '' ? asSentence(words) : asSentence(words).replace(/\.$/, '')}
              {aside !== '' && (
                <span className={classes.aside}>
                  {can ? ' ' : ': '}
                  {aside}.
                </span>
              )}
            </span>
            <Link
              to="/why"
              search={{ kind, act, member, ...(actingFor !== undefined && { actingFor }) }}
              className={classes.why}
              aria-label={`Why? ${words}`}
            >
              Why?
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

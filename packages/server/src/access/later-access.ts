/**
 * A person's access from days to come: what a change of facts would open only once a role, team access or a managed
 * practitioner begins, or a limit ends.
 */
import {
  type Instant,
  type Member,
  practiceCatalog,
  type Role,
  type Snapshot,
  type Span,
  snapshotOf,
  within,
} from '@rolecall/core'

/**
 * The practice as it would be for one person at each of these days. What they have now goes on: what they lose until
 * then is nothing that the change gives them.
 */
export function laterSnapshots(snapshot: Snapshot, id: string, at: Instant): readonly Snapshot[] {
  const people = peopleBehind(snapshot, id)
  const roles = new Set(people.flatMap(({ grants }) => grants.map(({ role }) => role)))
  const held = snapshot.policy.roles.filter((role) => roles.has(role.id))
  const bounds = [...people.flatMap(beginnings), ...[...people, ...held].flatMap(endsOfLimits)]
  const days = [...new Set(bounds)].filter((day) => day > at).toSorted((one, other) => one - other)
  return days.map((day) => snapshotAt(snapshot, { people, roles: held }, at, day))
}

/** The person and, of an assistant, everyone they manage. */
function peopleBehind({ members }: Snapshot, id: string): readonly Member[] {
  const member = members.get(id)
  const managed = member?.manages.map(({ practitioner }) => members.get(practitioner)) ?? []
  return [...new Set([member, ...managed])].filter((one) => one !== undefined)
}

function beginnings({ grants, team, manages }: Member): readonly Instant[] {
  return [...grants, ...team, ...manages].flatMap(({ from }) => (from === undefined ? [] : [from]))
}

type Limits = Pick<Member, 'tagLimit' | 'hidePrices'> & Partial<Pick<Member, 'ownNotesOnly'>>

function endsOfLimits({ tagLimit, hidePrices, ownNotesOnly }: Limits): readonly Instant[] {
  return [tagLimit, hidePrices, ownNotesOnly].flatMap((limit) =>
    limit?.until === undefined ? [] : [limit.until],
  )
}

function snapshotAt(
  { policy, placeNames }: Snapshot,
  { people, roles }: { readonly people: readonly Member[]; readonly roles: readonly Role[] },
  at: Instant,
  day: Instant,
): Snapshot {
  const begun = <T extends Span>(spans: readonly T[]): readonly T[] =>
    spans
      .filter((span) => within(span, at) || (span.from !== undefined && span.from > at && span.from <= day))
      .map(({ from: _, until: __, ...span }) => span as T)
  const lasts = (limit: Span) => within(limit, at) && within(limit, day)
  const limited = <T extends Limits>({ tagLimit, hidePrices, ownNotesOnly, ...one }: T) => ({
    ...one,
    ...(tagLimit !== undefined && lasts(tagLimit) && { tagLimit }),
    ...(hidePrices !== undefined && lasts(hidePrices) && { hidePrices }),
    ...(ownNotesOnly !== undefined && lasts(ownNotesOnly) && { ownNotesOnly }),
  })
  const members = new Map(
    people.map((one) => {
      const lists = { grants: begun(one.grants), team: begun(one.team), manages: begun(one.manages) }
      return [one.id, { ...limited(one), ...lists } as Member]
    }),
  )
  const changed = new Map(roles.map((role) => [role.id, limited(role) as Role]))
  return snapshotOf(
    practiceCatalog,
    {
      ...policy,
      members: policy.members.map((one) => members.get(one.id) ?? one),
      roles: policy.roles.map((one) => changed.get(one.id) ?? one),
    },
    placeNames,
  )
}

import type { Instant, Member, Role, Separation, Span } from '../../src/policy/policy.ts'
import { listing, type Reading } from './read-value.ts'
import { placeUnder, type Tree, under } from './tree.ts'

/** A separation of duty that is violated where it is declared is refused, and says by whom. */
export function checkSeparation(
  separate: readonly Separation[],
  members: readonly Member[],
  tree: Tree,
  reading: Reading,
) {
  const declared = under(tree, 'separate')
  // One that was complained about is missing, and the rest would be blamed on their neighbours.
  if (declared?.is !== 'list' || declared.items.length !== separate.length) return
  const { now } = reading
  if (now === undefined) return
  for (const [index, separation] of separate.entries()) {
    const item = declared.items[index]
    const violators = members.filter((member) => violates(member, separation, now)).map(({ id }) => id)
    if (item === undefined || violators.length === 0) continue
    reading.complaints.add(
      placeUnder(item, 'roles'),
      `${listing(violators, 'and')} hold more than ${separation.most} of ${listing(separation.roles, 'and')}; ` +
        'take a role from them, or allow more',
    )
  }
}

/** Whether someone holds too many of the roles at once, now or later. */
function violates(member: Member, { roles, most }: Separation, now: Instant): boolean {
  const held = member.grants.filter(({ role }) => roles.includes(role))
  const instants = [now, ...held.flatMap(({ from }) => (from !== undefined && from > now ? [from] : []))]
  return instants.some((at) => rolesAt(held, at).size > most)
}

function rolesAt(
  grants: readonly (Span & { readonly role: Role['id'] })[],
  at: Instant,
): ReadonlySet<string> {
  const valid = grants.filter(({ from = at, until = at + 1 }) => from <= at && at < until)
  return new Set(valid.map(({ role }) => role))
}

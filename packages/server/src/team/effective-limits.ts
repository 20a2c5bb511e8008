import type { MemberAccess } from '@rolecall/contract'
import {
  type Instant,
  type Member,
  type Policy,
  type Role,
  type Snapshot,
  type Span,
  tagName,
  within,
} from '@rolecall/core'
import { nameOf } from '../access/member-name.ts'
import type { StoredKind } from '../lists/record-sources.ts'
import { spanText } from './span-text.ts'

/** Something that narrows a person, and the policy as it would be without it. */
export interface LimitIn {
  readonly shown: Omit<MemberAccess['limits'][number], 'takes'>
  /** What it takes away. Undefined: no records. */
  readonly kind?: StoredKind
  readonly without: (policy: Policy) => Policy
}

/** What narrows a person, set on themselves or on a role they hold; on whom they act for, what narrows that reach. */
export function limitsIn(
  snapshot: Snapshot,
  member: Member,
  subject: Member | undefined,
  at: Instant,
): readonly LimitIn[] {
  return [
    ...limitsOn(snapshot, member, member, at),
    ...(subject === undefined ? [] : limitsOn(snapshot, subject, member, at)),
    ...member.grants
      .filter((grant) => within(grant, at))
      .flatMap(({ role }) => limitsOfRole(snapshot, snapshot.roles.get(role)?.role, member, at)),
  ]
}

function limitsOn(snapshot: Snapshot, on: Member, member: Member, at: Instant): readonly LimitIn[] {
  const { id, kind, tagLimit, ownNotesOnly, hidePrices, team } = on
  const name = nameOf(member)
  const common = { at, setOn: { id, name: nameOf(on) } }
  const change = (changed: (one: Member) => Member) => ({
    without: (policy: Policy) => ({
      ...policy,
      members: policy.members.map((one) => (one.id === id ? changed(one) : one)),
    }),
  })
  return [
    ...limit('tag-limit', tagLimit, {
      ...common,
      effect: `${name} reaches only ${taggedWords(snapshot, tagLimit)}`,
      kind: 'patient',
      ...change(({ tagLimit: _, ...free }) => free),
    }),
    ...limit('own-notes-only', ownNotesOnly, {
      ...common,
      effect: `${name} reads only notes that ${nameOf(on)} is responsible for`,
      kind: 'note',
      ...change(({ ownNotesOnly: _, ...free }) => free),
    }),
    ...limit('hide-prices', on === member ? hidePrices : undefined, {
      ...common,
      effect: `${name} sees no prices and takes no payments`,
      ...change(({ hidePrices: _, ...free }) => free),
    }),
    ...limit(
      'team-access',
      team.length === 0 && kind !== 'assistant' && kind !== 'collaborator' ? {} : undefined,
      {
        ...common,
        effect: `${name} reaches only the work and the patients of ${nameOf(on)}`,
        kind: 'patient',
        ...change((one) => ({ ...one, team: [{ level: 'view' }] })),
      },
    ),
  ]
}

function limitsOfRole(
  snapshot: Snapshot,
  role: Role | undefined,
  member: Member,
  at: Instant,
): readonly LimitIn[] {
  if (role === undefined) return []
  const { id, label, tagLimit, hidePrices } = role
  const name = nameOf(member)
  const common = { at, setOn: { id, name: label } }
  const change = (changed: (one: Role) => Role) => ({
    without: (policy: Policy) => ({
      ...policy,
      roles: policy.roles.map((one) => (one.id === id ? changed(one) : one)),
    }),
  })
  return [
    ...limit('tag-limit', tagLimit, {
      ...common,
      effect: `as ${label}, ${name} reaches only ${taggedWords(snapshot, tagLimit)}`,
      kind: 'patient',
      ...change(({ tagLimit: _, ...free }) => free),
    }),
    ...limit('hide-prices', hidePrices, {
      ...common,
      effect: `${name} sees no prices and takes no payments`,
      ...change(({ hidePrices: _, ...free }) => free),
    }),
  ]
}

interface Told extends Pick<LimitIn, 'kind' | 'without'>, Pick<LimitIn['shown'], 'setOn' | 'effect'> {
  readonly at: Instant
}

function limit(
  name: LimitIn['shown']['limit'],
  span: Span | undefined,
  { at, setOn, effect, ...more }: Told,
): readonly LimitIn[] {
  if (span === undefined) return []
  return [{ ...more, shown: { limit: name, setOn, ...spanText(span), inForce: within(span, at), effect } }]
}

function taggedWords(
  snapshot: Snapshot,
  limit: { readonly match: 'any' | 'all'; readonly tags: readonly string[] } | undefined,
) {
  const { match, tags } = limit ?? { match: 'any', tags: [] }
  if (tags.length === 0) return 'nobody: the limit names no tag'
  return `patients tagged ${tags.map((tag) => tagName(snapshot, tag)).join(match === 'all' ? ' and ' : ' or ')}`
}

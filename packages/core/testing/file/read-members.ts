import { memberKinds } from '../../src/catalog/catalog.ts'
import type { Grant, Manages, Member } from '../../src/policy/policy.ts'
import { asKind, locationName, memberOfKind, roleName, tagName } from './read-names.ts'
import { tagLimit } from './read-roles.ts'
import { flag, spanFields, spanned } from './read-span.ts'
import { team } from './read-team.ts'
import {
  complainOfKey,
  complainOfValue,
  id,
  listing,
  listOf,
  mapOf,
  oneOf,
  quoted,
  type Reader,
  type Reading,
  setOf,
  shape,
  truth,
} from './read-value.ts'
import { placeUnder, type Tree, under } from './tree.ts'

type WrittenGrant = Omit<Grant, 'id'>

const grant: Reader<WrittenGrant> = spanned(
  shape(
    'a grant',
    '{ role: provider }',
    { role: roleName },
    {
      at: setOf('a list of locations', '[green]', locationName),
      tagged: setOf('a list of tags', '[green-st]', tagName),
      ...spanFields,
    },
  ),
)

const managed = memberOfKind('practitioner', 'assistants manage practitioners only, so name one')
const timedManaged = spanned(
  shape('a managed practitioner', '{ member: chen }', { member: managed }, spanFields),
)

const manages: Reader<Manages> = (tree, reading) => {
  if (tree.is !== 'map') {
    const practitioner = managed(tree, reading)
    return practitioner === undefined ? undefined : { practitioner }
  }
  const value = timedManaged(tree, reading)
  if (value === undefined) return undefined
  const { member: practitioner, ...span } = value
  return { practitioner, ...span }
}

const fields = spanned(
  shape(
    'a member',
    '{ kind: practitioner }',
    { kind: oneOf('member kind', memberKinds) },
    {
      account: truth,
      owner: truth,
      status: oneOf('status', ['invited', 'active', 'locked', 'archived'] as const),
      locked: truth,
      ...spanFields,
      grants: listOf('a list of grants', '[{ role: provider }]', grant),
      team,
      tags: tagLimit,
      ownNotesOnly: flag,
      hidePrices: flag,
      manages: listOf('a list of practitioners', '[chen]', manages),
    },
  ),
)

function member(id: string): Reader<Member> {
  return (tree, reading) => {
    const value = fields(tree, reading)
    checkGrants(id, tree, reading)
    if (value === undefined) return undefined
    const {
      kind,
      account,
      owner,
      status,
      locked,
      grants,
      team,
      tags,
      manages,
      ownNotesOnly,
      hidePrices,
      ...span
    } = value
    const member: Member = {
      id,
      kind,
      status: locked ? 'locked' : (status ?? 'active'),
      account: account ?? true,
      owner: owner ?? false,
      grants: (grants ?? []).map((grant, index) => ({ id: `${id}/${index + 1}`, ...grant })),
      team: team ?? [],
      manages: manages ?? [],
      ...(tags && { tagLimit: tags }),
      ...(ownNotesOnly && { ownNotesOnly }),
      ...(hidePrices && { hidePrices }),
      ...span,
    }
    checkLocked(value, tree, reading)
    checkKind(member, tree, reading)
    checkManages(member, tree, reading)
    return member
  }
}

function checkLocked(
  { locked, status }: { readonly locked?: boolean; readonly status?: Member['status'] },
  tree: Tree,
  reading: Reading,
) {
  if (locked !== undefined && status !== undefined && locked !== (status === 'locked'))
    complainOfKey(tree, 'locked', '`locked` contradicts `status`; keep one of them', reading)
}

export const members = mapOf(
  'a map of members',
  '{ chen: { kind: practitioner, owner: true } }',
  id('member'),
  member,
)

function checkKind({ id, kind }: Member, tree: Tree, reading: Reading) {
  if (kind === 'collaborator')
    complainIfThere(
      'grants',
      `${asKind(kind)} holds no grants; remove \`grants\` and share cases with \`${id}\` instead`,
    )
  if (kind === 'assistant' || kind === 'collaborator')
    complainIfThere('team', `${asKind(kind)} has no team access of their own; remove \`team\``)
  if (kind !== 'assistant')
    complainIfThere(
      'manages',
      `only an assistant manages practitioners, and \`${id}\` is ${asKind(kind)}; remove \`manages\``,
    )

  function complainIfThere(key: string, sentence: string) {
    if (under(tree, key) !== undefined) complainOfKey(tree, key, sentence, reading)
  }
}

/** One practitioner twice is a slip, unless the two times are apart. */
function checkManages({ id, manages }: Member, tree: Tree, reading: Reading) {
  const list = under(tree, 'manages')
  if (list?.is !== 'list' || list.items.length !== manages.length) return
  for (const [index, link] of manages.entries()) {
    const before = manages.slice(0, index).find((each) => overlaps(each, link))
    const item = list.items[index]
    if (before !== undefined && item !== undefined)
      reading.complaints.add(
        item.at,
        `\`${id}\` manages ${quoted(link.practitioner)} twice at the same time; remove one`,
      )
  }
}

function overlaps(one: Manages, other: Manages): boolean {
  if (one.practitioner !== other.practitioner) return false
  const from = Math.max(one.from ?? Number.NEGATIVE_INFINITY, other.from ?? Number.NEGATIVE_INFINITY)
  const until = Math.min(one.until ?? Number.POSITIVE_INFINITY, other.until ?? Number.POSITIVE_INFINITY)
  return from < until
}

/** Each role must fit the kind of the member. Collaborators are told something plainer. */
function checkGrants(id: string, tree: Tree, reading: Reading) {
  const kind = reading.names.members?.get(id)?.kind
  const grants = under(tree, 'grants')
  if (kind === undefined || kind === 'collaborator' || grants?.is !== 'list') return
  for (const item of grants.items) {
    const written = under(item, 'role')
    const named = written?.is === 'text' ? reading.names.roles?.get(written.text) : undefined
    if (named?.fits === undefined || named.fits.includes(kind)) continue
    complainOfValue(
      item,
      'role',
      `the role \`${named.id}\` does not fit \`${id}\`, who is ${asKind(kind)}; it fits ${listing(named.fits)}, so choose another role`,
      reading,
    )
  }
}

/** There is exactly one owner, and always someone who can act. */
export function checkOwner(all: Iterable<Member>, tree: Tree, root: Tree, reading: Reading) {
  const owners = [...all].filter((member) => member.owner)
  const [first, ...others] = owners
  if (first === undefined)
    reading.complaints.add(
      placeUnder(root, 'members'),
      'no member is the owner; give exactly one `owner: true`',
    )
  for (const { id } of others)
    complainOfOwner(
      id,
      `\`${first?.id}\` is the owner already; a practice has exactly one, so remove \`owner\``,
    )
  for (const owner of owners)
    for (const sentence of whyNotOwner(owner, reading.now)) complainOfOwner(owner.id, sentence)

  function complainOfOwner(id: string, sentence: string) {
    const at = under(tree, id)
    if (at !== undefined) complainOfKey(at, 'owner', sentence, reading)
  }
}

/** What keeps a member from being the owner, each in a sentence. */
function* whyNotOwner(
  { id, kind, status, account, from, until }: Member,
  now: Reading['now'],
): Generator<string> {
  if (kind !== 'practitioner' && kind !== 'administrative')
    yield `the owner is practitioner or administrative, and \`${id}\` is ${asKind(kind)}; choose another owner`
  if (status !== 'active') yield `the owner is active, and \`${id}\` is ${status}; choose another owner`
  if (!account) yield `the owner has an account, and \`${id}\` has none; remove \`account: false\``
  if (now !== undefined && ((from ?? now) > now || (until ?? Number.POSITIVE_INFINITY) <= now))
    yield `the owner is a member now, and \`${id}\` is not; correct \`from\` and \`until\``
}

import type { MemberAccess } from '@rolecall/contract'
import { compareMembers, explain, type Instant, type Member, type Snapshot, within } from '@rolecall/core'
import type { Door, Somebody } from '../access/door.ts'
import { type StoredKind, storedKinds } from '../access/stored-kinds.ts'
import { heldRole } from './held-role.ts'
import { type Introductions, jobOf, nameOf } from './introduction.ts'
import { spanText } from './span-text.ts'
import { namedMember, teamAccess } from './team-access.ts'

/** What somebody may do in the end: every act, what narrows it, and how many records of the practice it comes to. */
export async function describeAccess(
  door: Door,
  member: Member,
  actingFor: string | undefined,
  introductions: Introductions | undefined,
): Promise<MemberAccess> {
  const { snapshot, at } = door
  const about: Somebody = { member: member.id, ...(actingFor !== undefined && { actingFor }) }
  const subject = member.kind === 'assistant' ? snapshot.members.get(actingFor ?? '') : undefined
  const counts = []
  for (const kind of Object.keys(storedKinds) as StoredKind[])
    counts.push({ kind, count: await door.countFor(about, kind) })
  return {
    member: { id: member.id, name: nameOf(member), kind: member.kind, job: jobOf(member, introductions) },
    actingFor: actingFor === undefined ? null : namedMember(snapshot, actingFor),
    roles: member.grants.map((grant) => heldRole(snapshot, grant, at)),
    limits: [member, ...(subject === undefined ? [] : [subject])].flatMap((one) =>
      limitsIn(snapshot, one, member, at),
    ),
    team: teamAccess(snapshot, subject ?? member),
    acts: actsOf(snapshot, { ...about, at }),
    counts,
  }
}

type Who = Somebody & { readonly at: Instant }

const reaches = { everywhere: 'everywhere', where: 'some', nowhere: 'nowhere' } as const

function actsOf(snapshot: Snapshot, who: Who): MemberAccess['acts'] {
  const { member, actingFor, at } = who
  const asked = { member, ...(actingFor !== undefined && { actingFor }), at }
  return compareMembers(snapshot, asked, asked).map(({ kind, act, left: { reach, words } }) => {
    const { verdict, step, mend, grants } = explain(snapshot, { ...asked, kind, act })
    return {
      kind,
      kindLabel: snapshot.catalog.kinds[kind]?.label ?? kind,
      act,
      reach: reaches[reach],
      words,
      sentence: verdict,
      ...(step !== undefined && { step }),
      ...(mend !== undefined && { mend }),
      through: grants.map(({ id, words }) => ({ id, words })),
    }
  })
}

/** What narrows a person, set on themselves or on a role they hold; on whom they act for, what narrows that reach. */
function limitsIn(snapshot: Snapshot, on: Member, member: Member, at: Instant): MemberAccess['limits'] {
  const { tagLimit, ownNotesOnly, hidePrices } = on
  const name = nameOf(member)
  const setOn = { id: on.id, name: nameOf(on) }
  const limits: MemberAccess['limits'] = []
  const add = (
    limit: MemberAccess['limits'][number]['limit'],
    span: object,
    effect: string,
    holder = setOn,
  ) => limits.push({ limit, setOn: holder, ...spanText(span), inForce: within(span, at), effect })
  if (tagLimit !== undefined) add('tag-limit', tagLimit, `${name} reaches only ${taggedWords(tagLimit)}`)
  if (ownNotesOnly !== undefined)
    add('own-notes-only', ownNotesOnly, `${name} reads only notes that ${nameOf(on)} is responsible for`)
  if (hidePrices !== undefined && on === member)
    add('hide-prices', hidePrices, `${name} sees no prices and takes no payments`)
  if (on.team.length === 0 && on.kind !== 'assistant' && on.kind !== 'collaborator')
    add('team-access', {}, `${name} reaches only the work and the patients of ${nameOf(on)}`)
  if (on !== member) return limits
  for (const grant of member.grants.filter((one) => within(one, at))) {
    const role = snapshot.roles.get(grant.role)?.role
    const holder = { id: grant.role, name: role?.label ?? grant.role }
    if (role?.tagLimit !== undefined)
      add(
        'tag-limit',
        role.tagLimit,
        `as ${role.label}, ${name} reaches only ${taggedWords(role.tagLimit)}`,
        holder,
      )
    if (role?.hidePrices !== undefined)
      add('hide-prices', role.hidePrices, `${name} sees no prices and takes no payments`, holder)
  }
  return limits
}

function taggedWords({ match, tags }: { readonly match: 'any' | 'all'; readonly tags: readonly string[] }) {
  if (tags.length === 0) return 'nobody: the limit names no tag'
  return `patients tagged ${tags.join(match === 'all' ? ' and ' : ' or ')}`
}

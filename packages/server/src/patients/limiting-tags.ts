/**
 * Tags that decide who reaches a patient: those that a limit names, on a member or on a role, and those that a grant is
 * scoped to. Setting or removing one needs more than editing a patient does.
 */
import { type TagLimit, within } from '@rolecall/core'
import type { Door } from '../access/door.ts'

function limitingTags({ snapshot }: Door): ReadonlySet<string> {
  const { members, roles } = snapshot.policy
  const limits = [...members, ...roles].flatMap(({ tagLimit }) => tagLimit?.tags ?? [])
  const scopes = members.flatMap(({ grants }) => grants).flatMap(({ tagged = [] }) => tagged)
  return new Set([...limits, ...scopes])
}

/** The limits on a person that hold now: their own and, for an assistant, those of the practitioner acted for. */
function ownLimits({ snapshot, member, actingFor, at }: Door): readonly TagLimit[] {
  const practitioner = actingFor === undefined ? undefined : snapshot.members.get(actingFor)
  const limits = [member.tagLimit, practitioner?.tagLimit]
  return limits.filter((limit) => limit !== undefined).filter((limit) => within(limit, at))
}

/**
 * The tags a new patient gets, so that whoever adds them reaches them: those that are given, and the only tag of a limit
 * by itself. Elsewhere a sentence says what to choose from.
 */
export function tagsWithinLimits(
  door: Door,
  given: readonly string[],
): readonly string[] | { readonly wrong: string } {
  const tags = new Set(given)
  for (const { match, tags: allowed } of ownLimits(door)) {
    const [only, ...others] = allowed
    if (only !== undefined && others.length === 0) tags.add(only)
    const isMet =
      match === 'all' ? allowed.every((tag) => tags.has(tag)) : allowed.some((tag) => tags.has(tag))
    if (isMet) continue
    if (only === undefined)
      return { wrong: 'your limit names no tag, so you reach no patient; ask an admin for one' }
    const names = allowed.map((tag) => `\`${tag}\``).join(match === 'all' ? ' and ' : ' or ')
    return { wrong: `you reach patients by their tags alone, give this one ${names}` }
  }
  return [...tags]
}

/** The tag of some that this person may not set or remove, and why. */
export function closedTag(
  door: Door,
  tags: Iterable<string>,
): { readonly tag: string; readonly why: ReturnType<Door['explain']> } | undefined {
  const limiting = limitingTags(door)
  const self = { member: door.member.id, actingFor: door.actingFor }
  for (const tag of tags) {
    if (!limiting.has(tag)) continue
    const why = door.explain(self, 'restrict', { id: tag, kind: 'tag' })
    if (why.answer !== 'yes') return { tag, why }
  }
  return undefined
}

/** Tags a person is limited to: theirs to give to a patient they add. */
export function ownTags(door: Door): ReadonlySet<string> {
  return new Set(ownLimits(door).flatMap(({ tags }) => tags))
}

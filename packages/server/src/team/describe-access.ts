import type { MemberAccess } from '@rolecall/contract'
import {
  accessOf,
  compareMembers,
  explain,
  type Instant,
  type Member,
  planOf,
  practiceCatalog,
  type Snapshot,
  snapshotOf,
} from '@rolecall/core'
import type { Door, Subject } from '../access/door.ts'
import { nameOf } from '../access/member-name.ts'
import { type Introductions, jobOf } from '../demo/demo-people.ts'
import { type StoredKind, storedKinds } from '../lists/record-sources.ts'
import { type LimitIn, limitsIn } from './effective-limits.ts'
import { heldRole } from './held-role.ts'
import { namedMember, teamAccess } from './team-access.ts'

/** What somebody may do in the end: every act, what narrows it, and how many records of the practice it comes to. */
export async function describeAccess(
  door: Door,
  member: Member,
  actingFor: string | undefined,
  introductions: Introductions | undefined,
): Promise<MemberAccess> {
  const { snapshot, at } = door
  const about: Subject = { member: member.id, ...(actingFor !== undefined && { actingFor }) }
  const subject = member.kind === 'assistant' ? snapshot.members.get(actingFor ?? '') : undefined
  const counts = []
  for (const kind of Object.keys(storedKinds) as StoredKind[])
    counts.push({ kind, ...(await door.countFor(about, kind)) })
  const now = { at, timeZone: await door.timeZone() }
  const limits = []
  for (const limit of limitsIn(snapshot, member, subject, at))
    limits.push({ ...limit.shown, takes: await takenBy(limit, about, door) })
  return {
    member: { id: member.id, name: nameOf(member), kind: member.kind, job: jobOf(member, introductions) },
    actingFor: actingFor === undefined ? null : namedMember(snapshot, actingFor),
    roles: member.grants.map((grant) => heldRole(snapshot, grant, now)),
    limits,
    team: teamAccess(snapshot, subject ?? member),
    acts: actsOf(snapshot, { ...about, at }),
    counts,
  }
}

type Who = Subject & { readonly at: Instant }

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

/** How many more records somebody would see without a limit. For those who may view the log: it counts what is hidden. */
async function takenBy({ shown, kind, without }: LimitIn, about: Subject, door: Door) {
  if (kind === undefined || !shown.inForce || !door.mayReadTheLog) return null
  const { snapshot, at } = door
  const planIn = (one: Snapshot) => planOf(accessOf(one, { ...about, at }), kind, 'view')
  const free = planIn(snapshotOf(practiceCatalog, without(snapshot.policy), snapshot.placeNames))
  if (free.reach === 'nowhere') return null
  const { gained } = await door.countMoved(kind, planIn(snapshot), free)
  return { kind, count: gained }
}

import type { RolePreview } from '@rolecall/contract'
import {
  accessOf,
  type Difference,
  diff,
  type Plan,
  planOf,
  practiceCatalog,
  type Role,
  type Snapshot,
  snapshotOf,
} from '@rolecall/core'
import type { Door } from '../access/door.ts'
import type { Moved } from '../lists/count-records.ts'
import { type StoredKind, storedKinds } from '../lists/record-sources.ts'
import { namedMember } from '../team/team-access.ts'
import { editedRole, type RoleAsked } from './role-asked.ts'
import { warningsOf } from './role-view.ts'

/** More of them are not read by anybody. */
const mostListed = 500
/** Counting is one query for each pair of conditions: people who reach the same are counted once. */
const mostCounted = 100

/** Who would gain or lose what by an edit of a role, counted in the records of the practice where there are any. */
export async function previewRole(door: Door, role: Role, asked: RoleAsked): Promise<RolePreview> {
  const { snapshot, at } = door
  const edited = editedRole(role, asked)
  const roles = snapshot.policy.roles.map((one) => (one.id === role.id ? edited : one))
  const after = snapshotOf(practiceCatalog, { ...snapshot.policy, roles }, snapshot.placeNames)
  const found = diff(snapshot, after, { at })
  const counted = new Map<string, Moved>()
  const differences: RolePreview['differences'] = []
  for (const difference of found) {
    const moved = await countsOf(door, snapshot, after, difference, counted)
    if (moved !== undefined && moved.gained === 0 && moved.lost === 0) continue
    differences.push({
      member: namedMember(snapshot, difference.member),
      actingFor: difference.actingFor === undefined ? null : namedMember(snapshot, difference.actingFor),
      kind: difference.kind,
      kindLabel: practiceCatalog.kinds[difference.kind]?.label ?? difference.kind,
      act: difference.act,
      change: moved === undefined ? difference.change : changeOf(moved),
      whole: difference.whole,
      gained: moved?.gained ?? null,
      lost: moved?.lost ?? null,
    })
  }
  return {
    people: new Set(differences.map(({ member }) => member.id)).size,
    differences: differences.slice(0, mostListed),
    more: Math.max(0, differences.length - mostListed),
    warnings: warningsOf(edited.permissions),
  }
}

/** Undefined: not counted, since there is no table of that kind, enough was counted, or it is not for who asks. */
async function countsOf(
  door: Door,
  before: Snapshot,
  after: Snapshot,
  { member, actingFor, kind, act }: Difference,
  counted: Map<string, Moved>,
): Promise<Moved | undefined> {
  // Whoever manages accounts of a part of the practice is told who, and not how many records lie elsewhere.
  if (!isStored(kind) || !door.mayReadTheLog) return undefined
  const who = { member, ...(actingFor !== undefined && { actingFor }), at: door.at }
  const was = planOf(accessOf(before, who), kind, act)
  const becomes = planOf(accessOf(after, who), kind, act)
  const key = JSON.stringify([kind, conditionKey(was), conditionKey(becomes)])
  const known = counted.get(key)
  if (known !== undefined || counted.size >= mostCounted) return known
  const moved = await door.countMoved(kind, was, becomes)
  counted.set(key, moved)
  return moved
}

function conditionKey(plan: Plan) {
  return plan.reach === 'where' ? plan.condition : plan.reach
}

function isStored(kind: string): kind is StoredKind {
  return Object.hasOwn(storedKinds, kind)
}

function changeOf({ gained, lost }: Moved): Difference['change'] {
  if (lost === 0) return 'gains'
  return gained === 0 ? 'loses' : 'changes'
}

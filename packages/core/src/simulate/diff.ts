/**
 * What a change of policy would give and take: the plans of everyone before and after.
 */
import type { Cell } from '../catalog/catalog.ts'
import { permits } from '../evaluate/decide.ts'
import type { RecordFacts } from '../evaluate/facts.ts'
import { type Access, accessOf, planOfCell } from '../plan/access.ts'
import { implies } from '../plan/implies.ts'
import { conditionOf, type Plan } from '../plan/plan.ts'
import type { Instant, Member, MemberId } from '../policy/policy.ts'
import type { Snapshot } from '../policy/snapshot.ts'

/**
 * One act of one person that the change touches. `gains` and `loses` are proved: by the records that were given, or by
 * the plans, one of which asks all that the other asks and more. `changes` where some records may come and some go.
 */
export interface Difference {
  readonly member: MemberId
  /** For an assistant: acting for this practitioner. */
  readonly actingFor?: MemberId
  readonly kind: string
  readonly act: string
  readonly change: 'gains' | 'loses' | 'changes'
  /** The act comes or goes as such: no record at all was reached with it before, or is after. */
  readonly whole: boolean
  /** Of the records given. Missing where none were given. */
  readonly counted?: Counted
}

/** How many records come and go. */
interface Counted {
  readonly gained: number
  readonly lost: number
}

export interface DiffOptions {
  readonly at: Instant
  /** Records to count. With them an act whose plan changes but whose records do not is left out. */
  readonly records?: readonly RecordFacts[]
}

/** Compare two policies of one practice over the same catalogue: who gains and who loses which acts. */
export function diff(before: Snapshot, after: Snapshot, { at, records }: DiffOptions): readonly Difference[] {
  const byKind = records === undefined ? undefined : Map.groupBy(records, ({ kind }) => kind)
  return askers(before, after).flatMap((asker) => {
    if (isUntouched(before, after, asker)) return []
    const was = accessOf(before, { ...asker, at })
    const becomes = accessOf(after, { ...asker, at })
    return [...before.catalog.cellsOf.values()]
      .flat()
      .flatMap((cell) => differenceOf(asker, cell, was, becomes, byKind))
  })
}

interface Asker {
  readonly member: MemberId
  readonly actingFor?: MemberId
}

/** Everyone in either policy; an assistant for each practitioner they manage in either, and acting for nobody. */
function askers(before: Snapshot, after: Snapshot): readonly Asker[] {
  const ids = new Set([...before.members.keys(), ...after.members.keys()])
  return [...ids].flatMap((member): readonly Asker[] => {
    const managed = new Set([before.members.get(member), after.members.get(member)].flatMap(managedBy))
    return [{ member }, ...[...managed].map((actingFor) => ({ member, actingFor }))]
  })
}

function managedBy(member: Member | undefined): readonly MemberId[] {
  return member?.kind === 'assistant' ? member.manages.map(({ practitioner }) => practitioner) : []
}

/**
 * Whether all that a standing is made of is the very same in both: most changes touch few people. What is equal and not
 * the same is compared by its plans.
 */
function isUntouched(before: Snapshot, after: Snapshot, { member, actingFor }: Asker): boolean {
  return (
    before.catalog === after.catalog &&
    isSame(before.policy.modules, after.policy.modules) &&
    isSame(before.policy.readOnly, after.policy.readOnly) &&
    hasSameAssignees(before, after) &&
    isGivenTheSame(before, after, member) &&
    (actingFor === undefined || isGivenTheSame(before, after, actingFor)) &&
    isSame(before.sharesWith.get(member), after.sharesWith.get(member)) &&
    isSame(before.glassOf.get(member), after.glassOf.get(member))
  )
}

/** Everybody who creates records that are assigned may assign them to the same people. */
function hasSameAssignees(before: Snapshot, after: Snapshot): boolean {
  return [...before.assignees].every(([kind, { lasting, dated }]) => {
    const next = after.assignees.get(kind)
    return isSame(lasting, next?.lasting) && isSame(dated, next?.dated)
  })
}

function isGivenTheSame(before: Snapshot, after: Snapshot, id: MemberId): boolean {
  const member = before.members.get(id)
  if (member !== after.members.get(id)) return false
  return (member?.grants ?? []).every(
    ({ role }) => before.roles.get(role)?.role === after.roles.get(role)?.role,
  )
}

function isSame(some: readonly unknown[] = [], others: readonly unknown[] = []): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index])
}

function differenceOf(
  asker: Asker,
  cell: Cell,
  was: Access,
  becomes: Access,
  byKind: ReadonlyMap<string, readonly RecordFacts[]> | undefined,
): readonly Difference[] {
  const old = planOfCell(was, cell)
  const next = planOfCell(becomes, cell)
  const change = changeOf(old, next)
  if (change === undefined) return []
  const whole = (old.reach === 'nowhere') !== (next.reach === 'nowhere')
  const difference = { ...asker, kind: cell.kind, act: cell.act, change, whole }
  if (byKind === undefined) return [difference]
  const counted = count(old, next, byKind.get(cell.kind) ?? [])
  if (counted.gained === 0 && counted.lost === 0) return []
  return [{ ...difference, change: changeOfCounts(counted), counted }]
}

/** What the plans alone prove. Undefined: that they reach the same. */
function changeOf(old: Plan, next: Plan): Difference['change'] | undefined {
  const [before, after] = [conditionOf(old), conditionOf(next)]
  const losesNothing = implies(before, after)
  const gainsNothing = implies(after, before)
  if (losesNothing) return gainsNothing ? undefined : 'gains'
  return gainsNothing ? 'loses' : 'changes'
}

function changeOfCounts({ gained, lost }: Counted): Difference['change'] {
  if (lost === 0) return 'gains'
  return gained === 0 ? 'loses' : 'changes'
}

function count(old: Plan, next: Plan, records: readonly RecordFacts[]): Counted {
  let gained = 0
  let lost = 0
  for (const record of records) {
    const before = permits(old, record)
    const after = permits(next, record)
    if (after && !before) gained += 1
    if (before && !after) lost += 1
  }
  return { gained, lost }
}

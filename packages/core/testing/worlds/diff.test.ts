/**
 * What the difference of two policies proves without a record, held against records.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { practiceCatalog } from '../../src/catalog/practice-catalog.ts'
import { allows } from '../../src/evaluate/decide.ts'
import type { RecordFacts } from '../../src/evaluate/facts.ts'
import type { Grant, Member, Policy, Role } from '../../src/policy/policy.ts'
import { type Snapshot, snapshotOf } from '../../src/policy/snapshot.ts'
import { type Difference, diff } from '../../src/simulate/diff.ts'
import { type Chooser, chooserFrom, instants, worldFrom } from './any-world.ts'

const runs = process.env.ROLECALL_LONG === '1' ? 1_000 : 30
/** What fails is not made smaller: that takes minutes. */
const options = { numRuns: runs, endOnFailure: true }

interface Edit {
  readonly before: Policy
  readonly after: Policy
  readonly records: readonly RecordFacts[]
}

/** A random policy and the same with a few things of another put in or left out, and the records of both. */
const anyEdit: fc.Arbitrary<Edit> = fc.gen().map((gen) => {
  const choose = chooserFrom(gen)
  const { policy, records } = worldFrom(choose)
  const other = worldFrom(choose)
  const pairs = <T>(left: readonly T[], right: readonly T[], change: (one: T, twin: T) => T) =>
    left.map((one, index) => change(one, right[index] ?? one))
  const after: Policy = {
    ...policy,
    members: pairs(policy.members, other.policy.members, (one, twin) => changedMember(choose, one, twin)),
    roles: pairs(policy.roles, other.policy.roles, (one, twin) => changedRole(choose, one, twin)),
    modules: choose.chance(20) ? other.policy.modules : policy.modules,
    readOnly: choose.chance(20) ? other.policy.readOnly : policy.readOnly,
    shares: choose.chance(20) ? other.policy.shares : policy.shares,
    glass: choose.chance(20) ? choose.some(policy.glass, 50) : policy.glass,
  }
  const records_ = [...records, ...other.records]
  return choose.chance(50)
    ? { before: policy, after, records: records_ }
    : { before: after, after: policy, records: records_ }
})

/** A random policy, and the same with a few grants, colleagues and tags taken from people. */
const anyCut: fc.Arbitrary<Omit<Edit, 'records'>> = fc.gen().map((gen) => {
  const choose = chooserFrom(gen)
  const { policy } = worldFrom(choose)
  // Hidden prices are lifted by taking away the role that hides them.
  const roles = policy.roles.map(({ hidePrices, ...role }) => role)
  const members = policy.members.map((member) => ({
    ...member,
    grants: choose.some(member.grants, 85).map((grant) => narrowed(choose, grant)),
    team: choose.some(member.team, 85),
    ...(member.tagLimit?.match === 'any' && {
      tagLimit: { ...member.tagLimit, tags: choose.some(member.tagLimit.tags, 80) },
    }),
  }))
  return { before: { ...policy, roles }, after: { ...policy, roles, members } }
})

/** The same grant at fewer of its locations. */
function narrowed(choose: Chooser, grant: Grant): Grant {
  return grant.at === undefined ? grant : { ...grant, at: choose.some(grant.at, 70) }
}

/** What most edits do: something less of a list, or another list. */
function changedList<T>(choose: Chooser, list: readonly T[], other: readonly T[]): readonly T[] {
  if (choose.chance(12)) return choose.some(list, 60)
  return choose.chance(6) ? other : list
}

function changedMember(choose: Chooser, { tagLimit, ownNotesOnly, ...member }: Member, twin: Member): Member {
  const limit = choose.chance(12) ? twin.tagLimit : tagLimit
  const ownOnly = choose.chance(12) ? twin.ownNotesOnly : ownNotesOnly
  return {
    ...member,
    grants: changedList(choose, member.grants, twin.grants).map((grant) =>
      choose.chance(20) ? narrowed(choose, grant) : grant,
    ),
    team: changedList(choose, member.team, twin.team),
    manages: changedList(choose, member.manages, twin.manages),
    ...(limit !== undefined && { tagLimit: limit }),
    ...(ownOnly !== undefined && { ownNotesOnly: ownOnly }),
  }
}

function changedRole(choose: Chooser, { tagLimit, ...role }: Role, twin: Role): Role {
  const limit = choose.chance(10) ? twin.tagLimit : tagLimit
  return {
    ...role,
    permissions: choose.chance(10) ? choose.some(role.permissions, 80) : role.permissions,
    ...(limit !== undefined && { tagLimit: limit }),
  }
}

const at = instants[1]
const keyOf = ({ member, actingFor, kind, act }: Omit<Difference, 'change' | 'whole'>) =>
  `${member} ${actingFor} ${kind} ${act}`

/** What the records say against the differences found, and how often each change was found of some records only. */
function held({ before, after, records }: Edit, seen: Map<string, number>): readonly string[] {
  const was = snapshotOf(practiceCatalog, before)
  const becomes = snapshotOf(practiceCatalog, after)
  const found = new Map(diff(was, becomes, { at }).map((one) => [keyOf(one), one]))
  for (const { change, whole } of found.values()) {
    const name = whole ? `${change} the act` : change
    seen.set(name, (seen.get(name) ?? 0) + 1)
  }
  const wrong: string[] = []
  const acts = records.flatMap(actsOn)
  for (const asker of askersOf(was, becomes))
    for (const { act, record } of acts) {
      const question = { ...asker, act, record, at }
      const [old, next] = [allows(was, question), allows(becomes, question)]
      const key = keyOf({ ...asker, kind: record.kind, act })
      const claimed = found.get(key)
      if (contradicts(claimed, old, next))
        wrong.push(`${key}: ${claimed?.change ?? 'nothing'}, but ${record.id} was ${old} and is ${next}`)
    }
  return wrong
}

function actsOn(record: RecordFacts) {
  return Object.keys(practiceCatalog.kinds[record.kind]?.acts ?? {}).map((act) => ({ act, record }))
}

function contradicts(claimed: Difference | undefined, old: boolean, next: boolean): boolean {
  if (claimed === undefined) return old !== next
  switch (claimed.change) {
    case 'gains':
      return old && (claimed.whole || !next)
    case 'loses':
      return next && (claimed.whole || !old)
    case 'changes':
      return claimed.whole
  }
}

function askersOf(...snapshots: readonly Snapshot[]) {
  const members = snapshots.flatMap(({ policy }) => policy.members)
  const askers = members.flatMap(({ id: member, kind, manages }) => [
    { member },
    ...(kind === 'assistant' ? manages.map(({ practitioner: actingFor }) => ({ member, actingFor })) : []),
  ])
  return new Map(askers.map((asker) => [JSON.stringify(asker), asker])).values()
}

test('no record contradicts what is claimed to be gained, lost or left alone', () => {
  const seen = new Map<string, number>()
  fc.assert(
    fc.property(anyEdit, (edit) => {
      expect(held(edit, seen)).toEqual([])
    }),
    options,
  )
  for (const change of ['gains', 'loses', 'gains the act', 'loses the act'])
    expect(seen.get(change) ?? 0, change).toBeGreaterThan(runs)
  // Rare: what is neither is mostly one limit in another's place.
  expect(seen.get('changes') ?? 0).toBeGreaterThan(runs / 10)
})

test('who is only taken something away from is never said to gain', () => {
  fc.assert(
    fc.property(anyCut, ({ before, after }) => {
      const found = diff(snapshotOf(practiceCatalog, before), snapshotOf(practiceCatalog, after), { at })
      expect(found.filter(({ change }) => change !== 'loses')).toEqual([])
    }),
    options,
  )
})

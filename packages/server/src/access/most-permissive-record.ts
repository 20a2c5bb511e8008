import type { KindId, Policy, RecordFacts, Snapshot } from '@rolecall/core'

interface Named {
  readonly kind: KindId
  readonly owner: string
  readonly author: string
}

/**
 * A record that does not exist, and that whatever limits access by tags, places and charts would let pass: its patient
 * is treated by the owner, carries every tag that the policy names, and goes to every place. A condition has no `not`,
 * so where this one is refused, every record of the owner is that a patient of theirs could have.
 */
export function favoured({ policy }: Snapshot, { kind, owner, author }: Named): RecordFacts {
  const patient = { id: 'favoured', careTeam: [owner], ...everythingIn(policy) }
  return { id: 'favoured', kind, owner, author, patient }
}

interface Carried {
  readonly tags: readonly string[]
  readonly locations: readonly string[]
}

/** A policy is frozen, and asked this for each of its people. */
const known = new WeakMap<Policy, Carried>()

function everythingIn(policy: Policy): Carried {
  const before = known.get(policy)
  if (before !== undefined) return before
  const limits = [...policy.members, ...policy.roles].flatMap(({ tagLimit }) => tagLimit?.tags ?? [])
  const grants = policy.members.flatMap((member) => member.grants)
  const tags = [...new Set([...limits, ...grants.flatMap(({ tagged = [] }) => tagged)])]
  const locations = [...new Set(grants.flatMap(({ at = [] }) => at))]
  known.set(policy, { tags, locations })
  return { tags, locations }
}

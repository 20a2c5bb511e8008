/**
 * The practice's answer: the reference, with the policy cut to what can matter to the member asked about, so that
 * reading it from top to bottom stays bearable.
 */
import type { Catalog, Member, Policy } from '@rolecall/core'
import { reference } from '@rolecall/core/reference'
import type { Asked } from '../worlds/world.ts'

export function practiceAllows(catalog: Catalog, policy: Policy): (question: Asked) => boolean {
  const members = new Map(policy.members.map((member) => [member.id, member]))
  const cut = new Map(policy.members.map(({ id }) => [id, policyFor(policy, members, id)]))
  return (question) => {
    const of = cut.get(question.member) ?? policy
    // Who a record may be assigned to is asked of the assignee.
    const owner = members.get(question.record.owner ?? '')
    const withOwner = owner === undefined || of.members.includes(owner) ? of.members : [...of.members, owner]
    return reference(catalog, { ...of, members: withOwner }, question).allowed
  }
}

/** Of the people only themselves and those they manage; of shares and broken glass only their own. */
function policyFor(policy: Policy, members: ReadonlyMap<string, Member>, id: string): Policy {
  const member = members.get(id)
  const people = [id, ...(member?.manages ?? []).map(({ practitioner }) => practitioner)]
  return {
    ...policy,
    members: [...new Set(people)].flatMap((one) => members.get(one) ?? []),
    shares: policy.shares.filter((share) => share.with === id),
    glass: policy.glass.filter((glass) => glass.member === id),
  }
}

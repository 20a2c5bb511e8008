import type { WhoCan } from '@rolecall/contract'
import { allows, type RecordFacts, whoCan } from '@rolecall/core'
import type { RequestContext } from '../access/door.ts'
import { nameOf } from '../access/member-name.ts'
import { namedMember } from '../team/team-access.ts'

/** Everybody who may do an act on a record; an assistant, acting for whom. */
export function listWhoCan({ snapshot, at }: RequestContext, act: string, record: RecordFacts): WhoCan {
  const ids = new Set(whoCan(snapshot, { act, record, at }))
  return {
    members: snapshot.policy.members
      .filter(({ id }) => ids.has(id))
      .map((member) => ({
        id: member.id,
        name: nameOf(member),
        kind: member.kind,
        actingFor: [...new Set(member.manages.map(({ practitioner }) => practitioner))]
          .filter((actingFor) => allows(snapshot, { member: member.id, actingFor, act, record, at }))
          .map((id) => namedMember(snapshot, id)),
      })),
  }
}

/** What the person of a request may do, decided by the policy and the facts at hand: nothing is read here. */
import {
  accessOf,
  decide,
  type Explanation,
  explain,
  failing,
  holds,
  type KindId,
  type Plan,
  planOf,
  type RecordFacts,
} from '@rolecall/core'
import type { Door, Refusal, RequestContext, Subject } from './door.ts'
import { favoured } from './most-permissive-record.ts'

/** What the door answers of this itself, and what its other parts decide by. */
export interface Who extends Pick<Door, 'plan' | 'holdsOneOf' | 'mayReadTheLog' | 'explain' | 'dryRun'> {
  /** Whether this person may view a record. */
  isInReach(record: RecordFacts): boolean
  /** Why an act is refused on a record. Undefined: it is allowed. */
  refusalOf(act: string, record: RecordFacts): Refusal | undefined
  /** Why it is refused on the record as the act leaves it. Undefined: it is allowed. */
  refusalAfter(act: string, record: RecordFacts): Refusal | undefined
  /** An act that was refused, in words. */
  refusal(act: string, what: RecordFacts | KindId): Refusal
}

export function whoOf(context: RequestContext): Who {
  const { snapshot, member, actingFor, at } = context
  const self = { member: member.id, ...(actingFor !== undefined && { actingFor }), at }

  const plan = (kind: KindId, act: string): Plan => planOf(accessOf(snapshot, self), kind, act)

  const isAllowed = (act: string, record: RecordFacts): boolean =>
    decide(snapshot, { ...self, act, record }).allowed

  const refusal = (act: string, what: RecordFacts | KindId): Refusal => {
    const { step, verdict, mend } = explanationOf(context, self, act, what)
    if (step === undefined) throw new Error(`\`${act}\` was refused, and nothing explains why`)
    return { refused: step, verdict, ...(mend !== undefined && { mend }) }
  }

  return {
    plan,
    refusal,
    holdsOneOf: (permissions) =>
      permissions.some((permission) => holds(snapshot, { ...self, permission }).allowed),
    // Whoever may view the log, and whoever manages accounts without a scope: of all that they manage, subscriptions
    // alone are out of reach of a scoped one.
    mayReadTheLog: (['audit', 'subscription'] as const).some((kind) => isAllowed('view', { id: kind, kind })),
    explain: (about, act, what) => explanationOf(context, about, act, what),
    dryRun: (kind, act, owner) =>
      failing(plan(kind, act), favoured(snapshot, { kind, owner, author: member.id })),
    isInReach: (record) => failing(plan(record.kind as KindId, 'view'), record) === undefined,
    refusalOf: (act, record) => (isAllowed(act, record) ? undefined : refusal(act, record)),
    refusalAfter(act, record) {
      // The state it is in now is what the act itself made of it.
      const step = failing(plan(record.kind as KindId, act), record)
      return step === undefined || step === 'state' ? undefined : refusal(act, record)
    },
  }
}

function explanationOf(
  { snapshot, at }: RequestContext,
  { member, actingFor }: Subject,
  act: string,
  what: RecordFacts | KindId,
): Explanation {
  const question = { member, ...(actingFor !== undefined && { actingFor }), act, at }
  return explain(
    snapshot,
    typeof what === 'string' ? { ...question, kind: what } : { ...question, record: what },
  )
}

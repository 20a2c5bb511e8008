import { type Needs, type Problem, permissionsFor } from '@rolecall/contract'
import { failing, type KindId, practiceCatalog, type RecordFacts, type Step } from '@rolecall/core'
import type { Door } from './door.ts'
import { problem } from './problem.ts'

/** What is settled before any record is named. */
const settled: ReadonlySet<Step> = new Set(['inactive', 'module-off', 'kind', 'permission', 'acting'])

type Needed = Exclude<Needs, 'public'>

/**
 * Whether an operation is open to somebody at all. Which records they reach with it is for the door; but what belongs to
 * the whole practice has none to tell apart, and is closed to a grant in a scope.
 */
export function mayAsk(needs: Needed, door: Door): boolean {
  if (needs === 'signed-in') return true
  if ('anyOf' in needs) return door.holdsOneOf(needs.anyOf)
  const plan = door.plan(needs.kind, needs.act)
  if (plan.reach === 'nowhere') return !settled.has(plan.refusal)
  const whole = wholeOf(needs.kind)
  return whole === undefined || failing(plan, whole) === undefined
}

/** What stands for all of a kind that belongs to the practice as a whole. */
function wholeOf(kind: KindId): RecordFacts | undefined {
  return practiceCatalog.kinds[kind]?.team === 'wide' ? { id: kind, kind } : undefined
}

/** Why an operation is not open to somebody at all. Undefined: it is. */
export function whyNotAsk(
  needs: Needed,
  door: Door,
): { readonly status: 403; readonly body: Problem } | undefined {
  if (needs === 'signed-in' || mayAsk(needs, door)) return undefined
  if ('anyOf' in needs) {
    const names = permissionsFor(needs).map((one) => practiceCatalog.permissions[one]?.label ?? one)
    return problem(403, `you need the permission ${names.join(' or ')}`, {
      step: 'permission',
      mend: `ask an admin for the permission ${names.join(' or ')}`,
    })
  }
  const self = { member: door.member.id, actingFor: door.actingFor }
  const isNowhere = door.plan(needs.kind, needs.act).reach === 'nowhere'
  const what = (isNowhere ? undefined : wholeOf(needs.kind)) ?? needs.kind
  const { step, verdict, mend } = door.explain(self, needs.act, what)
  return problem(403, verdict, { step, mend })
}

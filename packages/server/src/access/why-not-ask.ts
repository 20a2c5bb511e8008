import { type Needs, type Problem, permissionsFor } from '@rolecall/contract'
import { practiceCatalog, type Step } from '@rolecall/core'
import { problem } from '../http/problem.ts'
import type { Door } from './door.ts'

/** What is settled before any record is named. */
const settled: ReadonlySet<Step> = new Set(['inactive', 'module-off', 'kind', 'permission', 'acting'])

type Needed = Exclude<Needs, 'public'>

/** Whether an operation is open to somebody at all. Which records they reach with it is for the door. */
export function mayAsk(needs: Needed, door: Door): boolean {
  if (needs === 'signed-in') return true
  if ('anyOf' in needs) return door.holdsOneOf(needs.anyOf)
  const plan = door.plan(needs.kind, needs.act)
  return plan.reach !== 'nowhere' || !settled.has(plan.refusal)
}

/** Why an operation is not open to somebody at all. Undefined: it is. */
export function whyNotAsk(
  needs: Needed,
  door: Door,
): { readonly status: 403; readonly body: Problem } | undefined {
  if (needs === 'signed-in' || mayAsk(needs, door)) return undefined
  if ('anyOf' in needs) {
    const names = permissionsFor(needs).map((one) => `*${practiceCatalog.permissions[one]?.label ?? one}*`)
    return problem(403, `this needs ${names.join(' or ')}, ask an admin for it`, { step: 'permission' })
  }
  const self = { member: door.member.id, actingFor: door.actingFor }
  const { step, verdict, mend } = door.explain(self, needs.act, needs.kind)
  return problem(403, verdict, { step, mend })
}

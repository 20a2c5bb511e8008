import { steps } from '@rolecall/core'
import { z } from 'zod'
import { id } from './id.ts'
import type { Operation } from './operation.ts'
import { named } from './people.ts'
import { problem, refusals } from './problem.ts'
import { text } from './text.ts'

/** The nine steps of a decision, in their order. */
const step = z.enum(steps)

const explanation = z.object({
  answer: z.enum(['yes', 'no', 'depends']),
  step: step.optional(),
  verdict: z.string(),
  mend: z.string().optional(),
  grants: z.array(z.object({ id: z.string(), words: z.string() })).readonly(),
  steps: z
    .array(
      z.object({
        step,
        asks: z.string(),
        outcome: z.enum(['passed', 'failed', 'depends', 'not-asked']),
        cause: z.string(),
        mend: z.string().optional(),
      }),
    )
    .readonly(),
})

export const why = z.object({
  /**
   * `reach`: what one reaches at all, where the id is out of reach, or nobody's, or not given. `permission`: whether
   * one holds it in any scope.
   */
  about: z.enum(['record', 'reach', 'permission']),
  explanation,
})
export type Why = z.infer<typeof why>

const name = text(100).min(1)

const whoCan = z.object({
  members: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.string(),
      /** For an assistant: acting for one of these. */
      actingFor: z.array(named),
    }),
  ),
})
export type WhoCan = z.infer<typeof whoCan>

export const whyOperations = {
  why: {
    method: 'GET',
    path: '/api/why',
    summary: 'Why one may do an act on a record or not; about somebody else for those who may view the log',
    needs: 'signed-in',
    effect: 'looks',
    query: z.object({
      /** The same as `kind=patient` with `record`. */
      patient: id.optional(),
      kind: name.default('patient'),
      act: name.default('view'),
      record: id.optional(),
      /** Instead of an act on a kind. */
      permission: name.optional(),
      member: id.optional(),
      actingFor: id.optional(),
    }),
    endings: { 200: why, 400: problem, 404: problem, ...refusals },
  },
  whoCan: {
    method: 'GET',
    path: '/api/who-can',
    summary: 'Everybody who may do an act on a record; about a patient in reach, who else may see them',
    needs: 'signed-in',
    effect: 'looks',
    query: z.object({ kind: name.default('patient'), act: name.default('view'), record: id.optional() }),
    endings: { 200: whoCan, 400: problem, 404: problem, ...refusals },
  },
} as const satisfies Record<string, Operation>

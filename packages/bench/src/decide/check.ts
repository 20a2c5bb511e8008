/**
 * Nothing is timed that answers differently from the oracle.
 */

import type { Asked, World } from '../worlds/world.ts'
import type { Contestant } from './measure.ts'

/** The oracle's answers, kept: every engine is checked against the same ones. */
export function answersOf(world: World): ReadonlyMap<Asked, boolean> {
  return new Map(world.questions.map((question) => [question, world.oracle(question)]))
}

/** The share of questions that are allowed, which has to be about half. */
export function allowedShare({ name }: World, answers: ReadonlyMap<Asked, boolean>): number {
  const allowed = [...answers.values()].filter((answer) => answer).length / answers.size
  if (allowed < 0.4 || allowed > 0.6)
    throw new Error(
      `of the questions of \`${name}\`, ${(allowed * 100).toFixed(1)} % are allowed; tune them to 40–60 %`,
    )
  return allowed
}

export function check({ name, engine, questions }: Contestant, answers: ReadonlyMap<Asked, boolean>): void {
  for (const question of questions) {
    const expected = answers.get(question)
    const answer = engine.decide(question)
    if (answer !== expected)
      throw new Error(`\`${name}\` says ${answer}, the oracle ${expected}: ${JSON.stringify(question)}`)
  }
}

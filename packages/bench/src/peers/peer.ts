/**
 * One interface for every engine. `prepare` may take its time; what is measured is `count`: a loop of its own for
 * each engine, so that the runtime optimises each for itself alone.
 */
import type { Asked, World } from '../worlds/world.ts'

export interface Engine {
  decide(question: Asked): boolean
  /** Ask all, and count how many are allowed. */
  count(questions: readonly Asked[]): number
}

export interface Peer<Of extends World = World> {
  readonly name: string
  /** How the engine was set up, in a sentence. */
  readonly setup: string
  prepare(world: Of): Engine | Promise<Engine>
}

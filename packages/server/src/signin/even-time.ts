import { setTimeout } from 'node:timers/promises'

/** Longer than what is done differently for one asker and another takes, in milliseconds. */
const step = 250

/**
 * Hand a result out at a full quarter of a second after it was asked for, so that the time says nothing about what was
 * found on the way: an address without an account answers as fast as one that gets mail.
 */
export async function atEvenTime<T>(work: () => Promise<T>, isEven: (result: T) => boolean): Promise<T> {
  const start = performance.now()
  const result = await work()
  if (isEven(result)) await setTimeout(step - ((performance.now() - start) % step))
  return result
}

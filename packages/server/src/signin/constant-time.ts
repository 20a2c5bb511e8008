import { setTimeout } from 'node:timers/promises'

/** Longer than what is done differently for one asker and another takes, in milliseconds. */
const step = 250

/**
 * Hand a result out at a full quarter of a second after it was asked for, so that the time says nothing about what was
 * found on the way: an address without an account answers as fast as one that gets mail.
 *
 * What is the same for all and may take long, such as waiting for one's turn to have a password checked, comes before
 * `differs` is called. What follows then has a whole quarter of its own: however long the wait was, it never uses up
 * the time in which the rest is hidden.
 */
export async function atEvenTime<T>(
  work: (differs: () => void) => Promise<T>,
  isEven: (result: T) => boolean,
): Promise<T> {
  let start = performance.now()
  const result = await work(() => {
    start += fullSteps(performance.now() - start)
  })
  if (isEven(result)) {
    const passed = performance.now() - start
    await setTimeout(fullSteps(Math.max(passed, 1)) - passed)
  }
  return result
}

function fullSteps(time: number): number {
  return Math.ceil(time / step) * step
}

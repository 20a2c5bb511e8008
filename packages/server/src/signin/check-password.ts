/**
 * Whether a password may be chosen, found out in a thread of its own. The work is bounded: one check at a time, a short
 * queue, few places in it for one address, and an end to each check. What is not checked is not accepted.
 */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { places } from './capacity.ts'
import type { Strength } from './password-strength.ts'
import type { Candidate } from './password-worker.ts'
import { turns } from './semaphore.ts'
import { networkOf } from './throttle.ts'

export interface PasswordCheckLimits {
  /** How many checks may wait. The longest takes about 0.1 s. */
  readonly waiting: number
  /** How many checks one address may have running or waiting. */
  readonly ofAddress: number
  /** After how many milliseconds a check is ended. */
  readonly timeoutMs: number
}

const usualLimits: PasswordCheckLimits = { waiting: 40, ofAddress: 8, timeoutMs: 5000 }

/** @returns `busy` if too many checks wait already, from everywhere or from this address */
export type CheckPassword = (
  password: string,
  about: readonly string[],
  address: string,
) => Promise<Strength | 'busy'>

const tooSlow: Strength = {
  accepted: false,
  sentence: 'it takes too long to check, choose several words that have nothing to do with each other',
}

export function passwordChecks(
  { waiting, ofAddress, timeoutMs }: PasswordCheckLimits = usualLimits,
  script = new URL('./password-worker.ts', import.meta.url),
): CheckPassword {
  const queue = turns({ atOnce: 1, waiting })
  const pending = places(Number.POSITIVE_INFINITY, ofAddress)
  let worker: Promise<Worker> | undefined

  async function inWorker(candidate: Candidate): Promise<Strength> {
    worker ??= startWorker(script)
    const used = await worker.catch((error: unknown) => {
      worker = undefined
      throw error
    })
    used.postMessage(candidate)
    try {
      const [strength] = await once(used, 'message', { signal: AbortSignal.timeout(timeoutMs) })
      return strength as Strength
    } catch (error) {
      // The next check starts another one.
      worker = undefined
      await used.terminate()
      if (error instanceof Error && error.name === 'AbortError') return tooSlow
      throw error
    }
  }

  return async (password, about, address) => {
    const free = pending.take(networkOf(address))
    if (free === undefined) return 'busy'
    try {
      return await queue.take(() => inWorker({ password, about }))
    } finally {
      free()
    }
  }
}

async function startWorker(script: URL): Promise<Worker> {
  const worker = new Worker(script, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 512 } })
  // It keeps no program running.
  worker.unref()
  await once(worker, 'message')
  // `once` hears an error while a check runs; between two checks there is nobody to hear it.
  worker.on('error', () => {})
  return worker
}

export const checkPassword: CheckPassword = passwordChecks()

/**
 * Seals the log as long as the server runs. Each server seals what it wrote itself. Every few seconds one of them seals
 * what others left: a server that ended, or a command. So an idle server costs the same however many practices there are.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { canary } from '../database/canary.ts'
import { isOutage } from '../database/is-outage.ts'
import { codeOf, seeToDatabase, Troubles } from '../database/troubles.ts'
import { type Sealing, sealPractice } from './seal-practice.ts'
import { unsealedPractices } from './unsealed-practices.ts'

export interface Sealer {
  /** Seal once more what was written here, and end. */
  stop(): Promise<void>
}

export interface SealerParts extends Sealing {
  readonly report: (sentence: string) => void
  /** Milliseconds between two rounds. */
  readonly every?: number
}

/** Rounds between two looks for what others left. What is younger than half of that is left to who wrote it. */
const sweepEvery = 4

/** Practices that are sealed at the same time. Each takes two connections, and waits for the disk most of the time. */
const atOnce = 3

/** Any number that nothing else locks. */
const sweepLock = 7_652_556

export function startSealer({ report, every = 1000, ...sealing }: SealerParts): Sealer {
  const { database } = sealing
  const stopping = new AbortController()
  const { signal } = stopping
  const troubles = new Troubles(report)
  const sealOne = sealsOne(sealing, troubles)

  /** Seal some practices. Those that failed are tried again, and what failed last is thrown. */
  const sealAll = async (ids: readonly string[], stay = async () => {}): Promise<void> => {
    const waiting = [...ids]
    let failure: { readonly error: unknown } | undefined
    const sealNext = async (id: string) => {
      try {
        await sealOne(id)
        await stay()
      } catch (error) {
        failure = { error }
        // All that is left waits for the end of an outage.
        for (const one of [id, ...(isOutage(error) ? waiting.splice(0) : [])]) database.written.add(one)
      }
    }
    const worker = async () => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await sealNext(id)
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
    if (failure !== undefined) throw failure.error
  }

  const sealWritten = (): Promise<void> => {
    const ids = [...database.written]
    database.written.clear()
    return sealAll(ids)
  }

  const sweep = (): Promise<void> =>
    database.within(
      {
        practiceId: canary,
        mode: 'change',
        opening: `select pg_try_advisory_xact_lock(${sweepLock}) as held`,
      },
      async (holding, [row]) => {
        if (row?.held !== true) return
        const ids = await unsealedPractices(database, (sweepEvery / 2) * every)
        await sealAll(
          ids,
          async () => void (await holding.selectNoFrom((one) => one.lit(1).as('one')).execute()),
        )
      },
    )

  const round = async (number: number): Promise<void> => {
    try {
      await sealWritten()
      if (number % sweepEvery === 0) await sweep()
      troubles.over('round', 'the log is sealed again')
    } catch (error) {
      troubles.met('round', isOutage(error) ? 'outage' : codeOf(error), whyUnsealed(error, sealing.folder))
    }
  }

  const rounds = async (): Promise<void> => {
    for (let number = 0; !signal.aborted; number++) {
      await round(number)
      await pause(every, undefined, { signal }).catch(() => {})
    }
    await round(1)
  }

  const ended = rounds()
  return {
    stop() {
      stopping.abort()
      return ended
    },
  }
}

/** Seals a practice, and reports where that fails and when it works again. */
function sealsOne(sealing: Sealing, troubles: Troubles): (id: string) => Promise<void> {
  /** Names of practices that could not be sealed. */
  const troubled = new Map<string, string>()
  return async (id) => {
    const sealed = await sealPractice(sealing, id)
    const known = troubled.get(id)
    if ('trouble' in sealed) {
      const name = known ?? (await nameOf(sealing, id))
      troubled.set(id, name)
      troubles.met(id, sealed.trouble, `${name}: ${sealed.trouble}`)
    } else if (sealed.busy) sealing.database.written.add(id)
    else if (known !== undefined) {
      troubled.delete(id)
      troubles.over(id, `${known}: the log is sealed again`)
    }
  }
}

async function nameOf({ database }: Sealing, practiceId: string): Promise<string> {
  const found = await database.anywhere
    .selectFrom('practice')
    .select('name')
    .where('id', '=', practiceId)
    .executeTakeFirst()
  return found?.name ?? practiceId
}

function whyUnsealed(error: unknown, folder: string): string {
  return isOutage(error)
    ? `the database does not answer (${codeOf(error)}), so the log is not sealed: ${seeToDatabase}; sealing then goes on by itself`
    : `the log could not be sealed (${error instanceof Error ? error.message : String(error)}): see that \`${folder}\` can be written and has room; it is tried again every second`
}

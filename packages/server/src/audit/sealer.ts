/** Seals the log of every practice again and again, as long as the server runs. */
import { setTimeout as pause } from 'node:timers/promises'
import { codeOf, seeToDatabase, Troubles } from '../health/troubles.ts'
import { isOutage } from '../http/is-outage.ts'
import { practicesIn, type Sealing, sealPractice } from './seal-practice.ts'

export interface Sealer {
  /** Seal once more what is there, and end. */
  stop(): Promise<void>
}

export interface SealerParts extends Sealing {
  readonly report: (sentence: string) => void
  /** Milliseconds between two rounds. */
  readonly every?: number
}

export function startSealer({ report, every = 1000, ...sealing }: SealerParts): Sealer {
  const stopping = new AbortController()
  const { signal } = stopping
  const troubles = new Troubles(report)

  const round = async (): Promise<void> => {
    try {
      for (const { id, name } of await practicesIn(sealing.database)) {
        const sealed = await sealPractice(sealing, id)
        if ('trouble' in sealed) troubles.met(id, sealed.trouble, `${name}: ${sealed.trouble}`)
        else troubles.over(id, `${name}: the log is sealed again`)
      }
      troubles.over('round', 'the log is sealed again')
    } catch (error) {
      troubles.met('round', isOutage(error) ? 'outage' : codeOf(error), whyUnsealed(error, sealing.folder))
    }
  }

  const rounds = async (): Promise<void> => {
    while (!signal.aborted) {
      await round()
      await pause(every, undefined, { signal }).catch(() => {})
    }
    await round()
  }

  const ended = rounds()
  return {
    stop() {
      stopping.abort()
      return ended
    },
  }
}

function whyUnsealed(error: unknown, folder: string): string {
  return isOutage(error)
    ? `the database does not answer (${codeOf(error)}), so the log is not sealed: ${seeToDatabase}; sealing then goes on by itself`
    : `the log could not be sealed (${error instanceof Error ? error.message : String(error)}): see that \`${folder}\` can be written and has room; it is tried again every second`
}

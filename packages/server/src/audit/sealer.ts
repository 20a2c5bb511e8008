/** Seals the log of every practice again and again, as long as the server runs. */
import { setTimeout as pause } from 'node:timers/promises'
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
  const said = new Map<string, string>()

  /** Once, until it is mended or something else is the matter. */
  const say = (about: string, trouble: string | undefined): void => {
    if (trouble !== undefined && said.get(about) !== trouble) report(trouble)
    if (trouble === undefined) said.delete(about)
    else said.set(about, trouble)
  }

  const round = async (): Promise<void> => {
    try {
      for (const { id, name } of await practicesIn(sealing.database)) {
        const sealed = await sealPractice(sealing, id)
        say(id, 'trouble' in sealed ? `${name}: ${sealed.trouble}` : undefined)
      }
      say('round', undefined)
    } catch (error) {
      say('round', `the log could not be sealed: ${error instanceof Error ? error.message : String(error)}`)
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

/**
 * Whether the database says anything at all. Where a network swallows everything, or a machine stands still, no
 * connection ends: whoever asked waits, and holds their connection meanwhile. So one connection asks for little, time
 * and again. PostgreSQL answers that however long the others have to wait for locks, for a disk or for each other.
 */
import { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { Client, type ClientConfig } from 'pg'

/** Between two questions, and between two looks whether there is an answer. Milliseconds. */
const beat = 500

/** Beats without an answer. They are counted: a program that is busy itself hears late, and beats late too. */
const patience = 4

export interface Pulse {
  /** What is to be told to whoever asks the database, while it says nothing. */
  readonly silence: Error | undefined
  /** Watch from now on. Begun already: nothing. */
  watch(): void
  stop(): void
}

interface Asking {
  readonly client: Client
  readonly socket: Socket
  readonly connected: Promise<unknown>
}

export interface Listening {
  /** What to ask at each beat. */
  readonly ask: (client: Client) => Promise<void>
  /** Told each time that no answer comes. A refusal is one: the next question goes by a new connection. */
  readonly onSilence: (silence: Error) => void
}

export function takePulse(config: ClientConfig, { ask: askIt, onSilence }: Listening): Pulse {
  let silence: Error | undefined
  let [isWatching, isOver] = [false, false]
  let asking: Asking | undefined

  const ask = async (): Promise<void> => {
    asking ??= open(config)
    const own = asking
    try {
      await own.connected
      await askIt(own.client)
    } catch {
      own.socket.destroy()
      if (asking === own) asking = undefined
    }
  }

  const goOn = async (): Promise<void> => {
    for (await aBeat(false); !isOver; await aBeat(false)) {
      if (await comesInTime(ask())) silence = undefined
      else if (!isOver) {
        asking?.socket.destroy()
        silence = new Error('Connection terminated, nothing was heard from the database for two seconds')
        onSilence(silence)
      }
    }
  }

  return {
    get silence() {
      return silence
    },
    watch() {
      if (isWatching) return
      isWatching = true
      void goOn()
    },
    stop() {
      isOver = true
      asking?.socket.destroy()
    },
  }
}

/** Keeps no program from ending either. */
function open(config: ClientConfig): Asking {
  const socket = new Socket().unref()
  const client = new Client({ ...config, stream: () => socket })
  client.on('error', () => {})
  return { client, socket, connected: client.connect() }
}

async function comesInTime(answer: Promise<void>): Promise<boolean> {
  const answered = answer.then(() => true)
  for (let beats = 0; beats < patience; beats++) if (await Promise.race([answered, aBeat(false)])) return true
  return false
}

/** Keeps no program from ending. */
function aBeat<T>(after: T): Promise<T> {
  return pause(beat, after, { ref: false })
}

/** People who write notes through HTTP as fast as they are answered, and remember what they were told is kept. */
import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'

/** What a note must be at least: it was answered so. */
export interface Acknowledged {
  readonly id: string
  readonly version: number
  readonly text: string
  readonly signed: boolean
}

export interface Writing {
  readonly acknowledged: ReadonlyMap<string, Acknowledged>
  /** When each write was answered as kept. Milliseconds of `performance.now()`. */
  readonly answeredAt: readonly number[]
  /** Requests whose end nobody knows: no answer, or an outage. */
  readonly unanswered: () => number
  /** Answers that are neither what was asked for nor an outage. */
  readonly surprises: readonly string[]
  stop(): Promise<void>
}

const saved = z.object({ id: z.string(), version: z.number(), signed: z.boolean() })

export interface Writers {
  readonly count: number
  /** Where the server is now. */
  readonly address: () => string
  readonly cookie: string
  readonly patients: readonly string[]
}

export function startWriting({ count, address, cookie, patients }: Writers): Writing {
  const acknowledged = new Map<string, Acknowledged>()
  const answeredAt: number[] = []
  const surprises: string[] = []
  let unanswered = 0
  let isOver = false

  /** Undefined: nobody knows whether it was done. */
  const ask = async (method: string, path: string, body: object, version?: number) => {
    try {
      const response = await fetch(`${address()}${path}`, {
        method,
        headers: {
          cookie,
          'content-type': 'application/json',
          'sec-fetch-site': 'same-origin',
          ...(version !== undefined && { 'if-match': `"${version}"` }),
        },
        body: JSON.stringify(body),
      })
      const answer: unknown = await response.json()
      if (response.ok) {
        answeredAt.push(performance.now())
        return saved.parse(answer)
      }
      if (response.status !== 503)
        surprises.push(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`)
    } catch (error) {
      if (error instanceof z.ZodError) surprises.push(`${method} ${path}: ${error.message}`)
    }
    unanswered++
    await pause(20)
    return undefined
  }

  const write = async (): Promise<void> => {
    const patient = patients[Math.floor(Math.random() * patients.length)]
    const text = textWithSum()
    const drafted = await ask('POST', '/api/notes', { patient, text })
    if (drafted === undefined) return
    const { id } = drafted
    acknowledged.set(id, { ...drafted, text })
    if (Math.random() < 0.5) return
    const newText = textWithSum()
    const edited = await ask('PATCH', `/api/notes/${id}`, { text: newText }, drafted.version)
    if (edited === undefined) return
    acknowledged.set(id, { ...edited, text: newText })
    if (Math.random() < 0.5) return
    const signed = await ask('POST', `/api/notes/${id}/sign`, {}, edited.version)
    if (signed !== undefined) acknowledged.set(id, { ...signed, text: newText })
  }

  const running = Array.from({ length: count }, async () => {
    while (!isOver) await write()
  })
  return {
    acknowledged,
    answeredAt,
    surprises,
    unanswered: () => unanswered,
    async stop() {
      isOver = true
      await Promise.all(running)
    },
  }
}

/** A text that tells of itself whether it is whole. */
function textWithSum(): string {
  const words = Array.from({ length: 1 + Math.floor(Math.random() * 60) }, () => randomUUID()).join(' ')
  return `${sumOf(words)} ${words}`
}

export function isWhole(text: string): boolean {
  const blank = text.indexOf(' ')
  return text.slice(0, blank) === sumOf(text.slice(blank + 1))
}

function sumOf(words: string): string {
  return createHash('sha256').update(words).digest('hex')
}

/**
 * Ends of the log that are missing, and that somebody at the machine accepted as missing: after an old backup was
 * restored, say. They are signed and lie outside the database beside the heads, so that whoever rules the database
 * alone cannot cut the log and accept that. The heads of what is missing stay where they are.
 *
 * ```
 * .rolecall/audit/accepted/<practice>.ndjson
 * ```
 */
import { type KeyObject, sign, verify } from 'node:crypto'
import { appendFile, mkdir, open, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isCode, syncFolder } from './audit-folder.ts'
import { type Head, readHeads, sizeOfHeads } from './heads.ts'
import { noHead, type Seal } from './seal.ts'

export interface Gap {
  /** Numbers of the first and the last seal that are missing. */
  readonly from: number
  readonly to: number
  /** How many entries they held. */
  readonly entries: number
  /** When the first and the last of them were sealed: microseconds since 1970. */
  readonly since: string
  readonly until: string
  /** The head of the seal before the gap, and that of the last in it. In hexadecimal. */
  readonly behind: string
  readonly last: string
}

export interface Accepted extends Gap {
  /** When it was accepted: microseconds since 1970. */
  readonly at: string
  readonly reason: string
  readonly signature: string
}

export function signAccepted(
  key: KeyObject,
  practiceId: string,
  accepted: Omit<Accepted, 'signature'>,
): Accepted {
  return { ...accepted, signature: sign(null, signedText(practiceId, accepted), key).toString('hex') }
}

/** Those with a signature that is right. Of any other line it is as if it were not there: what it covers stays cut. */
export async function readAccepted(
  folder: string,
  practiceId: string,
  key: KeyObject | undefined,
): Promise<readonly Accepted[]> {
  if (key === undefined) return []
  const text = await readFile(pathOf(folder, practiceId), 'utf8').catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return ''
    throw error
  })
  return text
    .split('\n')
    .flatMap((line) => acceptedIn(line) ?? [])
    .filter((accepted) =>
      verify(null, signedText(practiceId, accepted), key, Buffer.from(accepted.signature, 'hex')),
    )
}

/** Add one; on disk when it settles. */
export async function addAccepted(folder: string, practiceId: string, accepted: Accepted): Promise<void> {
  const path = pathOf(folder, practiceId)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  // What a crash left of a line is ended first.
  await appendFile(path, `\n${JSON.stringify(accepted)}\n`, { mode: 0o600 })
  const file = await open(path, 'r')
  await file.sync().finally(() => file.close())
  await syncFolder(dirname(path))
}

/** The end that is missing behind a seal, told by the heads outside. Undefined: none is, or the heads do not say. */
export async function missingEnd(
  folder: string,
  practiceId: string,
  last: Seal | undefined,
): Promise<Gap | undefined> {
  const missing: Head[] = []
  const from = (last?.number ?? 0) + 1
  const size = (await sizeOfHeads(folder, practiceId)) ?? 0
  for await (const head of readHeads(folder, practiceId, size)) {
    if (head === 'bad') return undefined
    if (head.number >= from) missing.push(head)
  }
  const [first] = missing
  const end = missing.at(-1)
  if (first === undefined || end === undefined) return undefined
  return {
    from,
    to: end.number,
    entries: missing.reduce((sum, { count }) => sum + count, 0),
    since: first.at,
    until: end.at,
    behind: (last?.head ?? noHead).toString('hex'),
    last: end.head,
  }
}

const fields = ['from', 'to', 'entries', 'since', 'until', 'behind', 'last', 'at', 'reason'] as const

/** Nothing else that is ever signed with the key begins like this. */
function signedText(practiceId: string, accepted: Omit<Accepted, 'signature'>): Buffer {
  const texts = [practiceId, ...fields.map((field) => String(accepted[field]))]
  return Buffer.from(`rolecall audit accepted 1${texts.map((text) => `\n${text.length}:${text}`).join('')}\n`)
}

function acceptedIn(line: string): Accepted | undefined {
  if (line === '') return undefined
  try {
    const read: unknown = JSON.parse(line)
    return isAccepted(read) ? read : undefined
  } catch {
    return undefined
  }
}

function isAccepted(read: unknown): read is Accepted {
  if (typeof read !== 'object' || read === null) return false
  const { from, to, entries, ...texts } = read as Readonly<Record<string, unknown>>
  return (
    [from, to, entries].every(Number.isSafeInteger) &&
    ['since', 'until', 'behind', 'last', 'at', 'reason', 'signature'].every(
      (name) => typeof texts[name] === 'string',
    )
  )
}

function pathOf(folder: string, practiceId: string): string {
  return join(folder, 'accepted', `${practiceId}.ndjson`)
}

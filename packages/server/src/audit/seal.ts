/**
 * A link of the chain over the log of a practice: the digests of some entries in order, and the head of the link
 * before. Its own head stands for all of it and everything before, and is signed.
 */
import { hash, type KeyObject, sign, verify } from 'node:crypto'

export interface Link {
  readonly practiceId: string
  /** From 1, without gaps. */
  readonly number: number
  /** Numbers of the entries, in the order in which they are chained. */
  readonly entries: readonly string[]
  readonly digests: readonly Buffer[]
  /** The head of the link before; zeros for the first. */
  readonly previous: Buffer
  /** Whose transactions the entries were written by. */
  readonly cluster: string
  /** A `pg_snapshot`: what is visible in it is in this link or in one before. */
  readonly horizon: string
  /** Microseconds since 1970, on the database's clock. */
  readonly sealedAt: string
}

export interface Seal extends Link {
  readonly head: Buffer
  readonly signature: Buffer
}

/** What the first link follows. */
export const noHead: Buffer = Buffer.alloc(32)

export function seal(link: Link, key: KeyObject): Seal {
  const head = headOf(link)
  return { ...link, head, signature: sign(null, signed(head), key) }
}

export function headOf(link: Link): Buffer {
  const { practiceId, number, entries, digests, previous, cluster, horizon, sealedAt } = link
  const texts = [practiceId, String(number), cluster, horizon, sealedAt, entries.join(' ')]
  const prefix = texts.map((text) => `\n${text.length}:${text}`).join('')
  return hash(
    'sha256',
    Buffer.concat([Buffer.from(`rolecall audit seal 1${prefix}\n`), previous, ...digests]),
    'buffer',
  )
}

export function isSignedBy(key: KeyObject, head: Buffer, signature: Buffer): boolean {
  return verify(null, signed(head), key, signature)
}

/** Nothing else that is ever signed with the key begins like this. */
function signed(head: Buffer): Buffer {
  return Buffer.concat([Buffer.from('rolecall audit head 1\n'), head])
}

/**
 * Passwords as they are kept: argon2id, written as a PHC string with its parameters, so that these can be raised and
 * what was hashed with lower ones is known as old.
 */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { type Turns, turns } from './semaphore.ts'

/** What OWASP asks for at least: 19 MiB, two passes, one lane. About 35 ms. */
const parameters = { memory: 19_456, passes: 2, parallelism: 1 }

const saltBytes = 16
const hashBytes = 32

/**
 * Two at once, since each takes memory and a thread that files and names are read by as well; and as many waiting as
 * are done within a few seconds, so that a flood finds a closed door and not an ever longer queue.
 */
const hashing: Turns = turns({ atOnce: 2, waiting: 100 })

const argon2Async = promisify(argon2)

interface Hashed {
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
  readonly salt: Buffer
  readonly hash: Buffer
}

/** A PHC string. The same password gives another one each time. `busy`: too many are being hashed. */
export function hashPassword(password: string): Promise<string | 'busy'> {
  return hashing.take(async () => {
    const salt = randomBytes(saltBytes)
    return toPhc({ ...parameters, salt, hash: await derive(password, { ...parameters, salt }, hashBytes) })
  })
}

/** `old`: right, but hashed with lower parameters than are used today. */
export type Verified = 'right' | 'old' | 'wrong' | 'busy'

/** Whether it is the password. Where there is none to compare with, it is wrong, after the same time. */
export function verifyPassword(kept: string | null | undefined, password: string): Promise<Verified> {
  return hashing.take(async () => {
    const known = kept ? fromPhc(kept) : undefined
    const against = known ?? nobody
    const hash = await derive(password, against, against.hash.length)
    if (!timingSafeEqual(hash, against.hash) || known === undefined) return 'wrong'
    return isOld(known) ? 'old' : 'right'
  })
}

/** What is compared with where nobody is known: no password gives it, for its hash was never one. */
const nobody: Hashed = { ...parameters, salt: randomBytes(saltBytes), hash: randomBytes(hashBytes) }

function derive(
  password: string,
  { memory, passes, parallelism, salt }: Omit<Hashed, 'hash'>,
  tagLength: number,
): Promise<Buffer> {
  // The same letters may be typed as different code points; NFC makes them one.
  const message = Buffer.from(password.normalize('NFC'))
  return argon2Async('argon2id', { message, nonce: salt, parallelism, tagLength, memory, passes })
}

function isOld({ memory, passes, parallelism, hash }: Hashed): boolean {
  return (
    memory < parameters.memory ||
    passes < parameters.passes ||
    parallelism < parameters.parallelism ||
    hash.length < hashBytes
  )
}

function toPhc({ memory, passes, parallelism, salt, hash }: Hashed): string {
  const numbers = `m=${memory},t=${passes},p=${parallelism}`
  return `$argon2id$v=19$${numbers}$${unpadded(salt)}$${unpadded(hash)}`
}

const phc = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** Undefined where it is no hash of this kind: then no password is right. */
function fromPhc(text: string): Hashed | undefined {
  const [, memory, passes, parallelism, salt = '', hash = ''] = text.match(phc) ?? []
  if (memory === undefined) return undefined
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  }
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}

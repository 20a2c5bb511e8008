import { createHash, randomBytes } from 'node:crypto'

/** What a cookie or a link proves, taken apart. */
export interface Token {
  readonly practiceId: string
  /** What the database holds: a copy of it opens nothing. */
  readonly hash: Buffer
}

const idBytes = 16
const secretBytes = 32

/** What the cookie holds: the practice, so that it is known before the session is, and 256 bits nobody can guess. */
export function newToken(practiceId: string): string {
  return Buffer.concat([
    Buffer.from(practiceId.replaceAll('-', ''), 'hex'),
    randomBytes(secretBytes),
  ]).toString('base64url')
}

/** Undefined where the text cannot have been made by `newToken`. */
export function readToken(text: string): Token | undefined {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length !== idBytes + secretBytes) return undefined
  const practiceId = bytes
    .toString('hex', 0, idBytes)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return { practiceId, hash: tokenHash(text) }
}

export function tokenHash(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

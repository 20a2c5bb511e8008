import { createHash, randomBytes } from 'node:crypto'

/** What the cookie holds: 256 bits nobody can guess. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What the database holds: a copy of it opens nothing. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/**
 * What lies outside the database, so that whoever rules the database alone cannot make another log and pass it for
 * this one: the key that signs, its public half, and the signed heads of every practice.
 *
 * ```
 * .rolecall/audit/key.pem              Ed25519, private, for this account alone
 * .rolecall/audit/public-key.pem       enough to verify, with the heads
 * .rolecall/audit/heads/<practice>.ndjson
 * ```
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
} from 'node:crypto'
import { link, mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** The key that signs; undefined where there is none. */
export async function signingKey(folder: string): Promise<KeyObject | undefined> {
  const text = await readIfThere(join(folder, 'key.pem'))
  return text === undefined ? undefined : createPrivateKey(text)
}

/** The key that verifies; undefined where there is none. */
export async function verifyingKey(folder: string): Promise<KeyObject | undefined> {
  const text = await readIfThere(join(folder, 'public-key.pem'))
  if (text !== undefined) return createPublicKey(text)
  const key = await signingKey(folder)
  return key && createPublicKey(key)
}

/** What one notes down elsewhere to know the key again: SHA-256 of its public half. */
export function fingerprintOf(key: KeyObject): string {
  const half = key.type === 'private' ? createPublicKey(key) : key
  return createHash('sha256')
    .update(half.export({ type: 'spki', format: 'der' }))
    .digest('hex')
}

/** Make a key. Where another process makes one at the same time, both end with the same. */
export async function makeKey(folder: string): Promise<KeyObject> {
  await mkdir(join(folder, 'heads'), { recursive: true, mode: 0o700 })
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  await placeOnce(folder, 'key.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 0o600)
  const key = await signingKey(folder)
  if (key === undefined) throw new Error('the key was made and is not there')
  const half = createPublicKey(key).equals(publicKey) ? publicKey : createPublicKey(key)
  await placeOnce(folder, 'public-key.pem', half.export({ type: 'spki', format: 'pem' }).toString(), 0o644)
  return key
}

/** Whether any practice was sealed from here. */
export async function hasHeads(folder: string): Promise<boolean> {
  const names = await readdir(join(folder, 'heads')).catch(notThere)
  return names !== undefined && names.length > 0
}

/** Written beside its place and linked there: it is whole or not there, and what is there already stays. */
async function placeOnce(folder: string, name: string, text: string, mode: number): Promise<void> {
  const beside = join(folder, `.${name}.${randomUUID()}`)
  const file = await open(beside, 'wx', mode)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await link(beside, join(folder, name)).catch((error: unknown) => {
    if (!isCode(error, 'EEXIST')) throw error
  })
  await rm(beside)
  await syncFolder(folder)
}

/** A new name is on disk once its folder is. Not everywhere can a folder be opened; there it is as the system does it. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  if (handle === undefined) return
  await handle.sync().catch(() => {})
  await handle.close()
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(notThere)
}

function notThere(error: unknown): undefined {
  if (isCode(error, 'ENOENT')) return undefined
  throw error
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

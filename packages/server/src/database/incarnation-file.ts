/** How far the history of the database was seen, in a file beside the heads of the log: outside the database. */
import { readFileSync, statSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Seen, Witness } from './incarnation.ts'

export interface WitnessFile extends Witness {
  /** Wait until what was written last is in the file. */
  close(): Promise<void>
}

/** `dataFolder`: where the files of the database are, if they are on this machine. */
export function incarnationFile(folder: string, dataFolder?: string): WitnessFile {
  const path = join(folder, 'incarnation.json')
  const files = dataFolder === undefined ? undefined : filesIn(dataFolder)
  let next: Seen | undefined
  let writing: Promise<void> | undefined

  const writeAll = async () => {
    while (next !== undefined) {
      const { identity, position } = next
      next = undefined
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const beside = `${path}.${process.pid}`
      await writeFile(beside, `${JSON.stringify({ identity, position: String(position), files })}\n`)
      await rename(beside, path)
    }
  }

  return {
    read() {
      const kept = readKept(path)
      if (kept === undefined) return undefined
      return kept.files === files ? { identity: kept.identity, position: BigInt(kept.position) } : 'moved'
    },
    write(seen) {
      next = seen
      // A folder that cannot be written is reported by the sealing of the log, which needs it too.
      writing ??= writeAll()
        .catch(() => {})
        .finally(() => {
          writing = undefined
        })
    },
    async close() {
      while (writing !== undefined) await writing
    },
  }
}

/** PostgreSQL never writes this file again: where it is another one, the folder was put back from a backup. */
function filesIn(dataFolder: string): string | undefined {
  const stat = statSync(join(dataFolder, 'PG_VERSION'), { throwIfNoEntry: false, bigint: true })
  return stat && `${stat.ino} ${stat.birthtimeNs}`
}

interface Kept {
  readonly identity: string
  readonly position: string
  readonly files?: string
}

/** @returns undefined if there is no file, or none that was written here. */
function readKept(path: string): Kept | undefined {
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return isKept(read) ? read : undefined
  } catch {
    return undefined
  }
}

function isKept(read: unknown): read is Kept {
  if (typeof read !== 'object' || read === null) return false
  const { identity, position } = read as Readonly<Record<string, unknown>>
  return typeof identity === 'string' && typeof position === 'string' && /^\d+$/.test(position)
}

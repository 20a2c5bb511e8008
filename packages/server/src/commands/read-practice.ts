import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { practiceCatalog } from '@rolecall/core'
import {
  fileErrorLine,
  fileErrorLines,
  type PracticeFile,
  practiceFileLimit,
  readPracticeFile,
  tooLarge,
} from '@rolecall/core/testing'

/** A practice file with what is odd about it, or every sentence on what is wrong with it. */
export type ReadPractice =
  | { readonly file: PracticeFile; readonly warnings: readonly string[] }
  | { readonly wrong: readonly string[] }

/** Read a practice file from the disk. One that names no instant is asked about the present one. */
export async function readPractice(path: string): Promise<ReadPractice> {
  const content = await readRegularFile(path).catch((error: unknown) => whyUnreadable(path, error))
  if (typeof content === 'string') return { wrong: [content] }
  const result = readPracticeFile(content, { catalog: practiceCatalog, name: path, now: Date.now() })
  if (!result.ok) return { wrong: fileErrorLines(result.errors) }
  return { file: result.file, warnings: result.warnings.map(fileErrorLine) }
}

/**
 * The bytes of a regular file, one more than the limit at most; or a sentence for what is none. A pipe or a device may
 * never end, and opening a pipe may wait for ever unless it is told not to.
 */
async function readRegularFile(path: string): Promise<Uint8Array | string> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const found = await file.stat()
    if (found.isDirectory()) return `\`${path}\` is a folder; name the files in it`
    if (!found.isFile()) return `\`${path}\` is not a regular file; name a practice file`
    if (found.size > practiceFileLimit) return `${path}: ${tooLarge(found.size)}`
    return await readUpTo(file, practiceFileLimit + 1)
  } finally {
    await file.close()
  }
}

async function readUpTo(file: FileHandle, most: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(most)
  let length = 0
  for (;;) {
    const { bytesRead } = await file.read(bytes, length, most - length)
    length += bytesRead
    if (bytesRead === 0 || length === most) return bytes.subarray(0, length)
  }
}

function whyUnreadable(path: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'ENOENT':
      return `there is no file \`${path}\`; check its name`
    case 'EISDIR':
      return `\`${path}\` is a folder; name the files in it`
    case 'EACCES':
      return `\`${path}\` may not be read; ask whoever owns it`
    default:
      return `\`${path}\` cannot be read: ${error instanceof Error ? error.message : String(error)}`
  }
}

import { readFile } from 'node:fs/promises'
import { practiceCatalog } from '@rolecall/core'
import { fileErrorLine, type PracticeFile, readPracticeFile } from '@rolecall/core/testing'

/** A practice file, or every sentence on what is wrong with it. */
export type ReadPractice = { readonly file: PracticeFile } | { readonly wrong: readonly string[] }

/** Read a practice file from the disk. One that names no instant is asked about the present one. */
export async function readPractice(path: string): Promise<ReadPractice> {
  const content = await readFile(path).catch((error: unknown) => whyUnreadable(path, error))
  if (typeof content === 'string') return { wrong: [content] }
  const result = readPracticeFile(content, { catalog: practiceCatalog, name: path, now: Date.now() })
  return result.ok ? { file: result.file } : { wrong: result.errors.map(fileErrorLine) }
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

import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { UploadedFile } from '@rolecall/contract'
import { type Source, sourceOf } from './source.ts'

/** How many bytes one import may bring by upload, over all of its files. */
const mostBytes = 2 * 1024 ** 3

/** Files on disk, in a folder that nobody else may enter. */
export interface Received {
  readonly folder: string
  readonly files: readonly Source[]
  readonly wrong?: { readonly status: 400 | 413; readonly detail: string }
}

/** Take files as they arrive. Whoever calls it removes the folder, unless it fails. */
export async function receiveFiles(arriving: AsyncIterable<UploadedFile>): Promise<Received> {
  const folder = await mkdtemp(join(tmpdir(), 'rolecall-import-'))
  try {
    return await receiveInto(folder, arriving)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

async function receiveInto(folder: string, arriving: AsyncIterable<UploadedFile>): Promise<Received> {
  const files: Source[] = []
  const wrong = (status: 400 | 413, detail: string): Received => ({
    folder,
    files,
    wrong: { status, detail },
  })
  let bytes = 0
  for await (const { name, stream } of arriving) {
    // Its own name is for reports alone.
    const path = join(folder, `${files.length}${/^\.\w+$/.test(extname(name)) ? extname(name) : ''}`)
    await pipeline(
      Readable.from(stream, { objectMode: false }),
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          bytes += chunk.length
          // What is too much is read and forgotten: the sender is told at the end.
          if (bytes <= mostBytes) yield chunk
        }
      },
      createWriteStream(path, { mode: 0o600 }),
    )
    if (bytes > mostBytes)
      return wrong(413, 'more than 2 GB cannot be imported by upload, send fewer files at a time')
    const source = sourceOf(path, name)
    if (source === undefined)
      return wrong(400, `\`${name}\` is none of \`.ndjson\`, \`.json\` and \`.csv\`, name it by what it is`)
    files.push(source)
  }
  return files.length === 0 ? wrong(400, 'there are no files here, send at least one') : { folder, files }
}

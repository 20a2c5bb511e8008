import type { Readable } from 'node:stream'
import type { UploadedFile } from '@rolecall/contract'
import type { FastifyRequest } from 'fastify'

/** How much one request may bring. A file or a request that goes beyond it is answered with 413. */
export const uploadLimits = {
  fileSize: 1024 ** 3,
  files: 1000,
  parts: 1000,
  fields: 20,
}

/** The files of an upload, one after the other, as they arrive. What nobody reads is read to its end and forgotten. */
export async function* uploadedFiles(request: FastifyRequest): AsyncGenerator<UploadedFile> {
  const parts = request.files()
  try {
    for (;;) {
      const { value: part, done } = await parts.next().catch(asBroken)
      if (done) return
      yield { name: nameOf(part.filename), stream: piecesOf(part.file) }
      if (!part.file.readableEnded) part.file.resume()
    }
  } finally {
    // Else the connection would wait for somebody to read on, and no other request could use it.
    request.raw.unpipe().resume()
  }
}

/** As it is kept and shown: neither takes a zero character or half a character. */
function nameOf(filename = ''): string {
  return filename.replaceAll('\0', '').toWellFormed()
}

async function* piecesOf(file: Readable): AsyncGenerator<Uint8Array> {
  // Who reads only the beginning may still want the next file.
  const pieces = file.iterator({ destroyOnReturn: false })
  try {
    for (;;) {
      const { value, done } = await pieces.next().catch(asBroken)
      if (done) return
      yield value
    }
  } finally {
    await pieces.return?.()
  }
}

/** An upload that ended too early, or is not one. Limits and the like say what they are themselves. */
class BrokenUpload extends Error {
  readonly code = 'FST_BROKEN_UPLOAD'
  readonly statusCode = 400
}

function asBroken(error: unknown): never {
  if (error instanceof Error && 'code' in error) throw error
  throw new BrokenUpload('the upload is not whole', { cause: error })
}

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
  try {
    for await (const part of request.files()) {
      yield { name: part.filename ?? '', stream: part.file }
      if (!part.file.readableEnded) part.file.resume()
    }
  } finally {
    // Else the connection would wait for somebody to read on, and no other request could use it.
    request.raw.unpipe().resume()
  }
}

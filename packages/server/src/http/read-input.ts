import type { Operation, UploadedFile } from '@rolecall/contract'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { problem } from '../access/problem.ts'
import type { Sent } from './send-answer.ts'
import { uploadedFiles } from './uploaded-files.ts'

/** What came with a request, as the operation wants it. */
export interface Given {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly version: number | undefined
  readonly files: AsyncIterable<UploadedFile> | undefined
}

/** Read the input of an operation, or say what is wrong with it. */
export function readInput(operation: Operation, request: FastifyRequest): Given | Sent {
  const params = operation.params?.safeParse(request.params)
  const query = operation.query?.safeParse(request.query)
  const body = operation.body?.safeParse(request.body)
  if (params?.error) return problem(400, sentenceOf(params.error, 'the path'))
  if (query?.error) return problem(400, sentenceOf(query.error, 'the query'))
  if (body?.error) return problem(400, sentenceOf(body.error, 'the body'))
  if (operation.upload && !request.isMultipart())
    return problem(415, 'there are no files here, send them as `multipart/form-data`')
  const version = operation.ifMatch && versionOf(request.headers['if-match'])
  if (operation.ifMatch && version === undefined)
    return problem(428, 'say which version you change: put the `version` that you read into `If-Match`')
  const files = operation.upload && uploadedFiles(request)
  return { params: params?.data, query: query?.data, body: body?.data, version, files }
}

function versionOf(header: string | undefined): number | undefined {
  const [, digits] = header?.match(/^"?(\d{1,9})"?$/) ?? []
  return digits === undefined ? undefined : Number(digits)
}

/** The first thing that is wrong; the message is zod's, which repeats keys and never values. */
function sentenceOf({ issues: [issue] }: z.ZodError, where: string): string {
  const field = issue?.path.join('.')
  const message = issue?.message ?? 'it is not as expected'
  const reason = message.charAt(0).toLowerCase() + message.slice(1)
  return field ? `\`${field}\` is not as expected: ${reason}` : `${where} is not as expected: ${reason}`
}

import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { problem } from '../access/problem.ts'
import { isOutage } from '../database/is-outage.ts'
import type { AppParts } from './app.ts'
import { type Sent, sendAnswer } from './send-answer.ts'

/** What a client is told of an error, and of it alone: no message, no stack, nothing of the data. */
export function sendError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  { journal, report }: Pick<AppParts, 'journal' | 'report'>,
): FastifyReply {
  const status = error.statusCode ?? 500
  const isOurs = status >= 500 || !isOfFastify(error)
  if (!isOurs) return sendAnswer(reply, ofClient(status, error.code))
  const answer = isOutage(error)
    ? problem(503, 'the database does not answer at the moment, try again')
    : problem(500, 'something went wrong here, it was written to the server’s output')
  if (journal !== undefined) request.log.error({ err: error }, answer.body.detail)
  else
    report(
      isOutage(error) ? `the database does not answer: ${error.message}` : (error.stack ?? error.message),
    )
  return sendAnswer(reply, answer)
}

/** Errors of the database have codes of their own, and a `statusCode` from elsewhere says nothing about the client. */
function isOfFastify({ code, statusCode }: FastifyError): boolean {
  return statusCode === 429 || (typeof code === 'string' && code.startsWith('FST_'))
}

function ofClient(status: number, code: string): Sent {
  switch (status) {
    case 413:
      return problem(413, 'this is larger than the server takes, send less at once')
    case 415:
      return problem(415, 'the body is of a kind that is not understood here, send `application/json`')
    case 429:
      return problem(429, 'too much was asked from your address in a short time, wait a moment and try again')
    case 400:
      return problem(400, sentences[code] ?? 'the request is not as HTTP wants it')
    default:
      return problem(status, 'the request cannot be answered as it is')
  }
}

const notJson = 'the body is no JSON, send `application/json` as it says it is'

const sentences: Readonly<Record<string, string>> = {
  FST_ERR_BAD_URL: 'the address holds a `%` that is not followed by two hexadecimal digits',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'the body is empty, leave `content-type` away or send JSON',
  FST_ERR_CTP_INVALID_JSON_BODY: notJson,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'the body is not as long as `content-length` says',
  FST_BROKEN_UPLOAD: 'the upload ended before it was whole, try again',
  FST_MP_PREMATURE_CLOSE: 'the upload ended before it was whole, try again',
}

import type { Edit } from '@rolecall/contract'
import { Failure } from './failure.ts'

/** Somebody else saved since it was read. */
export function isStale(error: unknown): error is Failure {
  return error instanceof Failure && error.status === 412
}

/** Who changed what since it was read; undefined where that is not why it was refused. */
export function meanwhileOf(error: unknown): readonly Edit[] | undefined {
  if (!isStale(error)) return undefined
  const { body } = error
  return typeof body === 'object' && body !== null && 'meanwhile' in body && Array.isArray(body.meanwhile)
    ? (body.meanwhile as readonly Edit[])
    : []
}

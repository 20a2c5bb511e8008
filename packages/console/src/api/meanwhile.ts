import type { Edit } from '@rolecall/contract'
import { Failure } from './failure.ts'

/** Somebody else saved since it was read. */
export function isStale(error: unknown): error is Failure {
  return error instanceof Failure && error.status === 412
}

/** @returns who changed what since it was read, or undefined if that is not why it was refused. */
export function meanwhileOf(error: unknown): readonly Edit[] | undefined {
  return isStale(error) ? (error.body?.meanwhile ?? []) : undefined
}

/**
 * What an operation is: one thing the server offers, as data. The server implements it, its clients are typed by it.
 */
import type { PermissionId } from '@rolecall/core'
import type { z } from 'zod'

/** Who may ask: anyone, anyone signed in, or who holds at least one of the permissions. */
export type Needs = 'public' | 'signed-in' | { readonly anyOf: readonly PermissionId[] }

/** Every way an operation may end: the status and what comes with it, `null` where nothing does. */
export type Endings = Readonly<Record<number, z.ZodType | null>>

export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: `/api/${string}`
  /** One sentence: what it does. */
  readonly summary: string
  readonly needs: Needs
  readonly query?: z.ZodObject
  readonly body?: z.ZodObject
  readonly endings: Endings
}

/** What a handler receives. */
export interface Input<O extends Operation> {
  readonly query: O['query'] extends z.ZodType ? z.output<O['query']> : undefined
  readonly body: O['body'] extends z.ZodType ? z.output<O['body']> : undefined
}

/** What a handler may answer: one of the endings, and no other. */
export type Ending<O extends Operation> = {
  [S in keyof O['endings'] & number]: O['endings'][S] extends z.ZodType
    ? { readonly status: S; readonly body: z.input<O['endings'][S]> }
    : { readonly status: S }
}[keyof O['endings'] & number]

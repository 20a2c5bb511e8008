/**
 * What an operation is: one thing the server offers, as data. The server implements it, its clients are typed by it,
 * and the description of the interface is generated from it.
 */
import { type KindId, type PermissionId, practiceCatalog } from '@rolecall/core'
import type { z } from 'zod'
import type { BudgetId } from './budgets.ts'

/**
 * Who may ask: anyone; anyone signed in, about themselves; who may do an act on a kind of record at all, before it is
 * asked which records; or who holds at least one of the permissions.
 */
export type Needs =
  | 'public'
  | 'signed-in'
  | { readonly kind: KindId; readonly act: string }
  | { readonly anyOf: readonly PermissionId[] }

/**
 * What it does: it `looks`, in one snapshot; it `changes` records, and holds the policy as it is until it commits; or
 * it changes the `policy`, alone.
 */
export type Effect = 'looks' | 'changes' | 'changes-policy'

/** An answer that is sent while it is made, such as a table too long to be held. */
export interface Stream {
  readonly streamed: true
  /** Its media type: `text/csv; charset=utf-8`. */
  readonly contentType: string
}

/** The ending of an operation that answers with bytes or text of this media type, piece by piece. */
export function stream(contentType: string): Stream {
  return { streamed: true, contentType }
}

/** Whether an ending is streamed. */
export function isStream(ending: z.ZodType | Stream | null | undefined): ending is Stream {
  return typeof ending === 'object' && ending !== null && 'streamed' in ending
}

/** Every way an operation may end: the status and what comes with it, `null` where nothing does. */
export type Endings = Readonly<Record<number, z.ZodType | Stream | null>>

/** A file that comes with a request, while it arrives. Whoever takes the next one has read this one, or never will. */
export interface UploadedFile {
  /** As the sender calls it: a name, without the folders before it. Empty where it has none. */
  readonly name: string
  readonly stream: AsyncIterable<Uint8Array>
}

export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Parts such as `:id` are described by `params`. */
  readonly path: `/api/${string}`
  /** One sentence: what it does. */
  readonly summary: string
  readonly needs: Needs
  readonly effect: Effect
  /** Whether it reads through much of what a practice has: it looks apart, so that no short question waits for it. */
  readonly readsMuch?: true
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodObject
  /** Whether it takes files, as `multipart/form-data`, instead of a body. What else it wants to know is in the query. */
  readonly upload?: true
  /** Whether `If-Match` must name the version that was read, so that nobody's change is written over unseen. */
  readonly ifMatch?: true
  /** Whether it is answered under any load: it tells the operator how the server is. */
  readonly unlimited?: true
  /** What it is counted against; `unlessConfirmed`: not where the body says `confirmed`. */
  readonly budget?: { readonly of: BudgetId; readonly unlessConfirmed?: true }
  readonly endings: Endings
}

/** What a handler receives. */
export interface Input<O extends Operation> {
  readonly params: O['params'] extends z.ZodType ? z.output<O['params']> : undefined
  readonly query: O['query'] extends z.ZodType ? z.output<O['query']> : undefined
  readonly body: O['body'] extends z.ZodType ? z.output<O['body']> : undefined
  /** The version that `If-Match` names. */
  readonly version: O['ifMatch'] extends true ? number : undefined
  /** The files of an upload, once, one after the other, as they arrive. */
  readonly files: O['upload'] extends true ? AsyncIterable<UploadedFile> : undefined
}

/**
 * What a handler may answer: one of the endings, and no other. What is streamed is sent after the transaction has
 * ended, so it must not ask the door any more.
 */
export type Ending<O extends Operation> = {
  [S in keyof O['endings'] & number]: O['endings'][S] extends z.ZodType
    ? { readonly status: S; readonly body: z.input<O['endings'][S]> } & Wait<S>
    : O['endings'][S] extends Stream
      ? { readonly status: S; readonly body: AsyncIterable<Uint8Array | string> }
      : { readonly status: S }
}[keyof O['endings'] & number]

/** When it is worth asking again, in seconds, where the answer is to wait. */
type Wait<S> = S extends 429 | 503 ? { readonly retryAfter?: number } : unknown

/** The permissions of which an operation needs at least one. Empty where it needs none. */
export function permissionsFor(needs: Needs): readonly string[] {
  if (typeof needs === 'string') return []
  if ('anyOf' in needs) return needs.anyOf
  const covers = practiceCatalog.cells.get(needs.kind)?.get(needs.act)?.covers ?? []
  return [...new Set(covers.map(({ permission }) => permission))]
}

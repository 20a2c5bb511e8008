/**
 * What the routes of the contract are answered by. An operation without a handler does not compile, and one that
 * needs a person gets that person's door and no database.
 */
import type { Ending, Input, Operation, OperationId, Operations } from '@rolecall/contract'
import type { Entered } from '../signin/enter.ts'

/** The token that says who asks, in a cookie. */
export interface TokenCookie {
  readonly token: string | undefined
  set(token: string): void
  clear(): void
}

type Handler<O extends Operation> = O['needs'] extends 'public'
  ? (input: Input<O>, cookie: TokenCookie) => Promise<Ending<O>>
  : (input: Input<O>, entered: Entered) => Promise<Ending<O>>

export type Handlers = { readonly [K in OperationId]: Handler<Operations[K]> }

/** A handler as the app sees it, which knows only what kind of context it wants. */
export type AnyHandler<Context> = (
  input: { readonly query: unknown; readonly body: unknown },
  context: Context,
) => Promise<{ readonly status: number; readonly body?: unknown }>

/**
 * What the routes of the contract are answered by. An operation without a handler does not compile, one that needs a
 * person gets that person's door and no database, and one that shows records says which, for the log.
 */
import type { Ending, Input, Operation, OperationId, Operations, UploadedFile } from '@rolecall/contract'
import type { Answer, Authenticated } from './handle-request.ts'

/** A request of nobody yet: what it can be recognised by. */
export interface ClientContext {
  readonly cookie: TokenCookie
  /** What the browser is known by, signed in or not. It opens nothing. */
  readonly deviceCookie: TokenCookie
  readonly requestId: string
  /** Where it came from: the client's own address, also behind a trusted proxy. */
  readonly address: string
  /** What the browser says it is. */
  readonly device: string
}

/** The token that says who asks, in a cookie. */
export interface TokenCookie {
  readonly token: string | undefined
  set(token: string): void
  clear(): void
}

/** What was done comes with the ids of the records that it was about. */
type Recorded<E> = E extends { readonly status: 200 | 201 | 202 | 204 }
  ? E & { readonly records: readonly string[] }
  : E

type Handler<O extends Operation> = O['needs'] extends 'public'
  ? (input: Input<O>, client: ClientContext) => Promise<Ending<O>>
  : O['needs'] extends 'signed-in'
    ? (input: Input<O>, authenticated: Authenticated, client: ClientContext) => Promise<Ending<O>>
    : (
        input: Input<O>,
        authenticated: Authenticated,
        client: ClientContext,
      ) => Promise<Recorded<Ending<O>> | (O['upload'] extends true ? Afterwards<O> : never)>

/** Files arrive for longer than a transaction may last: they are read once it is decided, and in the log, that they may. */
interface Afterwards<O extends Operation> {
  readonly status: 202
  readonly records: readonly string[]
  readonly afterwards: () => Promise<Ending<O>>
}

export type Handlers = { readonly [K in OperationId]: Handler<Operations[K]> }

/** The handlers of a domain: some of them all. */
export type HandlersOf<K extends OperationId> = Pick<Handlers, K>

/** A handler as the app sees it, which knows only what kind of context it wants. */
export type AnyHandler<Context extends readonly unknown[]> = (
  input: {
    readonly params: unknown
    readonly query: unknown
    readonly body: unknown
    readonly version: number | undefined
    readonly files: AsyncIterable<UploadedFile> | undefined
  },
  ...context: Context
) => Promise<Answer>

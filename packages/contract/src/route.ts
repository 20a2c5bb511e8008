/**
 * The operations by their route names, for clients: what a request takes and what its answer holds. Types only, so that
 * a client carries nothing of the contract.
 */
import type { z } from 'zod'
import type { Stream } from './operation.ts'
import type { OperationId, Operations } from './operations.ts'

type ByRoute = {
  readonly [Id in OperationId as `${Operations[Id]['method']} ${Operations[Id]['path']}`]: Operations[Id]
}

/** A method and a path, as in `GET /api/notes/:id`. */
export type Route = keyof ByRoute

type RoutesWith<Property> = {
  [R in Route]: ByRoute[R] extends Property ? R : never
}[Route]

/** Routes that take files. */
export type UploadRoute = RoutesWith<{ readonly upload: true }>

/** Routes whose answer is a file. */
export type DownloadRoute = RoutesWith<{ readonly endings: { readonly 200: Stream } }>

/** Routes whose request and answer are JSON. */
export type JsonRoute = Exclude<Route, UploadRoute | DownloadRoute>

/** The body of a successful answer. `undefined` where it has none. */
export type Answer<R extends Route> = BodyOf<ByRoute[R]['endings'], Success>

type Success = 200 | 201 | 202 | 204

type BodyOf<Endings, Status> = {
  [S in keyof Endings]: S extends Status
    ? Endings[S] extends z.ZodType
      ? z.output<Endings[S]>
      : undefined
    : never
}[keyof Endings]

/** What a refusal may hold beside a problem, such as who changed a record meanwhile. */
export type Refusal = Readonly<Partial<Everything<RefusalOf<Route>>>>

type RefusalOf<R extends Route> = R extends Route
  ? BodyOf<ByRoute[R]['endings'], Exclude<keyof ByRoute[R]['endings'], Success>>
  : never

/** Every property that any of the objects has. */
type Everything<Objects> = {
  [Key in KeysOf<Objects>]: Objects extends { readonly [K in Key]?: infer Value } ? Value : never
}

type KeysOf<Objects> = Objects extends object ? keyof Objects : never

/** What a request of this route takes: `params`, `query`, `body` and `version`, each where the route has it. */
export type RouteInput<R extends Route> = Params<ByRoute[R]> &
  Query<ByRoute[R]> &
  Body<ByRoute[R]> &
  Version<ByRoute[R]>

type Params<O> = O extends { readonly params: infer Schema extends z.ZodObject }
  ? { readonly params: Written<Schema> }
  : O extends { readonly path: `${string}/:${string}` }
    ? { readonly params: Readonly<Record<NamesIn<O['path']>, string>> }
    : unknown

type NamesIn<Path> = Path extends `${string}/:${infer Name}/${infer Rest}`
  ? Name | NamesIn<`/${Rest}`>
  : Path extends `${string}/:${infer Name}`
    ? Name
    : never

type Query<O> = O extends { readonly query: infer Schema extends z.ZodObject }
  ? object extends Written<Schema>
    ? { readonly query?: Written<Schema> }
    : { readonly query: Written<Schema> }
  : unknown

type Body<O> = O extends { readonly body: infer Schema extends z.ZodObject }
  ? { readonly body: Frozen<z.input<Schema>> }
  : unknown

type Version<O> = O extends { readonly ifMatch: true }
  ? {
      /** The version that was read: the change is refused where somebody else's came between. */
      readonly version: number
    }
  : unknown

/** Values as a client gives them before they are written into a URL: `limit: 8` becomes `limit=8`. */
type Written<Schema extends z.ZodObject> = {
  readonly [Name in keyof z.input<Schema>]: WrittenValue<
    z.input<Schema>[Name],
    Name extends keyof z.output<Schema> ? z.output<Schema>[Name] : never
  >
}

type WrittenValue<Given, Read> = [Read] extends [boolean | number | undefined]
  ? Read | Extract<Given, undefined>
  : Given

/** The same, which nobody may write to. */
type Frozen<Value> = Value extends object ? { readonly [Key in keyof Value]: Frozen<Value[Key]> } : Value

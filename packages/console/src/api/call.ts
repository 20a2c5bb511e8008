/**
 * The client of the server, typed by the contract: a route name gives the types of what a request takes and of what its
 * answer holds. Types only: nothing of the contract runs here. Knows nothing of React.
 */
import type { Answer, DownloadRoute, JsonRoute, Route, RouteInput } from '@rolecall/contract'
import { request } from './request.ts'

interface Cancellable {
  /** Cancels the request. */
  readonly signal?: AbortSignal | undefined
}

/** The argument behind a route name: it may be left out where the route needs nothing. */
export type InputOf<R extends Route, More = unknown> =
  object extends RouteInput<R> ? [input?: RouteInput<R> & More] : [input: RouteInput<R> & More]

/** Any route's input, once its type has been checked. */
export interface AnyInput extends Cancellable {
  readonly params?: Values
  readonly query?: Values
  readonly body?: unknown
  readonly version?: number
}

type Values = Readonly<Record<string, string | number | boolean | undefined>>

/**
 * Call the server: `call('PATCH /api/notes/:id', { params: { id }, version, body: { text } })`.
 *
 * @throws Failure for anything but a success.
 */
export function call<R extends JsonRoute>(route: R, ...input: InputOf<R, Cancellable>): Promise<Answer<R>> {
  return callChecked(route, anyInput(input))
}

/** `call` for input whose type has been checked. */
export async function callChecked<R extends JsonRoute>(route: R, input: AnyInput): Promise<Answer<R>>
export async function callChecked(
  route: JsonRoute,
  { body, version, signal, ...url }: AnyInput,
): Promise<unknown> {
  return request(fill(route, url), { method: methodOf(route), body, version, signal })
}

/** Forget which route input is for, once its type has been checked. */
export function anyInput([input = {}]: readonly unknown[]): AnyInput {
  return input as AnyInput
}

/** The URL of a file, for a link: `urlOf('GET /api/patients.csv')`. */
export function urlOf<R extends DownloadRoute>(route: R, ...input: InputOf<R>): string {
  return fill(route, anyInput(input))
}

export function methodOf(route: string): string {
  return route.slice(0, route.indexOf(' '))
}

/** The path of a route with its parameters filled in, and the query. Values that are empty are left out of the query. */
export function fill(route: string, { params = {}, query = {} }: AnyInput = {}): string {
  const path = route
    .slice(route.indexOf(' ') + 1)
    .replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value))
  }
  return search.size === 0 ? path : `${path}?${search}`
}

/**
 * The server's answers as queries of TanStack Query. Every key is [route name, viewer, input].
 *
 * The viewer is part of the key, so that another person, or an assistant who acts for somebody else, never sees what was
 * loaded for the one before.
 */
import type { Answer, JsonRoute, Me, RouteInput } from '@rolecall/contract'
import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  type QueryKey,
  queryOptions,
} from '@tanstack/react-query'
import { type AnyInput, anyInput, callChecked, type InputOf } from './call.ts'
import { Failure } from './failure.ts'

/** Who looks, and for whom. */
export type ViewerKey = `${string} for ${string}`

export function viewerKey({ member, actingFor }: Me): ViewerKey {
  return `${member.id} for ${actingFor?.id ?? 'nobody'}`
}

/** `anyone`: the answer is the same whoever asks, or says who that is. */
type Viewer = ViewerKey | 'anyone'

/** What stands for the answer where the server refuses with one of these statuses. */
interface Fallback<T> {
  readonly on: readonly number[]
  readonly answer: T
}

/** A query: `queryOf('GET /api/notes/:id', viewer, { params: { id } })`. */
export function queryOf<R extends JsonRoute>(route: R, viewer: Viewer, ...input: InputOf<R>) {
  return optionsOf<R, never>(route, viewer, anyInput(input))
}

/** A query that answers a refusal with something of its own, such as `null` where there is no such record. */
export function queryWithFallback<R extends JsonRoute, const T>(
  route: R,
  viewer: Viewer,
  input: RouteInput<R>,
  fallback: Fallback<T>,
) {
  return optionsOf(route, viewer, anyInput([input]), fallback)
}

function optionsOf<R extends JsonRoute, T>(
  route: R,
  viewer: Viewer,
  input: AnyInput,
  fallback?: Fallback<T>,
) {
  return queryOptions({
    queryKey: [route, viewer, input] as const,
    queryFn: ({ signal }): Promise<Answer<R> | T> =>
      orFallback(callChecked(route, { ...input, signal }), fallback),
  })
}

/** Routes that answer page by page. */
type PagedRoute = {
  [R in JsonRoute]: Answer<R> extends Page ? R : never
}[JsonRoute]

interface Page {
  /** What to send as `after` for the page behind this one. Null: it is the last. */
  readonly next: string | null
}

/** A query of page after page. */
export function infiniteQueryOf<R extends PagedRoute>(
  route: R,
  viewer: Viewer,
  input: RouteInput<R>,
  fallback?: Fallback<Answer<R>>,
) {
  const { query, ...others } = anyInput([input])
  return infiniteQueryOptions({
    // Pages are kept apart from a single answer to the same input.
    queryKey: [route, viewer, input, 'pages'] as const,
    queryFn: ({ signal, pageParam }): Promise<Answer<R>> =>
      orFallback(callChecked(route, { ...others, query: { ...query, after: pageParam }, signal }), fallback),
    initialPageParam: '',
    getNextPageParam: nextOf,
  })
}

function nextOf(page: unknown): string | null {
  const isPage = typeof page === 'object' && page !== null && 'next' in page
  return isPage && typeof page.next === 'string' ? page.next : null
}

async function orFallback<A, T>(answer: Promise<A>, fallback: Fallback<T> | undefined): Promise<A | T> {
  try {
    return await answer
  } catch (error) {
    if (fallback && error instanceof Failure && fallback.on.includes(error.status ?? 0))
      return fallback.answer
    throw error
  }
}

/** Shows the rows loaded before until the next ones are there, but never those of another viewer. */
export function keepPrevious(viewer: ViewerKey) {
  return <T>(previous: T | undefined, query: { readonly queryKey: QueryKey } | undefined): T | undefined =>
    query?.queryKey[1] === viewer ? previous : undefined
}

/** Load every answer of these routes anew: `invalidate(queries, 'GET /api/notes/:id')`. */
export async function invalidate(queries: QueryClient, ...routes: readonly JsonRoute[]): Promise<void> {
  await Promise.all(routes.map((route) => queries.invalidateQueries({ queryKey: [route] })))
}

/** The pages of a route that are loaded by now, of this viewer or of any. */
export function loadedPages<R extends PagedRoute>(
  queries: QueryClient,
  route: R,
  viewer?: ViewerKey,
): readonly Answer<R>[] {
  return queries
    .getQueriesData<InfiniteData<Answer<R>>>({
      queryKey: viewer === undefined ? [route] : [route, viewer],
      predicate: ({ queryKey }) => queryKey[3] === 'pages',
    })
    .flatMap(([, data]) => data?.pages ?? [])
}

import type { Answer, ImportReport, Note, NotePage, WholeMember } from '@rolecall/contract'
import { expect, expectTypeOf, test } from 'vitest'
import { call, fill, urlOf } from './call.ts'
import { infiniteQueryOf, queryOf, queryWithFallback } from './query.ts'

const viewer = 'wei for nobody'
const note = { params: { id: 'n1' } }

test('a parameter is written into the path, and a query behind it', () => {
  expect(fill('GET /api/notes/:id/versions/:number', { params: { id: 'a/b', number: 2 } })).toBe(
    '/api/notes/a%2Fb/versions/2',
  )
  expect(fill('GET /api/patients', { query: { search: 'ann li', limit: 8 } })).toBe(
    '/api/patients?search=ann+li&limit=8',
  )
})

test('what is empty is left out of a query', () => {
  expect(fill('GET /api/patients', { query: { search: '', tag: undefined } })).toBe('/api/patients')
})

test('the URL of a file is its path', () => {
  expect(urlOf('GET /api/patients.csv')).toBe('/api/patients.csv')
})

test('the key of a query is the route name, the viewer and the input', () => {
  expect(queryOf('GET /api/notes/:id', viewer, note).queryKey).toEqual(['GET /api/notes/:id', viewer, note])
})

test('pages are kept apart from a single answer', () => {
  expect(infiniteQueryOf('GET /api/notes', viewer, {}).queryKey).toEqual([
    'GET /api/notes',
    viewer,
    {},
    'pages',
  ])
})

test('an answer has the type that the contract gives it', () => {
  const read = () => call('GET /api/notes/:id', note)
  const upload = expectTypeOf<Answer<'POST /api/imports'>>()
  expectTypeOf(read).returns.resolves.toEqualTypeOf<Note>()
  upload.toEqualTypeOf<ImportReport>()
  const add = () => call('POST /api/members', { body: { kind: 'practitioner', name: 'Ana' } })
  expectTypeOf(add).returns.resolves.toEqualTypeOf<WholeMember>()
  const leave = () => call('DELETE /api/session')
  expectTypeOf(leave).returns.resolves.toEqualTypeOf<undefined>()
})

test('a query holds the answer, or what stands for it', () => {
  type Data<Q> = Q extends { queryFn?: infer F }
    ? Awaited<ReturnType<Extract<F, (...args: never) => unknown>>>
    : never
  const one = () => queryOf('GET /api/notes/:id', viewer, note)
  expectTypeOf<Data<ReturnType<typeof one>>>().toEqualTypeOf<Note>()
  const orNull = () => queryWithFallback('GET /api/notes/:id', viewer, note, { on: [404], answer: null })
  expectTypeOf<Data<ReturnType<typeof orNull>>>().toEqualTypeOf<Note | null>()
  const pages = () => infiniteQueryOf('GET /api/notes', viewer, {})
  expectTypeOf<Data<ReturnType<typeof pages>>>().toEqualTypeOf<NotePage>()
})

test('a call that the contract does not know is refused by the compiler', () => {
  const wrong = [
    // @ts-expect-error no such route
    () => call('GET /api/nots/:id', note),
    // @ts-expect-error no such method on this path
    () => call('PUT /api/notes/:id', note),
    // @ts-expect-error no parameter
    () => call('GET /api/notes/:id'),
    // @ts-expect-error another parameter
    () => call('GET /api/notes/:id', { params: { note: 'n1' } }),
    // @ts-expect-error no version
    () => call('PATCH /api/notes/:id', { ...note, body: { text: 'x' } }),
    // @ts-expect-error a body of another type
    () => call('PATCH /api/notes/:id', { ...note, version: 1, body: { text: 1 } }),
    // @ts-expect-error no body
    () => call('POST /api/notes'),
    // @ts-expect-error a query that the route does not know
    () => call('GET /api/notes', { query: { tag: 'vip' } }),
    // @ts-expect-error a file is no JSON
    () => call('GET /api/patients.csv'),
    // @ts-expect-error JSON is no file
    () => urlOf('GET /api/notes'),
    // @ts-expect-error it has no pages
    () => infiniteQueryOf('GET /api/tags', viewer, {}),
  ]
  expect(wrong).toHaveLength(11)
})

const sources = import.meta.glob<string>('../**/*.{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
})

test('no source of the console types a URL or casts an answer by hand', () => {
  // A route name begins with its method: a path right behind a quote is a URL.
  const forbidden = [/['"`]\/api\//, / as (unknown as )?(Promise|Answer)</, /\bfetch\(/, /\/request\.ts'/]
  const offenders = Object.entries(sources).flatMap(([file, source]) =>
    file.startsWith('./') || file.includes('.test.')
      ? []
      : forbidden.flatMap((pattern) => (pattern.test(source) ? [`${file}: ${pattern}`] : [])),
  )
  expect(Object.keys(sources).length).toBeGreaterThan(200)
  expect(offenders).toEqual([])
})

test('inside this folder only the transport calls `fetch`, and no URL is typed', () => {
  const here = Object.entries(sources).filter(([file]) => file.startsWith('./') && !file.includes('.test.'))
  expect(here.filter(([, source]) => /\bfetch\(/.test(source)).map(([file]) => file)).toEqual([
    './request.ts',
  ])
  expect(here.filter(([, source]) => /['"`]\/api\//.test(source))).toEqual([])
})

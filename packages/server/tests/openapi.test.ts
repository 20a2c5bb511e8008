import { operations, permissionsFor } from '@rolecall/contract'
import { withBrowser } from '@rolecall/testbed/browser'
import { afterAll, expect, test } from 'vitest'
import { openApiOf } from '../src/http/openapi.ts'
import { ownPage, smallContract, smallServer } from './small-server.ts'

type Json = Readonly<Record<string, unknown>>

interface Described extends Json {
  readonly operationId: string
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[]
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Json }>>
  readonly security: readonly Json[]
}

const app = await smallServer({ operations })
const description = (await app.inject({ url: '/api/openapi.json', headers: ownPage })).json<Json>()
const paths = description.paths as Readonly<Record<string, Readonly<Record<string, Described>>>>
const described = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

test('every operation of the contract is described, and nothing else', () => {
  const names = ({ path, method, operation }: (typeof described)[number]) =>
    `${operation.operationId} ${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`
  expect(described.map(names).toSorted()).toEqual(
    Object.entries(operations)
      .map(([id, { method, path }]) => `${id} ${method} ${path}`)
      .toSorted(),
  )
})

test('its frame is that of OpenAPI 3.1', () => {
  expect(Object.keys(description).toSorted()).toEqual(
    ['openapi', 'info', 'servers', 'tags', 'paths', 'components'].toSorted(),
  )
  expect(description.openapi).toBe('3.1.0')
  expect(description.info).toMatchObject({
    title: 'Rolecall',
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
  })
  expect(description.components).toMatchObject({
    securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-rolecall' } },
  })
  expect(new Set(described.map(({ operation }) => operation.operationId)).size).toBe(described.length)
})

test.each(described)('$method $path follows the rules of OpenAPI', ({ path, operation }) => {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
  const parameters = operation.parameters.map((one) => `${one.in} ${one.name}`)
  expect(new Set(parameters).size).toBe(parameters.length)
  const named = operation.parameters.filter((one) => one.in === 'path')
  expect(named.map(({ name }) => name)).toEqual(inPath)
  for (const one of operation.parameters) {
    expect(['path', 'query', 'header']).toContain(one.in)
    expect(one).toMatchObject({ schema: expect.any(Object), required: expect.any(Boolean) })
    if (one.in === 'path') expect(one.required).toBe(true)
  }
  expect(Object.keys(operation.responses).length).toBeGreaterThan(1)
  for (const [status, response] of Object.entries(operation.responses)) {
    expect(status).toMatch(/^([1-5]\d\d|default)$/)
    expect(response.description).not.toBe('')
    for (const [type, media] of Object.entries(response.content ?? {})) {
      expect(type).toMatch(/^[a-z]+\/[a-z+.-]+/)
      expect(media).toMatchObject({ schema: expect.any(Object) })
    }
  }
  expect(operation.security.flatMap(Object.keys).every((scheme) => scheme === 'session')).toBe(true)
})

test('every ending is there, what is refused as problem details', () => {
  for (const { operation } of described) {
    const { endings } = operations[operation.operationId as keyof typeof operations]
    expect(Object.keys(operation.responses)).toEqual(
      expect.arrayContaining([...Object.keys(endings), 'default']),
    )
    const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
    for (const status of ['401', '403', '503', 'default'])
      if (status in operation.responses) expect(operation.responses[status]).toMatchObject({ content })
  }
})

test('what it takes is said: permissions, version, body, query, and who may ask', () => {
  const byId = new Map(described.map(({ operation }) => [operation.operationId, operation]))
  for (const [id, operation] of Object.entries(operations)) {
    const said = byId.get(id)
    const permissions = permissionsFor(operation.needs)
    expect(said).toMatchObject({ 'x-rolecall-needs': operation.needs, 'x-rolecall-permissions': permissions })
    expect(said?.security).toEqual(operation.needs === 'public' ? [] : [{ session: [] }])
    for (const one of permissions) expect(said?.description).toContain(`\`${one}\``)
    const ifMatch = said?.parameters.find(({ name }) => name === 'If-Match')
    expect(ifMatch?.required).toBe('ifMatch' in operation ? true : undefined)
    expect('428' in (said?.responses ?? {})).toBe('ifMatch' in operation)
    const query = 'query' in operation ? Object.keys(operation.query.shape) : []
    expect(said?.parameters.filter((one) => one.in === 'query').map(({ name }) => name)).toEqual(query)
    expect('requestBody' in (said ?? {})).toBe('body' in operation || 'upload' in operation)
  }
})

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(description).matchAll(/"\$(?:ref|dynamicRef)":"([^"]+)"/g)]
  expect(references.length).toBeGreaterThan(0)
  for (const [, reference = ''] of references) {
    expect(reference).toMatch(/^#\//)
    const found = reference
      .slice(2)
      .split('/')
      .reduce<unknown>((at, part) => (at as Json | undefined)?.[part], description)
    expect(found, reference).toBeTypeOf('object')
  }
})

test('files, a stream, a version and a question back are described as what they are', () => {
  const { paths } = openApiOf(smallContract, '1.2.3') as { paths: Record<string, Record<string, Described>> }
  expect(paths['/api/files']?.post).toMatchObject({ requestBody: { content: { 'multipart/form-data': {} } } })
  expect(paths['/api/table']?.get?.responses[200]?.content).toEqual({
    'text/csv; charset=utf-8': { schema: { type: 'string' } },
  })
  expect(paths['/api/things/{id}']?.get?.responses[200]).toMatchObject({ headers: { ETag: {} } })
  expect(paths['/api/things']?.post?.responses[409]?.content).toHaveProperty(['application/json'])
  expect(paths['/api/things/{id}']?.put?.parameters).toContainEqual(
    expect.objectContaining({ name: 'If-Match', in: 'header', required: true }),
  )
})

test('the page to browse it draws under the content policy and asks nobody else', async () => {
  const browser = await withBrowser()
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const page = await browser.newPage()
  afterAll(() => page.close())
  const [asked, complaints]: [string[], string[]] = [[], []]
  page.on('request', (request) => asked.push(request.url()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(`${address}/api/docs`)
  await page.getByText('Whom one can sign in as', { exact: false }).first().waitFor()
  expect(await page.locator('.opblock').count()).toBe(described.length)
  expect(asked.filter((url) => !url.startsWith(address) && !url.startsWith('data:'))).toEqual([])
  expect(complaints).toEqual([])
})

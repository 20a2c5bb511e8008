/**
 * The description of the interface (OpenAPI 3.1), made from the contract and nothing else, so that it says what the
 * server does.
 */
import {
  type Endings,
  isStream,
  type Needs,
  type Operation,
  permissionsFor,
  problem,
  type Stream,
} from '@rolecall/contract'
import { z } from 'zod'
import { problemType } from '../access/problem.ts'
import { sessionCookie } from './token-cookie.ts'

type Json = Readonly<Record<string, unknown>>

/** Describe operations. `version`: of the program that serves them. */
export function openApiOf(operations: Readonly<Record<string, Operation>>, version: string): Json {
  const paths: Record<string, Record<string, Json>> = {}
  for (const [id, operation] of Object.entries(operations)) {
    const path = operation.path.replace(/:([^/]+)/g, '{$1}')
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(id, operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Rolecall',
      version,
      summary: 'Access for a healthcare practice: who may do what, to which records, and why',
      description:
        'Every operation says what it needs as `x-rolecall-needs`. What is refused comes as problem details (RFC 9457). ' +
        'An id out of reach and an id of nothing get the same answer.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: tagsOf(operations),
    paths,
    components: {
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: `__Host-${sessionCookie.name}`,
          description: `Set by signing in. Over http, on one’s own machine, it is called \`${sessionCookie.name}\`.`,
        },
      },
      schemas: { Problem: schemaOf(problem, 'output') },
    },
  }
}

function tagsOf(operations: Readonly<Record<string, Operation>>): readonly Json[] {
  return [...new Set(Object.values(operations).map(tagOf))].map((name) => ({ name }))
}

/** The first part of the path. */
function tagOf({ path }: Operation): string {
  return path.split('/')[2] ?? ''
}

function describe(id: string, operation: Operation): Json {
  const { summary, needs, effect, body, upload } = operation
  return {
    operationId: id,
    tags: [tagOf(operation)],
    summary,
    description: `${sentenceOf(needs)} ${effects[effect]}`,
    parameters: parametersOf(operation),
    ...(body !== undefined && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } },
    }),
    ...(upload && { requestBody: { required: true, content: { 'multipart/form-data': { schema: files } } } }),
    responses: responsesOf({ ...ofTheHouse(operation), ...operation.endings }),
    security: needs === 'public' ? [] : [{ session: [] }],
    'x-rolecall-needs': needs,
    'x-rolecall-permissions': permissionsFor(needs),
    'x-rolecall-effect': effect,
  }
}

function sentenceOf(needs: Needs): string {
  if (needs === 'public') return 'Nobody needs to be signed in.'
  if (needs === 'signed-in') return 'Whoever is signed in, about themselves.'
  const permissions = permissionsFor(needs).map((one) => `\`${one}\``)
  const oneOf = permissions.length === 1 ? permissions[0] : `one of ${permissions.join(', ')}`
  if ('anyOf' in needs) return `Needs ${oneOf}.`
  const covered = permissions.length === 0 ? '' : ` with ${oneOf}`
  return `Needs to be allowed to \`${needs.act}\` some \`${needs.kind}\`${covered}; which of them is decided for each.`
}

const effects = {
  looks: 'It changes nothing.',
  changes: 'It changes records.',
  'changes-policy': 'It changes who may do what, from the next request on.',
}

const files = {
  type: 'object',
  properties: {
    file: { type: 'array', items: { type: 'string', contentMediaType: 'application/octet-stream' } },
  },
}

function parametersOf({ path, params, query, ifMatch }: Operation): readonly Json[] {
  const inPath = [...path.matchAll(/:([^/]+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: propertiesOf(params).properties[name] ?? { type: 'string' },
  }))
  const { properties, required } = propertiesOf(query)
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.has(name),
    schema,
    ...('description' in schema && { description: schema.description }),
  }))
  const version = {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'The version that was read, as its `ETag` says it',
    schema: { type: 'string', pattern: '^"?[0-9]{1,9}"?$', examples: ['"7"'] },
  }
  return [...inPath, ...inQuery, ...(ifMatch ? [version] : [])]
}

function propertiesOf(object: z.ZodObject | undefined) {
  const { properties = {}, required = [] } = object === undefined ? {} : schemaOf(object, 'input')
  return {
    properties: properties as Readonly<Record<string, Json>>,
    required: new Set(required as readonly string[]),
  }
}

/** Endings that come before any handler is asked. */
function ofTheHouse({ params, query, body, upload, ifMatch }: Operation): Endings {
  return {
    ...((params ?? query ?? body) && { 400: problem }),
    ...(body && { 413: problem, 415: problem }),
    ...(upload && { 413: problem, 415: problem }),
    ...(ifMatch && { 428: problem }),
    429: problem,
  }
}

function responsesOf(endings: Endings): Json {
  const responses = Object.entries(endings).map(([status, ending]) => [
    status,
    responseOf(Number(status), ending),
  ])
  return { ...Object.fromEntries(responses), default: problemResponse('Anything else that was not done') }
}

function responseOf(status: number, ending: z.ZodType | Stream | null): Json {
  const description = meanings[status] ?? (status < 400 ? 'Done' : 'Not done')
  if (ending === null) return { description }
  if (isStream(ending))
    return { description, content: { [ending.contentType]: { schema: { type: 'string' } } } }
  if (ending === problem) return problemResponse(description)
  const schema = schemaOf(ending, 'output')
  const properties = (schema.properties ?? {}) as Json
  const etag = { description: 'What `If-Match` must name to change this', schema: { type: 'string' } }
  return {
    description,
    ...('version' in properties && { headers: { ETag: etag } }),
    content: { 'application/json': { schema } },
  }
}

function problemResponse(description: string): Json {
  return {
    description,
    content: { [problemType]: { schema: { $ref: '#/components/schemas/Problem' } } },
  }
}

const meanings: Readonly<Record<number, string>> = {
  200: 'Done, with this answer',
  201: 'Made',
  202: 'Taken on',
  204: 'Done',
  400: 'The request is not as expected',
  401: 'Nobody is signed in',
  403: 'Refused: `step` says where, `mend` what would help',
  404: 'There is nothing here, or nothing one reaches',
  409: 'It does not fit what is there',
  413: 'It is larger than the server takes',
  415: 'It is of a kind that is not understood here',
  410: 'It was there and is over',
  412: 'Somebody changed it meanwhile',
  422: 'Understood, and not acceptable',
  428: '`If-Match` is missing',
  429: 'Too much was asked in a short time; `Retry-After` says when to come again',
  503: 'The server cannot answer at the moment; `Retry-After` says when to come again',
}

/** JSON Schema 2020-12, as OpenAPI 3.1 has it, with everything it refers to within it. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, '~standard': __, ...rest } = z.toJSONSchema(schema, { io, reused: 'inline' }) as Json
  return rest
}

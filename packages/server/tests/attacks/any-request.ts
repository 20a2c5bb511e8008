/**
 * Requests of every operation of the contract, drawn from its schemas: mostly as a client would send them, with some part
 * of each replaced by what no client sends.
 */
import { type Operation, operations } from '@rolecall/contract'
import fc from 'fast-check'
import { z } from 'zod'
import { oddInstants, oddNumbers, oddTexts, RawJson } from './odd-values.ts'

/** Ids that exist, by the names under which requests have them. */
export type Known = Readonly<Record<string, readonly string[]>>

export interface AnyRequest {
  readonly operation: string
  readonly method: string
  /** With its query, as it stands in the first line of the request. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | undefined
}

type Schema = Readonly<Record<string, unknown>>

/** A request of any operation, by someone who knows these ids. */
export function anyRequest(known: Known): fc.Arbitrary<AnyRequest> {
  const each = Object.entries(operations as Readonly<Record<string, Operation>>)
    .filter(([, { upload }]) => !upload)
    .map(([id, operation]) => requestOf(id, operation, known))
  return fc.oneof(...each)
}

function requestOf(id: string, operation: Operation, known: Known): fc.Arbitrary<AnyRequest> {
  const { method, path, params, query, body, ifMatch } = operation
  const draw = new Drawing(known)
  return fc
    .record({
      params: params === undefined ? fc.constant({}) : draw.object(schemaOf(params), path),
      query: query === undefined ? draw.strayQuery() : draw.object(schemaOf(query), path),
      strayQuery: rarely(draw.strayQuery(), {}),
      body: body === undefined ? rarely(draw.anything(), undefined) : draw.value(schemaOf(body), 'body'),
      text: rarely(fc.constantFrom(...oddBodies), undefined),
      contentType: rarely(fc.constantFrom(...oddContentTypes), 'application/json'),
      version: ifMatch ? anyVersion : rarely(anyVersion, undefined),
      headers: rarely(fc.constantFrom(...oddHeaders), {}),
    })
    .map((drawn) => {
      const content = drawn.text ?? (drawn.body === undefined ? undefined : Buffer.from(jsonOf(drawn.body)))
      return {
        operation: id,
        method,
        path: pathOf(path, drawn.params as Schema) + queryOf({ ...drawn.query, ...drawn.strayQuery }),
        headers: {
          ...(content !== undefined && method !== 'GET' && { 'content-type': drawn.contentType }),
          ...(drawn.version !== undefined && { 'if-match': drawn.version }),
          ...drawn.headers,
        },
        body: method === 'GET' ? undefined : content,
      }
    })
}

function rarely<T, U>(odd: fc.Arbitrary<T>, usual: U): fc.Arbitrary<T | U> {
  return fc.oneof({ arbitrary: fc.constant(usual), weight: 30 }, { arbitrary: odd, weight: 1 })
}

function mostly<T, U>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<U>): fc.Arbitrary<T | U> {
  return fc.oneof({ arbitrary: usual, weight: 8 }, { arbitrary: odd, weight: 1 })
}

function schemaOf(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema, { io: 'input', reused: 'inline', unrepresentable: 'any' }) as Schema
}

const anyVersion = fc.oneof(
  { arbitrary: fc.constantFrom('"1"', '"1"', '"2"', '3', '"0"'), weight: 6 },
  {
    arbitrary: fc.constantFrom(
      ...[
        '',
        '*',
        'W/"1"',
        '"1", "2"',
        '"-1"',
        '"999999999"',
        '"9999999999"',
        '1e3',
        '" 1"',
        '"',
        '"\u00e9"',
      ],
    ),
    weight: 1,
  },
)

const oddContentTypes = [
  ...['text/plain', 'application/json; charset=utf-16', 'application/json; charset="', 'multipart/form-data'],
  ...[
    'application/x-www-form-urlencoded',
    'APPLICATION/JSON',
    'application/json;;',
    '/',
    'a',
    '*/*',
    'constructor',
  ],
  ...[
    'multipart/form-data; boundary=x',
    'application/merge-patch+json',
    'application/json, application/json',
  ],
]

const oddHeaders: readonly Readonly<Record<string, string>>[] = [
  { cookie: 'rolecall=%' },
  { cookie: ';;;=;rolecall' },
  { cookie: 'rolecall="; rolecall=%00; __proto__=x; constructor=y' },
  { cookie: `rolecall=${'A'.repeat(5000)}` },
  { cookie: `rolecall-device=${'\u00ff'.repeat(200)}; rolecall=%ff%fe` },
  { origin: 'null' },
  { origin: 'http://[', 'sec-fetch-site': 'same-origin' },
  { 'user-agent': '\u00ff\u0080'.repeat(500) },
  { 'user-agent': '' },
  { 'x-forwarded-for': "' or 1=1, ::1, %00", 'x-forwarded-proto': 'gopher' },
  { accept: 'text/html;q=NaN', 'accept-encoding': '\u00ff' },
  { range: 'bytes=9999999999999999999-' },
  { 'if-none-match': '"', 'if-modified-since': '9999-99-99' },
]

const oddBodies: readonly Buffer[] = [
  ...[
    '',
    'null',
    'true',
    '0',
    '""',
    '[]',
    '{',
    '{"a":1,"a":2}',
    '\ufeff{}',
    '{"__proto__":{"x":1}}',
    '"\\ud800"',
  ],
  ...['{"constructor":{"prototype":{}}}', '[1e400,-0,1e-400]', '\u0000', '{}{}', '{"a":undefined}', 'NaN'],
  ...['['.repeat(10_000) + ']'.repeat(10_000), `${'{"a":'.repeat(8000)}1${'}'.repeat(8000)}`],
]
  .map((text) => Buffer.from(text))
  .concat([Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), Buffer.from('{"name":"\u00e9"}', 'latin1')])

/** Draws what schemas describe, and here and there what they do not. */
class Drawing {
  readonly #known: Known

  constructor(known: Known) {
    this.#known = known
  }

  anything(): fc.Arbitrary<unknown> {
    const leaf = fc.oneof(
      fc.constantFrom<unknown>(...oddTexts, ...oddNumbers, ...oddInstants),
      fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], { length: 1e9 }),
      fc.constantFrom(...this.ids()),
    )
    return fc.oneof(
      { arbitrary: leaf, weight: 4 },
      { arbitrary: fc.array(leaf, { maxLength: 5 }), weight: 1 },
      { arbitrary: fc.dictionary(fc.constantFrom('id', 'a', 'length', 'toString', 'then'), leaf), weight: 1 },
      { arbitrary: fc.constant(new RawJson('['.repeat(10_000) + ']'.repeat(10_000))), weight: 1 },
    )
  }

  strayQuery(): fc.Arbitrary<Schema> {
    const name = fc.constantFrom(
      'x',
      'x[]',
      '__proto__',
      'constructor',
      'toString',
      'limit',
      'after',
      'member',
      '',
    )
    return fc.dictionary(name, fc.constantFrom<unknown>(...oddTexts, ['a', 'b']), { maxKeys: 2 })
  }

  /** As the schema says, but for one part in many. */
  value(schema: Schema, name: string): fc.Arbitrary<unknown> {
    const usual = this.#usual(schema, name)
    const odd =
      schema.type === 'string' ? fc.oneof(fc.constantFrom(...oddTexts), this.anything()) : this.anything()
    return fc.oneof({ arbitrary: usual, weight: 30 }, { arbitrary: odd, weight: 1 })
  }

  object(schema: Schema, name: string): fc.Arbitrary<Schema> {
    const properties = Object.entries((schema.properties ?? {}) as Readonly<Record<string, Schema>>)
    const required = new Set((schema.required ?? []) as readonly string[])
    const parts = properties.map(([key, part]) => [key, this.value(part, key === 'id' ? name : key)] as const)
    const all = fc.record(Object.fromEntries(parts), {
      requiredKeys: properties.map(([key]) => key).filter((key) => required.has(key)),
    })
    return all as fc.Arbitrary<Schema>
  }

  #usual(schema: Schema, name: string): fc.Arbitrary<unknown> {
    const choices = (schema.anyOf ?? schema.oneOf) as readonly Schema[] | undefined
    if (choices !== undefined) return fc.oneof(...choices.map((one) => this.#usual(one, name)))
    if ('const' in schema) return fc.constant(schema.const)
    if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as readonly unknown[]))
    switch (schema.type) {
      case 'object':
        return this.object(schema, name)
      case 'array':
        return this.#array(schema, name)
      case 'string':
        return this.#text(schema, name)
      case 'integer':
      case 'number':
        return mostly(fc.constantFrom(1, 2, 50), fc.constantFrom<unknown>(...oddNumbers))
      case 'boolean':
        return fc.boolean()
      case 'null':
        return fc.constant(null)
      default:
        return this.anything()
    }
  }

  #array(schema: Schema, name: string): fc.Arbitrary<unknown> {
    const { minItems = 0 } = schema as { readonly minItems?: number }
    const items = this.value((schema.items ?? {}) as Schema, name)
    return fc.oneof(
      { arbitrary: fc.array(items, { minLength: minItems, maxLength: minItems + 3 }), weight: 8 },
      // The same thing again and again.
      { arbitrary: items.chain((item) => fc.constant([item, item, item])), weight: 1 },
    )
  }

  #text({ format, pattern, maxLength }: Schema, name: string): fc.Arbitrary<unknown> {
    const ids =
      this.#known[name] ?? this.#known[Object.keys(this.#known).find((key) => name.startsWith(key)) ?? '']
    const odd = fc.oneof(fc.constantFrom(...oddTexts), textUpTo(Number(maxLength ?? 100_000)))
    if (ids !== undefined) return mostly(fc.constantFrom(...ids), odd)
    if (format === 'date-time') return mostly(fc.constantFrom(...instants), fc.constantFrom(...oddInstants))
    if (format === 'email') return fc.constantFrom(...addresses)
    if (format === 'uuid') return fc.constantFrom(...uuids)
    if (name === 'birthDate') return mostly(fc.constantFrom(...birthDates), fc.constantFrom(...oddInstants))
    if (name === 'timeZone')
      return fc.constantFrom('Europe/Berlin', 'UTC', 'Etc/GMT+14', 'EST5EDT', 'constructor')
    if (name === 'after') return anyCursor
    if (pattern !== undefined) return fc.oneof(fc.constantFrom('teal', 'dental'), odd)
    return fc.oneof(
      { arbitrary: fc.constantFrom(...wordsOfPeople), weight: 3 },
      { arbitrary: odd, weight: 1 },
    )
  }

  ids(): readonly string[] {
    return Object.values(this.#known).flat()
  }
}

const wordsOfPeople = ['Mira', 'Lopez', 'green', 'a b c d e f g h i j k l m n o p', 'Robin Family', 'p1', '1']
const instants = [
  '2026-11-21T09:00:00Z',
  '2030-05-06T10:00:00+02:00',
  '2030-05-06T11:00:00Z',
  '2020-01-01T00:00:00Z',
]
const addresses = [
  'mira@green.example',
  'a@b.example',
  `${'a'.repeat(60)}@${'b'.repeat(60)}.example`,
  "o'x@y.example",
]
const birthDates = [
  '1984-03-07',
  '1984',
  '1984-03',
  '2024-02-29',
  '2023-02-31',
  '0000-01-01',
  '9999-12-31',
  '',
]
const uuids = ['00000000-0000-4000-8000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff']

/** As long as it may be, and one longer, in letters of one, two and four bytes. */
function textUpTo(most: number): fc.Arbitrary<string> {
  const length = Math.min(most, 20_000)
  const letters = ['a', 'é', '𝕏', ' ', 'a ', '\ufdfa', '%', '"', '\u202e']
  return fc
    .tuple(fc.constantFrom(...letters), fc.constantFrom(length, length + 1))
    .map(([letter, count]) => letter.repeat(Math.ceil(count / letter.length)).slice(0, count))
}

const oddParts: readonly unknown[] = [...oddTexts.slice(0, 20), ...oddInstants, 1, null, [], {}]
const anyCursor = fc.oneof(
  fc
    .array(fc.constantFrom<unknown>(...oddParts, ...instants, 'p1'), { minLength: 1, maxLength: 3 })
    .map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url')),
  fc.constantFrom('1700000000000000-1', '0-0', `${'9'.repeat(18)}-${'9'.repeat(18)}`, '-1-1', 'x', ''),
)

function pathOf(path: string, params: Schema): string {
  return path.replace(/:([a-zA-Z]+)/g, (_, name: string) => encode(params[name]))
}

function queryOf(query: Schema): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => `${encode(name)}=${encode(one)}`),
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** Percent-encoded, half characters too, as no library would do it; what holds `%` goes as it is. */
function encode(value: unknown): string {
  const text = typeof value === 'string' ? value : jsonOf(value ?? '')
  if (/^(%[\dA-Za-z]{0,2}|\.{1,2})+$/.test(text)) return text
  let encoded = ''
  for (const letter of text.slice(0, 3000))
    encoded += letter.isWellFormed() ? encodeURIComponent(letter) : '%ED%A0%80'
  return encoded
}

function jsonOf(value: unknown): string {
  if (value instanceof RawJson) return value.text
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(',')}]`
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, part]) => `${JSON.stringify(key)}:${jsonOf(part)}`)
      .join(',')}}`
  return JSON.stringify(value) ?? 'null'
}

import { isStream, type Operation, operations } from '@rolecall/contract'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { examplesOf } from './examples-of.ts'
import { ownPage, smallServer } from './small-server.ts'

const all: readonly (readonly [string, Operation])[] = Object.entries(operations)
let answer: { readonly status: number; readonly body?: unknown } = { status: 500 }

/** Every operation, with its endings as they are and nothing that it asks for. */
const app = await smallServer({
  operations: Object.fromEntries(
    all.map(([id, { method, path, summary, effect, endings }]) => [
      id,
      { method, path, summary, effect, endings, needs: 'public' },
    ]),
  ),
  handlers: Object.fromEntries(all.map(([id]) => [id, async () => answer])),
})

describe.each(all)('%s', (_, { method, path, endings }) => {
  const ask = () => app.inject({ method, url: path.replace(/:[a-zA-Z]+/g, 'x'), headers: ownPage })

  test.each(Object.keys(endings).map(Number))('ends with %i as the contract has it', async (status) => {
    const ending = endings[status]
    if (ending === null || ending === undefined) {
      answer = { status }
      const { statusCode, body } = await ask()
      expect([statusCode, body]).toEqual([status, ''])
    } else if (isStream(ending)) {
      answer = {
        status,
        body: (async function* () {
          yield 'a'
          yield 'é'
        })(),
      }
      const { statusCode, body, headers } = await ask()
      expect([statusCode, body, headers['content-type']]).toEqual([status, 'aé', ending.contentType])
    } else {
      const examples = examplesOf(z.toJSONSchema(ending, { io: 'output' })).filter(
        (example) => ending.safeParse(example).success,
      )
      expect(examples.length).toBeGreaterThan(0)
      for (const example of examples) {
        answer = { status, body: example }
        const response = await ask()
        expect([response.statusCode, response.json()]).toEqual([status, example])
      }
    }
  })
})

const forms = z.object({
  both: z.union([z.string(), z.number()]),
  kind: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('a'), version: z.number() }),
    z.object({ kind: z.literal('b'), names: z.array(z.string().nullable()) }),
  ]),
  maybe: z.object({ id: z.string() }).nullable(),
  list: z.array(z.union([z.object({ left: z.string() }), z.object({ right: z.number().nullable() })])),
  record: z.record(z.string(), z.array(z.enum(['x', 'y']))),
  pair: z.object({ at: z.iso.datetime(), on: z.iso.date().optional() }),
})

test('unions, nulls, records and what is missing come out as they went in', async () => {
  const examples = examplesOf(z.toJSONSchema(forms, { io: 'output' }))
  expect(examples.length).toBeGreaterThan(15)
  expect(examples.every((example) => forms.safeParse(example).success)).toBe(true)
  let body: unknown
  const app = await smallServer({
    operations: {
      look: {
        method: 'GET',
        path: '/api/forms',
        summary: 'Forms',
        needs: 'public',
        effect: 'looks',
        endings: { 200: forms },
      },
    },
    handlers: { look: async () => ({ status: 200, body }) },
  })
  for (const example of examples) {
    body = example
    expect((await app.inject({ url: '/api/forms', headers: ownPage })).json()).toEqual(example)
  }
})

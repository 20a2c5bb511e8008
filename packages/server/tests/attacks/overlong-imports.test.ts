import { execFileSync } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ImportReport } from '@rolecall/contract'
import { describe, expect, test } from 'vitest'
import { importFiles } from '../../src/import/import-files.ts'
import { ReferenceNumbers } from '../../src/import/reference-numbers.ts'
import type { Source } from '../../src/import/source.ts'
import { fileSender, type SentFiles } from '../send-files.ts'
import { withFolder } from '../with-folder.ts'
import { withSmallPractice } from '../with-small-practice.ts'

const { app, as, database, practiceId } = await withSmallPractice(`
practice: { name: Hill, modules: [clinical], now: 2026-11-21T09:00:00Z }
tags: [green]
members:
  chen: { kind: practitioner, owner: true, grants: [{ role: provider }, { role: system-admin }], team: { all: edit } }
  finn: { kind: practitioner, grants: [{ role: provider }], tags: { any: [green] } }
patients:
  p1: { careTeam: [chen], tags: [green] }
`)
const send = await fileSender(app)
const folder = withFolder()

const patient = (rest: object = {}) => ({
  resourceType: 'Patient',
  id: 'xu',
  name: [{ family: 'Xu' }],
  ...rest,
})
const encounter = (rest: object = {}) => ({
  resourceType: 'Encounter',
  id: 'e1',
  status: 'finished',
  subject: { reference: 'Patient/p1' },
  period: { start: '2024-03-07T09:00:00Z', end: '2024-03-07T10:00:00Z' },
  ...rest,
})

async function reasonsOf(files: SentFiles): Promise<readonly string[]> {
  const { status, body } = await send<ImportReport>(await as('chen'), files)
  expect([status, body.state]).toEqual([200, 'refused'])
  return body.badLines.map(({ reason }) => reason)
}

describe('attack 13: values that are too long for an import', () => {
  test('a reference of 200 kB is a bad line, whatever it repeats', async () => {
    const repeated = ['/Aa?', 'Aa/b/_history/', 'Aa/', 'A', '?identifier=']
    const subjects = repeated.map((part) => `${part.repeat(200_000 / part.length)}\n`)
    expect(
      await reasonsOf({ 'a.ndjson': subjects.map((reference) => encounter({ subject: { reference } })) }),
    ).toEqual(repeated.map(() => '`subject.reference` is longer than 2,000 characters'))
  })

  test('a patient with a value that cannot be kept is a bad line', async () => {
    const wrong = [
      [{ name: [{ family: 'x'.repeat(201) }] }, '`name[0].family` is longer than 200 characters'],
      [{ name: [{ given: Array(21).fill('x') }] }, '`name[0].given` holds more than 20 names'],
      [{ meta: { tag: [{ code: 'x'.repeat(101) }] } }, '`meta.tag[0].code` is longer than 100 characters'],
      [{ identifier: [{ value: 'x'.repeat(301) }] }, '`identifier[0].value` is longer than 300 characters'],
      [
        { generalPractitioner: [{ identifier: { system: 'x'.repeat(301), value: '1' } }] },
        '`generalPractitioner[0].identifier.system` is longer than 300 characters',
      ],
      [{ telecom: [{ value: 'x'.repeat(301) }] }, '`telecom[0].value` is longer than 300 characters'],
      [{ birthDate: '0000-01-01' }, '`birthDate` is a day that no calendar has'],
    ] as const
    expect(await reasonsOf({ 'a.ndjson': wrong.map(([value]) => patient(value)) })).toEqual(
      wrong.map(([, reason]) => reason),
    )
  })

  test('a cell of 900 kB is a bad line, whatever it repeats', async () => {
    const repeated = ["\t'", '\t', "' ", ";'", '+;']
    const rows = repeated.map((part) => `"x${part.repeat(900_000 / part.length)}x"`)
    expect(await reasonsOf({ 'a.csv': ['family name,given name', ...rows].join('\n') })).toEqual(
      repeated.map(() => 'the family name is longer than 200 characters'),
    )
  })

  test('an identifier of the greatest length in the widest script is kept in an index', async () => {
    const wide = () =>
      Array.from({ length: 300 }, () =>
        String.fromCharCode(0x4e00 + Math.trunc(Math.random() * 20_000)),
      ).join('')
    const { body } = await send<ImportReport>(await as('chen'), {
      'a.ndjson': [patient({ identifier: [{ system: wide(), value: wide() }] })],
    })
    expect(body).toMatchObject({ state: 'done', kinds: { patients: { added: 1 } } })
  })

  test('an instant that the database cannot write is a bad line', async () => {
    const starts = ['0000-01-01T00:00:00Z', '9999-12-31T23:59:00-14:00', '0999', '1000-01-01T00:00:00+14:00']
    expect(await reasonsOf({ 'a.ndjson': starts.map((start) => encounter({ period: { start } })) })).toEqual(
      starts.map(
        () => '`period.start` is no date or instant such as 2024-03-07 or 2024-03-07T09:30:00+01:00',
      ),
    )
  })

  test('what ends at the end of time is kept', async () => {
    const { body } = await send<ImportReport>(await as('chen'), {
      'a.ndjson': [encounter({ id: 'open', period: { start: '1000', end: '9999-12-31' } })],
    })
    expect(body).toMatchObject({ state: 'done', kinds: { appointments: { added: 1 } } })
  })

  test('a line that is nested too deep, or holds too many values, is a bad line', async () => {
    const nested = `{"resourceType":"Patient","contained":[${'['.repeat(200_000)}${']'.repeat(200_000)}]}`
    const many = `{"resourceType":"Patient","x":[${'{},'.repeat(300_000)}{}]}`
    expect(await reasonsOf({ 'a.ndjson': [nested, many].join('\n') })).toEqual([
      'is nested more than 100 levels deep',
      'holds more than 250,000 values',
    ])
    expect(await reasonsOf({ 'b.json': nested })).toEqual(['is nested more than 100 levels deep'])
  })

  test('a file of two megabytes of keys is read in one pass', async () => {
    const keys = Array.from({ length: 200_000 }, (_, index) => `"k${index}":1`)
    const { body } = await send<ImportReport>(await as('chen'), {
      'b.json': `{"resourceType":"Odd",${keys.join(',')}}`,
    })
    expect(body).toMatchObject({ state: 'done', left: [{ what: 'Odd', count: 1 }] })
  })

  test('contained resources that all refer to each other are read in one pass', async () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => `c${index}`)
    const { body } = await send<ImportReport>(await as('chen'), {
      'a.ndjson': [
        {
          resourceType: 'Odd',
          contained: ids.map((id) => ({ resourceType: 'Part', id })),
          refers: ids.map((id) => ({ reference: `#${id}` })),
        },
      ],
    })
    expect(body).toMatchObject({ state: 'done', left: [{ what: 'Odd', count: 1 }] })
  })

  test('a table of half a million columns is refused by its header', async () => {
    expect(await reasonsOf({ 'a.csv': `family name${',x'.repeat(400_000)}\nXu\n` })).toEqual([
      'has 400001 columns, keep at most 1000 of them',
    ])
  })

  test.each([
    [`family name,tags\nXu,${'x'.repeat(101)}\n`, / is longer than 100 characters$/],
    [`family name,MRN\nXu,${'x'.repeat(301)}\n`, /^the external id is longer than 300 characters$/],
    [`family name,sex\nXu,constructor\n`, /^the gender `constructor` is none of/],
  ])('a row with a cell that cannot be kept is a bad line: %#', async (table, reason) => {
    expect(await reasonsOf({ 'a.csv': table })).toEqual([expect.stringMatching(reason)])
  })
})

describe('attack 13: many different values in an import', () => {
  test('types of resources are counted by name up to a hundred of them', async () => {
    const types = ['constructor', '__proto__', 'x'.repeat(5000)]
    for (let index = 0; index < 2000; index++) types.push(`Type${index}`)
    const { body } = await send<ImportReport>(await as('chen'), {
      'a.ndjson': types.map((resourceType) => ({ resourceType })),
    })
    expect(body).toMatchObject({ state: 'done', badLineCount: 0 })
    expect(body.left).toHaveLength(101)
    expect(body.left.reduce((sum, { count }) => sum + count, 0)).toBe(types.length)
    expect(body.left.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['constructor', 'x'.repeat(100), 'other resources and columns']),
    )
  })

  test('types of references are counted by name up to fifty of them', async () => {
    const generalPractitioner = Array.from({ length: 80 }, (_, index) => ({
      reference: `T${'x'.repeat(index + 1)}/1`,
    }))
    const { body } = await send<ImportReport>(await as('chen'), {
      'a.ndjson': [patient({ generalPractitioner })],
    })
    expect(body.unknownReferences).toHaveLength(51)
    expect(body.unknownReferences).toContainEqual({ type: 'other types', count: 30 })
  })

  test('a reference that comes again after twenty thousand others names the same', async () => {
    const others = Array.from({ length: 20_001 }, (_, index) => ({ reference: `Practitioner/none-${index}` }))
    const chen = { reference: 'Practitioner/chen' }
    const { body } = await send<ImportReport>(await as('chen'), {
      'a.ndjson': [
        patient({ id: 'first', generalPractitioner: [chen, ...others] }),
        patient({ id: 'second', generalPractitioner: [chen] }),
        patient({ id: 'third', generalPractitioner: [chen] }),
      ],
    })
    expect(body.unknownReferences).toEqual([{ type: 'Practitioner', count: 20_001 }])
    for (const id of ['second', 'third'])
      expect(await (await as('chen')).get(`/api/patients/${id}`)).toMatchObject({
        careTeam: [{ id: 'chen' }],
      })
  })

  test('remembered targets are as few as are told, and none of their uses is lost', () => {
    const numbers = new ReferenceNumbers()
    const given = new Set<number>()
    let uses = 0
    for (let index = 0; index < 100_000; index++) {
      given.add(numbers.numberOf({ type: 'Patient', id: String(index % 30_000) }))
      if (!numbers.isFull) continue
      for (const one of numbers.takeAll()) uses += one.uses
    }
    for (const one of numbers.takeAll()) uses += one.uses
    expect([given.size, uses]).toEqual([100_000, 100_000])
  })

  test('more bad lines than are shown are counted, and so are those found beside others', async () => {
    const { body } = await send<ImportReport>(await as('chen'), {
      'a.ndjson': Array.from({ length: 1500 }, () => patient({ id: 'twin' })),
    })
    expect([body.badLineCount, body.badLines.length]).toEqual([1499, 100])
  })
})

// A pipe, so that they are nowhere on the disk.
test.runIf(process.env.ROLECALL_LONG === '1')(
  'attack 13: 3.5 GB of resources that are not read, each of its own type, are read to their end',
  { timeout: 40 * 60_000 },
  async () => {
    const pipe = join(folder, 'unread.ndjson')
    execFileSync('/usr/bin/mkfifo', [pipe])
    const source: Source = { path: pipe, name: 'unread.ndjson', format: 'ndjson', bytes: 0 }
    const importing = importFiles(database, { files: [source], into: { id: practiceId } })
    const count = 7_000_000
    await pipeline(Readable.from(unreadLines(count)), createWriteStream(pipe))
    const result = await importing
    if ('refused' in result) throw new Error(result.refused)
    expect(result.left.size).toBe(101)
    expect([...result.left.values()].reduce((sum, one) => sum + one, 0)).toBe(count)
  },
)

function* unreadLines(count: number): Generator<string> {
  const text = 'x'.repeat(450)
  for (let first = 0; first < count; first += 100)
    yield Array.from(
      { length: 100 },
      (_, index) => `{"resourceType":"Type${first + index}","text":"${text}"}\n`,
    ).join('')
}

test('a record of a patient who may not be imported is left out with them', async () => {
  const files = {
    'a.ndjson': [
      patient({ id: 'untagged' }),
      encounter({ id: 'e2', subject: { reference: 'Patient/untagged' } }),
    ],
  }
  const { body } = await send<ImportReport>(await as('finn'), files, '?skipBad=true')
  expect(body).toMatchObject({ state: 'done', badLineCount: 2, kinds: { appointments: { added: 0 } } })
})

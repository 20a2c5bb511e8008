import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { practiceCatalog } from '../../src/catalog/practice-catalog.ts'
import { readPracticeFile } from './read-practice-file.ts'

const example = readFileSync(new URL('../facts/green-street.yaml', import.meta.url), 'utf8')

/** What people and broken tools put into a file. */
const slip = fc.oneof(
  fc.string({ maxLength: 8, unit: 'binary' }),
  fc.constantFrom(
    ...[
      '\t',
      '{',
      '}',
      '[',
      ']',
      ': ',
      '- ',
      '&a ',
      '*a',
      '!!x ',
      '"',
      "'",
      '|',
      '#',
      '---\n',
      '~',
      '12',
      'true',
    ],
    ...[
      '\n',
      '  ',
      '<<: ',
      'chen',
      'p1',
      '2026-02-30T00:00:00Z',
      '__proto__: ',
      '\uFEFF',
      '\u0000',
      '\uD800',
    ],
  ),
)
const place = fc.integer({ min: 0, max: example.length })
const edit = fc.record({ at: place, drop: fc.integer({ min: 0, max: 12 }), slip })
const damaged = fc
  .array(edit, { minLength: 1, maxLength: 4 })
  .map((edits) =>
    edits.reduce((text, { at, drop, slip }) => text.slice(0, at) + slip + text.slice(at + drop), example),
  )

/** Reading answers, and each complaint stands in the file and is a sentence. */
function answers(input: string | Uint8Array) {
  const result = readPracticeFile(input, { catalog: practiceCatalog, name: 'clinic.yaml', now: 0 })
  if (result.ok) return
  expect(result.errors).not.toEqual([])
  for (const { line, column, sentence } of result.errors) {
    expect(line).toBeGreaterThan(0)
    expect(column).toBeGreaterThan(0)
    expect(sentence).toMatch(/^(?![A-Z](?!AML))[^\n]+[^.\n]$/)
  }
}

test('a damaged file is read, or refused in sentences', () => {
  fc.assert(fc.property(damaged, answers))
})

test('bytes of any kind are read, or refused in sentences', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), answers))
})

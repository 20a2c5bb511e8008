import { describe, expect, test } from 'vitest'
import { practiceCatalog } from '../../src/catalog/practice-catalog.ts'
import { checkExpectations, expectationText } from './check.ts'
import type { Engine, RecordEngine } from './engine.ts'
import { memoryEngine } from './memory-engine.ts'
import type { PracticeFile } from './practice-file.ts'
import { readPracticeFile } from './read-practice-file.ts'
import { referenceEngine } from './reference-engine.ts'

function fileWith(expectations: readonly string[]): PracticeFile {
  const text = `
practice: { modules: [clinical], now: 2026-11-21T09:00:00Z }
members:
  chen: { kind: practitioner, owner: true, grants: [{ role: provider }] }
  ana: { kind: administrative, grants: [{ role: office-staff }] }
  bea: { kind: assistant, manages: [chen], grants: [{ role: assistant }] }
patients: { p1: { careTeam: [chen] }, p2: {} }
records: { n1: { kind: note, patient: p1, owner: chen } }
expect: [${expectations.join(', ')}]`
  const result = readPracticeFile(text, { catalog: practiceCatalog, name: 'clinic.yaml' })
  if (!result.ok) throw new Error(result.errors.map(({ sentence }) => sentence).join('\n'))
  return result.file
}

const right = [
  '{ member: chen, may: view, record: n1, field: privateNote }',
  '{ member: ana, may: view, record: n1, answer: no, because: permission }',
  '{ member: ana, may: view, record: p1, answer: no }',
  '{ member: bea, actingFor: chen, may: view, record: p1 }',
  '{ member: bea, actingFor: chen, holds: patients.manage }',
  '{ member: ana, holds: notes.view, answer: no, because: permission }',
  '{ member: chen, sees: patient, exactly: [p2, p1] }',
  '{ member: bea, actingFor: chen, sees: patient, exactly: [p1] }',
  '{ may: view, record: p1, exactly: [bea, chen] }',
  '{ may: view, record: n1, field: privateNote, exactly: [chen] }',
]

const wrong: readonly (readonly [string, string, string])[] = [
  ['{ member: ana, may: view, record: p1 }', 'yes', 'no, because `team`'],
  ['{ member: chen, may: view, record: n1, answer: no }', 'no', 'yes'],
  [
    '{ member: ana, may: view, record: p1, answer: no, because: kind }',
    'no, because `kind`',
    'no, because `team`',
  ],
  ['{ member: bea, holds: patients.manage }', 'yes', 'no, because `acting`'],
  ['{ member: chen, sees: patient, exactly: [p1] }', 'p1', 'p1, p2'],
  ['{ member: ana, sees: note, exactly: [n1] }', 'n1', 'none'],
  ['{ may: view, record: p1, exactly: [chen, ana] }', 'ana, chen', 'bea, chen'],
  ['{ may: edit, record: n1, exactly: [] }', 'nobody', 'chen'],
]

describe.each([
  ['in memory', memoryEngine],
  ['the reference', referenceEngine],
] as const)('asked of %s', (_, engineOf) => {
  test('what is right holds', async () => {
    const file = fileWith(right)
    const checked = await checkExpectations(file, engineOf(file))
    expect(checked.filter(({ passed }) => !passed)).toEqual([])
    expect(checked).toHaveLength(right.length)
  })

  test.each(wrong)('%s does not hold: expected %s, came %s', async (text, expected, came) => {
    const file = fileWith([text])
    expect(await checkExpectations(file, engineOf(file))).toMatchObject([
      { passed: false, text, expected, came },
    ])
  })
})

test('an expectation is written as it was read', () => {
  const texts = [...right, ...wrong.map(([text]) => text)]
  expect(fileWith(texts).expectations.map(expectationText)).toEqual(texts)
})

test('what fails is explained, by whatever differs; what holds is not', async () => {
  const file = fileWith([
    '{ member: chen, may: view, record: n1 }',
    '{ member: ana, may: view, record: p1 }',
    '{ member: ana, sees: patient, exactly: [p1, p2] }',
    '{ may: view, record: p1, exactly: [chen, ana] }',
    '{ member: ana, holds: notes.view }',
  ])
  const memory = memoryEngine(file)
  const checked = await checkExpectations(file, memory, memory.explain)
  const explained = checked.map(({ explanations }) =>
    explanations.map(({ about, explanation }) => [about, explanation.answer, explanation.step]),
  )
  expect(explained).toEqual([
    [],
    [['p1', 'no', 'team']],
    [['p1', 'no', 'team']],
    [
      ['ana', 'no', 'team'],
      ['bea', 'yes', undefined],
    ],
    [],
  ])
})

test('an engine may take its time', async () => {
  const file = fileWith(right)
  const reference = referenceEngine(file)
  const slow: Engine = {
    decide: async (question) => reference.decide(question),
    holds: async (question) => reference.holds(question),
    sees: async (question) => reference.sees(question),
    whoCan: async (question) => reference.whoCan(question),
  }
  expect((await checkExpectations(file, slow)).every(({ passed }) => passed)).toBe(true)
})

test('an engine of records is not asked what somebody holds', async () => {
  const file = fileWith(right)
  const { decide, sees, whoCan } = referenceEngine(file)
  const records: RecordEngine = { decide, sees, whoCan }
  const checked = await checkExpectations(file, records)
  expect(checked.map(({ text }) => text)).toEqual(right.filter((text) => !text.includes('holds')))
  expect(checked.every(({ passed }) => passed)).toBe(true)
})

test('an engine out of order is no answer', async () => {
  const file = fileWith(right)
  const broken: Engine = { ...memoryEngine(file), decide: () => Promise.reject(new Error('no connection')) }
  await expect(checkExpectations(file, broken)).rejects.toThrow('no connection')
})

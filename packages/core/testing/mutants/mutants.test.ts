import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mutants, plant } from './mutants.ts'

test('every fault still fits the source it names, in one place', () => {
  for (const mutant of mutants) {
    const source = readFileSync(new URL(`../../src/${mutant.file}`, import.meta.url), 'utf8')
    expect(plant(mutant, source)).not.toBe(source)
  }
})

test('there are at least twenty-five faults, and no name twice', () => {
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length)
  expect(mutants.length).toBeGreaterThanOrEqual(25)
})

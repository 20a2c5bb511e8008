import { expect, test } from 'vitest'
import { inLanes } from './lanes.ts'

function lanes(...spans: readonly (readonly [number, number])[]) {
  return inLanes(spans.map(([from, until]) => ({ from, until }))).map(
    ({ span, lane, lanes: all }) => `${span.from}: ${lane + 1} of ${all}`,
  )
}

test('what follows each other has the whole width', () => {
  expect(lanes([0, 10], [10, 20])).toEqual(['0: 1 of 1', '10: 1 of 1'])
})

test('what overlaps lies side by side, and the first free lane is used again', () => {
  expect(lanes([0, 30], [10, 20], [20, 40])).toEqual(['0: 1 of 2', '10: 2 of 2', '20: 2 of 2'])
})

test('three at once share the width in three', () => {
  expect(lanes([0, 10], [0, 10], [0, 10])).toEqual(['0: 1 of 3', '0: 2 of 3', '0: 3 of 3'])
})

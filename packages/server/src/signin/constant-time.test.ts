import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { atEvenTime } from './constant-time.ts'

async function timeOf(same: number, different: number, isEven = true): Promise<number> {
  const start = performance.now()
  await atEvenTime(
    async (differs) => {
      await setTimeout(same)
      differs()
      await setTimeout(different)
    },
    () => isEven,
  )
  return performance.now() - start
}

test('what is done differently shows in no time, however long the wait before it was', async () => {
  const times = await Promise.all([timeOf(150, 0), timeOf(150, 150), timeOf(0, 0), timeOf(0, 150)])
  expect(times.map((time) => Math.round(time / 250))).toEqual([2, 2, 2, 2])
})

test('what tells nothing leaves at once', async () => {
  expect(await timeOf(0, 0, false)).toBeLessThan(200)
})

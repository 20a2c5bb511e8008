/**
 * What was to be reached, and whether it was.
 */
import { rolecall } from '../peers/rolecall.ts'
import type { DecideResult, Target, WorldResult } from './result.ts'

type Found = Pick<DecideResult, 'worlds' | 'growth' | 'sides'>

export function targetsOf({ worlds, growth, sides }: Found): readonly Target[] {
  return [
    ...worlds.flatMap(speedTargets),
    ...growth.filter(({ name }) => name === rolecall.name).map(growthTarget),
    ...sides.map(({ what, median }) => {
      const most = what.startsWith('who can') ? 1000 : 200
      return target(what, `≤ ${most} µs`, `${median.toFixed(0)} µs`, median <= most)
    }),
  ]
}

function speedTargets({ name, engines, timesCasl }: WorldResult): readonly Target[] {
  const millions = 1000 / (engines.find((engine) => engine.name === rolecall.name)?.cpu.median ?? Number.NaN)
  const times = timesCasl.median
  return [
    target(`decisions a second, ${name}`, '≥ 12 million', `${millions.toFixed(1)} million`, millions >= 12),
    target(`against CASL's best, ${name}`, '≥ 6 ×', `${times.toFixed(1)} ×`, times >= 6),
  ]
}

function growthTarget({ ratio: { median } }: DecideResult['growth'][number]): Target {
  return target(
    'time at the largest size over the smallest',
    '≤ 1.1 ×',
    `${median.toFixed(2)} ×`,
    median <= 1.1,
  )
}

function target(what: string, wanted: string, measured: string, reached: boolean): Target {
  return { what, target: wanted, measured, reached }
}

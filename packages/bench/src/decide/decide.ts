/**
 * `npm run bench -- decide`: how quickly single decisions are made, beside the peers, on the same questions.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { practice } from '../worlds/practice.ts'
import { hospitals } from './hospitals.ts'
import { load, machine } from './machine.ts'
import { askingWho, compiling, practiceResult } from './practices.ts'
import { report } from './report.ts'
import type { DecideResult } from './result.ts'
import { fullScale, quickScale } from './scale.ts'
import { targetsOf } from './targets.ts'

const results = join(import.meta.dirname, '..', '..', 'results')

export async function decide({ quick }: { readonly quick: boolean }): Promise<void> {
  const result = await run(quick)
  const text = report(result)
  console.log(text)
  if (quick) return
  mkdirSync(results, { recursive: true })
  writeFileSync(join(results, 'decide.json'), `${JSON.stringify(result, undefined, 2)}\n`)
  writeFileSync(join(results, 'decide.md'), text)
}

async function run(quick: boolean): Promise<DecideResult> {
  const scale = quick ? quickScale : fullScale
  const before = load()
  const say = (line: string) => console.error(line)
  // First, while the runtime has not seen any other world: what a server that just started would see.
  const compiled = compiling()
  const { worlds, growth, workingSet } = await hospitals(scale, say)
  const world = practice(scale.practice)
  say(`${world.name}: checking every engine against the oracle, then timing`)
  const inPractice = await practiceResult(scale, world)
  const found = {
    worlds: [...worlds, inPractice],
    growth,
    workingSet,
    sides: [compiled, ...askingWho(world)],
  }
  return {
    date: new Date().toISOString(),
    quick,
    rounds: scale.rounds,
    machine: machine(),
    load: { before, after: load() },
    targets: targetsOf(found),
    ...found,
  }
}

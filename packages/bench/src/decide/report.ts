/**
 * A result as Markdown tables, for people.
 */
import type { Spread } from './measure.ts'
import type { DecideResult, WorldResult } from './result.ts'

export function report(result: DecideResult): string {
  return [
    '# Decisions',
    ...conditions(result),
    '## Targets',
    table(
      ['', 'target', 'measured', 'reached'],
      result.targets.map(({ what, target, measured, reached }) => [
        what,
        target,
        measured,
        reached ? 'yes' : '**no**',
      ]),
    ),
    ...result.worlds.flatMap(world),
    '## Growth with the rules',
    'Time at the largest size over time at the smallest, round by round.',
    table(
      ['engine', 'ratio'],
      result.growth.map(({ name, ratio }) => [name, spreadText(ratio, 2)]),
    ),
    '## Fewer distinct questions',
    'The hospital in the middle size: the fewer the questions, the more of members, plans and facts is in the caches.',
    table(
      ['distinct questions', 'engine', 'ns a decision'],
      result.workingSet.flatMap(({ distinct, engines }) =>
        engines.map(({ name, cpu }) => [String(distinct), name, spreadText(cpu)]),
      ),
    ),
    '## Plans and who can',
    table(
      ['', 'median µs', '95th percentile', 'max', 'samples'],
      result.sides.map(({ what, median, p95, max, samples }) => [
        what,
        ...[median, p95, max].map((value) => value.toFixed(0)),
        String(samples),
      ]),
    ),
    '',
  ].join('\n\n')
}

function conditions({ date, rounds, machine, load, quick }: DecideResult): readonly string[] {
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`)
  return [
    `${date}, node ${machine.node}, ${machine.processor} (${machine.cores} cores), ${versions.join(', ')}. Load average ${load.before.toFixed(1)} before and ${load.after.toFixed(1)} after: the machine is shared and noisy, so trust ratios before figures.`,
    `One core, ${rounds} rounds in which the engines take turns; median (least–most) of processor time. Before timing, every answer to every question timed was compared with the oracle's.${quick ? ' A quick run: too small to quote.' : ''}`,
  ]
}

function world({
  name,
  rules,
  members,
  questions,
  allowed,
  engines,
  timesCasl,
  notAsked,
}: WorldResult): readonly string[] {
  return [
    `## ${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    `${rules} rules, ${members} members, ${questions} distinct questions, ${(allowed * 100).toFixed(1)} % allowed. Rolecall is ${spreadText(timesCasl, 1)} times as quick as \`${timesCasl.against}\`.`,
    table(
      ['engine', 'questions', 'ns a decision', 'on the wall', 'decisions a second'],
      engines.map((engine) => [
        engine.name,
        String(engine.questions),
        spreadText(engine.cpu),
        spreadText(engine.wall),
        perSecond(engine.cpu.median),
      ]),
    ),
    [
      ...engines.map((engine) => `- ${engine.name}: ${engine.setup}`),
      ...notAsked.map((reason) => `- not asked: ${reason}`),
    ].join('\n'),
  ]
}

function perSecond(nanoseconds: number): string {
  const count = 1e9 / nanoseconds
  return count >= 1e6 ? `${(count / 1e6).toFixed(1)} million` : count.toFixed(0)
}

function spreadText({ median, min, max }: Spread, digits?: number): string {
  const text = (value: number) => value.toFixed(digits ?? (value < 100 ? 1 : 0))
  return `${text(median)} (${text(min)}–${text(max)})`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

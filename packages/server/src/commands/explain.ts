import type { ExplainedStep, Explanation, RecordFacts, RecordQuestion } from '@rolecall/core'
import { memoryEngine, type PracticeFile, recordAsked } from '@rolecall/core/testing'
import { readArguments } from './arguments.ts'
import type { ExitCode, Io } from './io.ts'
import { readPractice } from './read-practice.ts'

const usage = '`rolecall explain FILE --member M [--acting-for P] --may ACT --record R [--field F]`'

/**
 * `rolecall explain`: why somebody may do something with a record of a practice file, or not: the verdict, then the
 * nine steps, each with its cause and its mend. 0: they may. 1: they may not. 2: asked wrongly.
 */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  const given = readArguments(args, ['member', 'acting-for', 'may', 'record', 'field'])
  if ('wrong' in given) return asked([given.wrong], io)
  const [path, ...others] = given.positionals
  if (path === undefined) return asked([`name the practice file: ${usage}`], io)
  if (others.length > 0) return asked([`one file at a time, \`${others.join(' ')}\` is one too many`], io)
  const missing = ['member', 'may', 'record'].find((option) => given.values[option] === undefined)
  if (missing !== undefined) return asked([`say \`--${missing}\` as well: ${usage}`], io)
  const read = await readPractice(path)
  if ('wrong' in read) return asked(read.wrong, io)
  const question = questionAbout(read.file, given.values)
  if (typeof question === 'string') return asked([question], io)
  const explanation = memoryEngine(read.file).explain(question)
  for (const line of linesOf(explanation)) io.out(line)
  return explanation.answer === 'yes' ? 0 : 1
}

function asked(wrong: readonly string[], { err }: Io): ExitCode {
  for (const sentence of wrong) err(`rolecall explain: ${sentence}`)
  return 2
}

type Values = Readonly<Record<string, string | undefined>>

/** What is asked, or a sentence on what the file does not know of it. */
function questionAbout(file: PracticeFile, values: Values): RecordQuestion | string {
  const { member = '', may: act = '', record: id = '', field, 'acting-for': actingFor } = values
  const record = recordAsked(file, id, act)
  for (const person of [member, actingFor])
    if (person !== undefined && !file.policy.members.some((each) => each.id === person))
      return `unknown member \`${person}\`; the file knows ${known(file.policy.members.map((each) => each.id))}`
  if (record === undefined)
    return `unknown record \`${id}\`; the file knows ${known([...file.patients.keys(), ...file.records.keys()])}`
  const wrong = wrongActOrField(file, record, act, field)
  if (wrong !== undefined) return wrong
  return {
    member,
    act,
    record,
    at: file.now,
    ...(actingFor !== undefined && { actingFor }),
    ...(field !== undefined && { fields: [field] }),
  }
}

function wrongActOrField(
  { catalog }: PracticeFile,
  { kind }: RecordFacts,
  act: string,
  field: string | undefined,
): string | undefined {
  const acts = [...(catalog.cells.get(kind)?.keys() ?? [])]
  if (!acts.includes(act)) return `unknown act \`${act}\` on kind \`${kind}\`; it knows ${known(acts)}`
  const fields = Object.keys(catalog.fields)
  if (field !== undefined && !fields.includes(field))
    return `unknown field \`${field}\`; there are ${known(fields)}`
  return undefined
}

const mostKnown = 12

function known(words: readonly string[]): string {
  const shown = words.slice(0, mostKnown).map((word) => `\`${word}\``)
  const more = words.length - shown.length
  if (more > 0) return `${shown.join(', ')} and ${more} more`
  return shown.join(', ') || 'none'
}

function linesOf({ answer, verdict, mend, grants, steps }: Explanation): readonly string[] {
  const width = Math.max(...steps.map(({ step }) => step.length))
  const outcomes = Math.max(...steps.map(({ outcome }) => outcome.length))
  return [
    `${answer}: ${verdict}`,
    ...(mend === undefined ? [] : [`remedy: ${mend}`]),
    ...grants.map(({ id, words }) => `by ${id}: ${words}`),
    '',
    ...steps.flatMap((step, index) => stepLines(step, index + 1, width, outcomes)),
  ]
}

function stepLines(
  { step, outcome, cause, mend }: ExplainedStep,
  number: number,
  width: number,
  outcomes: number,
): readonly string[] {
  const head = `${number}  ${step.padEnd(width)}  ${outcome.padEnd(outcomes)}  `
  return [`${head}${cause}`, ...(mend === undefined ? [] : [`${' '.repeat(head.length)}remedy: ${mend}`])]
}

/**
 * Holding a practice file against what it expects.
 */
import type { Answer, RecordQuestion } from '../../src/evaluate/question.ts'
import type { Explanation } from '../../src/explain/explanation.ts'
import type { MemberId, RecordId } from '../../src/policy/policy.ts'
import type { Engine, RecordEngine } from './engine.ts'
import { type Asked, type Expectation, type PracticeFile, recordAsked } from './practice-file.ts'

export interface Checked {
  readonly expectation: Expectation
  /** The expectation as the format writes it. */
  readonly text: string
  readonly passed: boolean
  readonly expected: string
  readonly came: string
  /** Only where it failed: of each decision behind the difference, what it is about, and why it came out so. */
  readonly explanations: readonly { readonly about: string; readonly explanation: Explanation }[]
}

export type Explain = (question: RecordQuestion) => Explanation

/** More of them say no more: the difference itself is listed in full. */
const mostExplanations = 3

/**
 * Ask an engine everything a file expects of it, in the order of the file: an engine of records is not asked what
 * somebody holds, and that is left out of the answer. Rejects only if the engine does.
 */
export async function checkExpectations(
  file: PracticeFile,
  engine: Engine | RecordEngine,
  explain?: Explain,
): Promise<readonly Checked[]> {
  const checked: Checked[] = []
  for (const expectation of file.expectations) {
    const result = await check(file, engine, expectation)
    if (result === undefined) continue
    checked.push({
      expectation,
      text: expectationText(expectation),
      passed: result.passed,
      expected: result.expected,
      came: result.came,
      explanations:
        result.passed || explain === undefined
          ? []
          : explainAll(file, expectation, result.differing, explain),
    })
  }
  return checked
}

interface Result {
  readonly passed: boolean
  readonly expected: string
  readonly came: string
  /** Ids on one side and not the other. */
  readonly differing: readonly string[]
}

/** Undefined: nothing this engine can be asked. */
async function check(
  file: PracticeFile,
  engine: Engine | RecordEngine,
  expectation: Expectation,
): Promise<Result | undefined> {
  const at = file.now
  switch (expectation.asks) {
    case 'may':
      return compareAnswers(expectation, await engine.decide(recordQuestion(file, expectation)))
    case 'holds': {
      if (!('holds' in engine)) return undefined
      const { member, permission } = expectation
      return compareAnswers(expectation, await engine.holds({ member, ...hat(expectation), permission, at }))
    }
    case 'sees': {
      const { member, kind, exactly } = expectation
      return compareIds(exactly, await engine.sees({ member, ...hat(expectation), kind, at }), 'none')
    }
    case 'who': {
      const { act, exactly } = expectation
      const record = recordNamed(file, expectation.record, act)
      return compareIds(exactly, await engine.whoCan({ act, record, at, ...fields(expectation) }), 'nobody')
    }
  }
}

function hat({ actingFor }: { readonly actingFor?: MemberId }): { readonly actingFor?: MemberId } {
  return actingFor === undefined ? {} : { actingFor }
}

function fields({ field }: { readonly field?: string }): { readonly fields?: readonly string[] } {
  return field === undefined ? {} : { fields: [field] }
}

/** A record the reader has seen; one that is not there has no facts and is of no kind. */
function recordNamed(file: PracticeFile, id: RecordId, act: string) {
  return recordAsked(file, id, act) ?? { id, kind: '' }
}

/** What an expectation with `may` asks an engine. */
function recordQuestion(file: PracticeFile, asked: Extract<Asked, { asks: 'may' }>): RecordQuestion {
  const { member, act } = asked
  return {
    member,
    ...hat(asked),
    act,
    record: recordNamed(file, asked.record, act),
    at: file.now,
    ...fields(asked),
  }
}

function compareAnswers(
  { answer, because }: { readonly answer: boolean; readonly because?: string },
  came: Answer,
): Result {
  return {
    passed: came.allowed === answer && (because === undefined || came.step === because),
    expected: answerText(answer, because),
    came: answerText(came.allowed, came.step),
    differing: [],
  }
}

function answerText(answer: boolean, because: string | undefined): string {
  if (answer) return 'yes'
  return because === undefined ? 'no' : `no, because \`${because}\``
}

function compareIds(expected: readonly string[], came: readonly string[], nothing: string): Result {
  const differing = [...new Set(expected).symmetricDifference(new Set(came))]
  return {
    passed: differing.length === 0,
    expected: idsText(expected, nothing),
    came: idsText(came, nothing),
    differing,
  }
}

function idsText(ids: readonly string[], nothing: string): string {
  return ids.length === 0 ? nothing : ids.toSorted().join(', ')
}

function explainAll(
  file: PracticeFile,
  expectation: Expectation,
  differing: readonly string[],
  explain: Explain,
): Checked['explanations'] {
  switch (expectation.asks) {
    case 'may':
      return [{ about: expectation.record, explanation: explain(recordQuestion(file, expectation)) }]
    case 'holds':
      return []
    case 'sees':
      return differing.slice(0, mostExplanations).map((record) => {
        const asked = { ...expectation, asks: 'may', act: 'view', record, answer: true } as const
        return { about: record, explanation: explain(recordQuestion(file, asked)) }
      })
    case 'who':
      return differing.slice(0, mostExplanations).map((member) => {
        const asked = { ...expectation, asks: 'may', member, answer: true } as const
        const [first, ...others] = hatsOf(file, member).map((actingFor) =>
          explain(recordQuestion(file, { ...asked, ...actingFor })),
        )
        const explanation = [first, ...others].find((each) => each?.answer === 'yes') ?? first
        return { about: member, explanation: explanation ?? explain(recordQuestion(file, asked)) }
      })
  }
}

/** Everyone a member may be asked for: themselves, or for an assistant whomever they manage. */
function hatsOf({ policy }: PracticeFile, id: MemberId): readonly { readonly actingFor?: MemberId }[] {
  const member = policy.members.find((each) => each.id === id)
  if (member?.kind !== 'assistant' || member.manages.length === 0) return [{}]
  return member.manages.map(({ practitioner }) => ({ actingFor: practitioner }))
}

/** An expectation as one line of the format. */
export function expectationText(asked: Asked): string {
  return `{ ${words(asked).join(', ')} }`
}

function words(asked: Asked): readonly string[] {
  switch (asked.asks) {
    case 'may':
      return [
        ...subject(asked),
        `may: ${asked.act}`,
        `record: ${asked.record}`,
        ...(asked.field === undefined ? [] : [`field: ${asked.field}`]),
        ...verdict(asked),
      ]
    case 'holds':
      return [...subject(asked), `holds: ${asked.permission}`, ...verdict(asked)]
    case 'sees':
      return [...subject(asked), `sees: ${asked.kind}`, `exactly: [${asked.exactly.join(', ')}]`]
    case 'who':
      return [
        `may: ${asked.act}`,
        `record: ${asked.record}`,
        ...(asked.field === undefined ? [] : [`field: ${asked.field}`]),
        `exactly: [${asked.exactly.join(', ')}]`,
      ]
  }
}

function subject({ member, actingFor }: { readonly member: MemberId; readonly actingFor?: MemberId }) {
  return actingFor === undefined ? [`member: ${member}`] : [`member: ${member}`, `actingFor: ${actingFor}`]
}

function verdict({ answer, because }: { readonly answer: boolean; readonly because?: string }) {
  if (answer) return []
  return because === undefined ? ['answer: no'] : ['answer: no', `because: ${because}`]
}

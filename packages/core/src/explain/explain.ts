/**
 * Why an answer is what it is: all nine steps, from the very conditions the decision is made of.
 */
import { type Step, steps as stepCodes } from '../catalog/catalog.ts'
import type { RecordFacts } from '../evaluate/facts.ts'
import type { RecordQuestion } from '../evaluate/question.ts'
import { accessOf } from '../plan/access.ts'
import { Asked, carriersOf } from '../plan/cell-request.ts'
import type { PlanQuestion } from '../plan/compile.ts'
import { whyUnknown } from '../plan/compile-cell.ts'
import { stepConditions } from '../plan/step-conditions.ts'
import type { Standing } from '../plan/subject.ts'
import type { Snapshot } from '../policy/snapshot.ts'
import { opensByGlass, untilWords } from './broken-glass.ts'
import type { Cause } from './cause.ts'
import { failures, whyDepends } from './causes.ts'
import type { ExplainedStep, Explanation } from './explanation.ts'
import { carrierWords, doThisWords, doWords, listed, nameOf, unique } from './names.ts'
import { outcomeOf } from './outcome.ts'
import { whyInactive } from './why-inactive.ts'
import { whyPassed, whyPassedByGlass } from './why-passed.ts'

const asks: Readonly<Record<Step, string>> = {
  inactive: 'is the account active?',
  'module-off': 'does the practice have this module?',
  kind: 'is this possible for the account type?',
  permission: 'does a role or a share include this?',
  acting: 'are they working for someone they assist?',
  team: 'does their team access include it?',
  patient: 'can they see this patient or case?',
  state: "does the record's status allow it?",
  field: 'are the requested fields available to them?',
}

/**
 * Explain one record (`record` given), or the reach of an act (`kind` given): then a step that some records would pass
 * answers `depends`. Agrees with `decide` on the answer and on the failing step. Total.
 */
export function explain(snapshot: Snapshot, question: RecordQuestion | PlanQuestion): Explanation {
  const record = 'record' in question ? question.record : undefined
  const kind = 'record' in question ? question.record.kind : question.kind
  const { member, actingFor, at, act } = question
  const { standing } = accessOf(snapshot, { member, actingFor, at })
  const cell = snapshot.catalog.cells.get(kind)?.get(act)
  if (cell === undefined) return unknown(standing, kind)
  const asked = new Asked(standing, cell, question.fields ?? [])
  const steps = stepConditions.map((one) => explainStep(one, asked, record))
  return conclude(asked, steps, record)
}

/** A step, and whether a broken glass alone lets it pass. */
interface Examination {
  readonly explained: ExplainedStep
  readonly byGlass: boolean
}

function explainStep(
  { step, of }: (typeof stepConditions)[number],
  asked: Asked,
  record: RecordFacts | undefined,
): Examination {
  const examined = { asked, condition: of(asked), record }
  const outcome = outcomeOf(examined.condition, record)
  const said = { step, asks: asks[step], outcome }
  switch (outcome) {
    case 'passed': {
      const byGlass = opensByGlass(asked, of, record)
      const cause = byGlass ? whyPassedByGlass(step, examined) : whyPassed(step, examined)
      return { explained: { ...said, cause }, byGlass }
    }
    case 'depends':
      return { explained: { ...said, cause: whyDepends(examined) }, byGlass: false }
    case 'failed':
      return { explained: { ...said, ...failures[step](examined) }, byGlass: false }
  }
}

function conclude(
  asked: Asked,
  examinations: readonly Examination[],
  record: RecordFacts | undefined,
): Explanation {
  const { standing, cell } = asked
  const steps = examinations.map(({ explained }) => explained)
  const failed = steps.find((one) => one.outcome === 'failed')
  if (failed !== undefined) {
    const mend = failed.mend === undefined ? {} : { mend: failed.mend }
    return { answer: 'no', step: failed.step, verdict: failed.cause, ...mend, grants: [], steps }
  }
  const grants = carriersOf(asked)
    .filter(({ condition }) => outcomeOf(condition, record) !== 'failed')
    .map(({ id }) => ({ id, words: wordsOfCarrier(asked, id) }))
  const depends = steps.filter((one) => one.outcome === 'depends')
  if (depends.length > 0)
    return { answer: 'depends', verdict: dependsWords(depends.map(({ cause }) => cause)), grants, steps }
  // What belongs to the whole practice may be one thing that bears the name of its kind, and there is no other.
  const isOneOfMany = record !== undefined && record.id !== record.kind
  const doThis = isOneOfMany ? doThisWords(cell) : doWords(cell)
  const granted = unique(grants.filter(({ id }) => id !== 'own').map(({ words }) => words))
  const by = granted.length === 0 ? '' : `, allowed by ${listed(granted, 'and')}`
  const glass = examinations.some(({ byGlass }) => byGlass)
    ? `, with emergency access${untilWords(standing, record)}`
    : ''
  return { answer: 'yes', verdict: `${personWords(standing)} can ${doThis}${by}${glass}`, grants, steps }
}

/** `yes, but only patients at Green Street` or `yes, except charts restricted to others`. */
function dependsWords(causes: readonly string[]): string {
  const parts = unique(causes).map((words) => /^(?:all [^,]+|(.+?))(?:, (except .+))?$/.exec(words) ?? [])
  const narrowed = parts.flatMap(([, some]) => some ?? [])
  const but = narrowed.length === 0 ? [] : [`but ${narrowed.join(', and ')}`]
  return ['yes', ...but, ...unique(parts.flatMap(([, , except]) => except ?? []))].join(', ')
}

function wordsOfCarrier({ standing, carrying }: Asked, id: string): string {
  const carrier = carrying.find((one) => one.id === id)
  return carrier === undefined ? id : carrierWords(standing, carrier)
}

function personWords({ snapshot, who }: Standing): string {
  const name = nameOf(snapshot, who.member)
  return who.actingFor === undefined ? name : `${name}, working for ${nameOf(snapshot, who.actingFor)},`
}

/** An act the catalogue does not know: the steps before `kind` still come first, those after have nothing to ask. */
function unknown(standing: Standing, kind: string): Explanation {
  const failed = whyUnknown(standing, kind)
  const { cause, mend } = whyUnknownCause(standing, failed, kind)
  const mended = mend === undefined ? {} : { mend }
  const steps = stepCodes.map((step, index): ExplainedStep => {
    const asked = { step, asks: asks[step] }
    if (step === failed) return { ...asked, outcome: 'failed', cause, ...mended }
    return index < stepCodes.indexOf(failed)
      ? { ...asked, outcome: 'passed', cause: 'nothing blocks it' }
      : { ...asked, outcome: 'not-asked', cause: 'an earlier check failed' }
  })
  return { answer: 'no', step: failed, verdict: cause, ...mended, grants: [], steps }
}

function whyUnknownCause(standing: Standing, failed: Step, kind: string): Cause {
  if (failed === 'inactive') return whyInactive(standing)
  const { kinds, modules } = standing.snapshot.catalog
  const module = modules[kinds[kind]?.module ?? '']?.label
  if (failed === 'module-off' && module !== undefined)
    return {
      cause: `the practice doesn't have the ${module} module`,
      mend: `ask the owner to subscribe to ${module}`,
    }
  return { cause: 'there is no such action', mend: 'check the name of the kind and of the action' }
}

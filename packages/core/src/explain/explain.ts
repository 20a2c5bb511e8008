/**
 * Why an answer is what it is: all nine steps, from the very conditions the decision is made of.
 */
import { type Step, steps as stepCodes } from '../catalog/catalog.ts'
import type { RecordFacts } from '../evaluate/facts.ts'
import { meets } from '../evaluate/meets.ts'
import type { RecordQuestion } from '../evaluate/question.ts'
import { accessOf } from '../plan/access.ts'
import { Asked, carriersOf } from '../plan/asked.ts'
import type { PlanQuestion } from '../plan/compile.ts'
import { whyUnknown } from '../plan/compile-cell.ts'
import type { Condition } from '../plan/condition.ts'
import type { Standing } from '../plan/standing.ts'
import { stepConditions } from '../plan/step-conditions.ts'
import type { Snapshot } from '../policy/snapshot.ts'
import type { Cause, Examined } from './cause.ts'
import { failures, whyDepends, whyInactive, whyPassed } from './causes.ts'
import type { ExplainedStep, Explanation, Outcome } from './explanation.ts'
import { actOnThisWords, actWords, carrierWords, listed, nameOf } from './names.ts'

const asks: Readonly<Record<Step, string>> = {
  inactive: 'is the person active and able to sign in?',
  'module-off': 'does the practice have the module?',
  kind: 'can this kind of member do it at all?',
  permission: 'does a role or share allow it?',
  acting: 'do they act for someone they may act for?',
  team: 'is it within their team access?',
  patient: 'may they reach this patient or case?',
  state: 'is the record in a state that allows it?',
  field: 'are the fields asked for open to them?',
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
  if (cell === undefined) return unknown(standing, kind, act)
  const examined = new Asked(standing, cell, question.fields ?? [])
  const steps = stepConditions.map(({ step, of }) =>
    explainStep(step, { asked: examined, condition: of(examined), record }),
  )
  return conclude(examined, steps, record)
}

function explainStep(step: Step, examined: Examined): ExplainedStep {
  const outcome = outcomeOf(examined.condition, examined.record)
  switch (outcome) {
    case 'passed':
      return { step, asks: asks[step], outcome, cause: whyPassed(step, examined) }
    case 'depends':
      return { step, asks: asks[step], outcome, cause: whyDepends(examined) }
    case 'failed':
      return { step, asks: asks[step], outcome, ...failures[step](examined) }
  }
}

function outcomeOf(condition: Condition, record: RecordFacts | undefined): Exclude<Outcome, 'not-asked'> {
  if (condition.is === 'always') return 'passed'
  if (condition.is === 'never') return 'failed'
  if (record === undefined) return 'depends'
  return meets(condition, record) ? 'passed' : 'failed'
}

function conclude(
  examined: Asked,
  steps: readonly ExplainedStep[],
  record: RecordFacts | undefined,
): Explanation {
  const { standing, cell } = examined
  const name = personWords(standing)
  // What belongs to the whole practice may be one thing that bears the name of its kind, and there is no other.
  const isOneOfMany = record !== undefined && record.id !== record.kind
  const doThis = isOneOfMany ? actOnThisWords(cell) : actWords(cell)
  const failed = steps.find((one) => one.outcome === 'failed')
  if (failed !== undefined) {
    const mend = failed.mend === undefined ? {} : { mend: failed.mend }
    const verdict = `${name} may not ${doThis}: ${failed.cause}`
    return { answer: 'no', step: failed.step, verdict, ...mend, grants: [], steps }
  }
  const grants = carriersOf(examined)
    .filter(({ condition }) => record === undefined || meets(condition, record))
    .map(({ id }) => ({ id, words: wordsOfCarrier(examined, id) }))
  const depends = steps.filter((one) => one.outcome === 'depends')
  if (depends.length > 0) {
    const verdict = `${name} may ${doThis}, but ${depends.map(({ cause }) => cause).join('; ')}`
    return { answer: 'depends', verdict, grants, steps }
  }
  const by =
    grants.length === 0 ? '' : `, by ${listed([...new Set(grants.map(({ words }) => words))], 'and')}`
  return { answer: 'yes', verdict: `${name} may ${doThis}${by}`, grants, steps }
}

function wordsOfCarrier({ standing, carrying }: Asked, id: string): string {
  const carrier = carrying.find((one) => one.id === id)
  return carrierWords(standing, id, carrier?.grant?.grant.role, carrier?.share?.by)
}

function personWords({ snapshot, who }: Standing): string {
  const name = nameOf(snapshot, who.member)
  return who.actingFor === undefined ? name : `${name}, acting for ${nameOf(snapshot, who.actingFor)},`
}

/** An act the catalogue does not know: the steps before `kind` still come first, those after have nothing to ask. */
function unknown(standing: Standing, kind: string, act: string): Explanation {
  const failed = whyUnknown(standing, kind)
  const { cause, mend } = whyUnknownCause(standing, failed, kind, act)
  const mended = mend === undefined ? {} : { mend }
  const steps = stepCodes.map((step, index): ExplainedStep => {
    const asked = { step, asks: asks[step] }
    if (step === failed) return { ...asked, outcome: 'failed', cause, ...mended }
    return index < stepCodes.indexOf(failed)
      ? { ...asked, outcome: 'passed', cause: 'nothing stands in the way' }
      : { ...asked, outcome: 'not-asked', cause: 'the steps before leave nothing to ask' }
  })
  return { answer: 'no', step: failed, verdict: cause, ...mended, grants: [], steps }
}

function whyUnknownCause(standing: Standing, failed: Step, kind: string, act: string): Cause {
  if (failed === 'inactive') return whyInactive(standing)
  if (failed === 'module-off')
    return { cause: `the module of \`${kind}\` is off`, mend: 'ask the owner to subscribe to it' }
  return {
    cause: `there is no such act: \`${kind}: ${act}\``,
    mend: 'check the name of the kind and of the act',
  }
}

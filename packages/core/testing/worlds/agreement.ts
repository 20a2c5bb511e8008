/**
 * Asks one question every way there is and says where the ways differ. The reference is right by definition.
 */

import type { Step } from '../../src/catalog/catalog.ts'
import { practiceCatalog } from '../../src/catalog/practice-catalog.ts'
import { allows, decide, failing, may, permits } from '../../src/evaluate/decide.ts'
import { holds } from '../../src/evaluate/holds.ts'
import type { RecordQuestion } from '../../src/evaluate/question.ts'
import { explain } from '../../src/explain/explain.ts'
import type { Explanation } from '../../src/explain/explanation.ts'
import { whoCan } from '../../src/explain/who-can.ts'
import { accessOf } from '../../src/plan/access.ts'
import { compile } from '../../src/plan/compile.ts'
import { type Snapshot, snapshotOf } from '../../src/policy/snapshot.ts'
import { reference, referenceHolds, referenceWhoCan } from '../../src/reference/index.ts'
import { askSteps, load, type Query } from '../sql-world.ts'
import type { Case } from './any-case.ts'
import { untruths } from './explanation-oracle.ts'

/** The step a question fails, or `allowed`. */
export type Verdict = Step | 'allowed'

export interface Agreement {
  /** What the reference answered, question by question. */
  readonly verdicts: readonly Verdict[]
  /** One sentence for each way that answered otherwise. Empty: all agree. */
  readonly differences: readonly string[]
}

/** Ask a case every way in memory. */
export function agree(oneCase: Case): Agreement {
  const snapshot = snapshotOf(practiceCatalog, oneCase.world.policy)
  const verdicts: Verdict[] = []
  const differences: string[] = []
  for (const question of oneCase.questions) {
    const verdict = verdictOf(reference(practiceCatalog, oneCase.world.policy, question))
    verdicts.push(verdict)
    const explanation = explain(snapshot, question)
    for (const untruth of untruths(oneCase.world.policy, question, explanation))
      differences.push(differenceOf('explain', question, verdict, untruth))
    for (const [way, came] of ways(snapshot, question, explanation))
      if (came !== verdict) differences.push(differenceOf(way, question, verdict, came))
  }
  for (const question of oneCase.questions.slice(0, askedOfAll))
    differences.push(...askedAboutAll(snapshot, question))
  return { verdicts, differences }
}

/** Of everyone and of permissions only a few are asked: each is many questions in one. */
const askedOfAll = 4

function ways(
  snapshot: Snapshot,
  question: RecordQuestion,
  explanation: Explanation,
): readonly (readonly [string, Verdict])[] {
  const { record, act, at } = question
  const plan = compile(snapshot, { ...question, kind: record.kind })
  const expected = failing(plan, record) ?? 'allowed'
  const asVerdict = (allowed: boolean): Verdict =>
    allowed ? 'allowed' : expected === 'allowed' ? 'inactive' : expected
  const cell = practiceCatalog.cells.get(record.kind)?.get(act)
  const lasts = Number.isFinite(plan.validUntil) ? plan.validUntil - 1 : at + 1_000
  return [
    ['decide', verdictOf(decide(snapshot, question))],
    ['plan', expected],
    ['permits', asVerdict(permits(plan, record))],
    ['allows', asVerdict(allows(snapshot, question))],
    ['explain', explanation.answer === 'yes' ? 'allowed' : (explanation.step ?? 'inactive')],
    [
      'the plan until it ends',
      verdictOf(reference(practiceCatalog, snapshot.policy, { ...question, at: lasts })),
    ],
    ...(cell === undefined || question.fields !== undefined
      ? []
      : [['may', asVerdict(may(accessOf(snapshot, question), cell, record))] as const]),
  ]
}

function askedAboutAll(
  snapshot: Snapshot,
  { member, actingFor, record, act, at, fields }: RecordQuestion,
): readonly string[] {
  const who = { record, act, at, ...(fields === undefined ? {} : { fields }) }
  const expected = referenceWhoCan(practiceCatalog, snapshot.policy, who).join(' ')
  const came = whoCan(snapshot, who).join(' ')
  const differing = expected === came ? [] : [`who can ${act} ${record.id}: \`${came}\` for \`${expected}\``]
  const permissions = practiceCatalog.cells.get(record.kind)?.get(act)?.covers ?? []
  for (const { permission } of [...permissions, { permission: 'unheardOf' }]) {
    const question = { member, permission, at, ...(actingFor === undefined ? {} : { actingFor }) }
    const right = verdictOf(referenceHolds(practiceCatalog, snapshot.policy, question))
    const held = verdictOf(holds(snapshot, question))
    if (held !== right) differing.push(`${member} holds ${permission}: \`${held}\` for \`${right}\``)
  }
  return differing
}

/** Ask a case of a PostgreSQL: every record of the kinds asked about, by filter and by step. */
export async function agreeInSql(query: Query, { world, questions }: Case): Promise<readonly string[]> {
  const snapshot = snapshotOf(practiceCatalog, world.policy)
  await load(query, world.patients, world.records)
  const known = questions.filter(({ record }) => Object.hasOwn(practiceCatalog.kinds, record.kind))
  const answers = await askSteps(
    query,
    snapshot,
    known.map((question) => ({ ...question, kind: question.record.kind })),
  )
  return known.flatMap((question, index) =>
    world.records
      .filter(({ kind }) => kind === question.record.kind)
      .flatMap((record) => {
        const verdict = verdictOf(reference(practiceCatalog, world.policy, { ...question, record }))
        const came = answers[index]?.get(record.id)
        const step = came === undefined ? 'no row' : (came ?? 'allowed')
        return step === verdict ? [] : [differenceOf('SQL', { ...question, record }, verdict, step)]
      }),
  )
}

function verdictOf(answer: { readonly allowed: boolean; readonly step?: Step | undefined }): Verdict {
  return answer.allowed ? 'allowed' : (answer.step ?? 'inactive')
}

function differenceOf(way: string, question: RecordQuestion, expected: string, came: string): string {
  const { member, actingFor, act, record, at, fields } = question
  const asker = actingFor === undefined ? member : `${member} acting for ${actingFor}`
  const named = fields === undefined ? '' : ` naming ${fields.join(', ')}`
  return `${way}: \`${came}\` where the reference says \`${expected}\`: ${asker} may ${act} ${record.kind} ${record.id} at ${at}${named}`
}

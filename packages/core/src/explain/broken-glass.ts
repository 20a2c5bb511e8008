/**
 * A broken glass in words: only where it opens what would be closed without it.
 */
import type { RecordFacts } from '../evaluate/facts.ts'
import { Asked } from '../plan/cell-request.ts'
import type { Condition } from '../plan/condition.ts'
import type { Standing } from '../plan/subject.ts'
import { within } from '../policy/snapshot.ts'
import { moment } from './names.ts'
import { outcomeOf } from './outcome.ts'

/** Whether a step that a record passes would be failed, had no glass been broken. */
export function opensByGlass(
  { standing, cell, fields }: Asked,
  of: (asked: Asked) => Condition,
  record: RecordFacts | undefined,
): boolean {
  if (standing.glass.length === 0 || record === undefined) return false
  const whole = new Asked({ ...standing, glass: [] }, cell, fields)
  return outcomeOf(of(whole), record) === 'failed'
}

/** ` until 2026-11-21 13:00 UTC`: when the last glass broken for a patient closes. Nothing where one has no end. */
export function untilWords({ snapshot, who }: Standing, record: RecordFacts | undefined): string {
  const ends = (snapshot.glassOf.get(who.member) ?? [])
    .filter((glass) => glass.patient === record?.patient?.id && within(glass, who.at))
    .map(({ until }) => until ?? Number.POSITIVE_INFINITY)
  const last = Math.max(...ends)
  return Number.isFinite(last) ? ` until ${moment(last)}` : ''
}

/**
 * An upload that is being imported: its report, kept where every server process finds it, and only for who sent it.
 */
import type { ImportReport } from '@rolecall/contract'
import { sql } from 'kysely'
import { practicesIn } from '../audit/seal-practice.ts'
import type { Database, Transaction } from '../database/connect.ts'
import type { ImportResult, Progress } from './import-files.ts'

/** As long as nothing was heard of a run it is over: its server stopped. Seconds. */
const silence = 60

export const serverStopped = 'the server stopped meanwhile, nothing was imported; send it again'

export interface Run {
  readonly id: string
  readonly memberId: string
  readonly actingFor: string | undefined
}

export function newReport(id: string, dryRun: boolean): ImportReport {
  return {
    id,
    state: 'reading',
    dryRun,
    bytesRead: 0,
    bytesTotal: 0,
    saved: 0,
    toSave: 0,
    kinds: null,
    left: [],
    unknownReferences: [],
    badLines: [],
    badLineCount: 0,
  }
}

export function withProgress(report: ImportReport, progress: Progress): ImportReport {
  return { ...report, ...progress }
}

const shownBadLines = 100

export function withResult(report: ImportReport, result: ImportResult): ImportReport {
  if ('refused' in result) return { ...report, state: 'refused', reason: result.refused }
  const { patients, practitioners, roles, locations, appointments, notes } = result
  const [lines, badLineCount] =
    'badLines' in result ? [result.badLines, result.badLineCount] : [result.skipped, result.skippedCount]
  return {
    ...report,
    state: 'badLines' in result ? 'refused' : 'done',
    ...('badLines' in result && {
      reason: `nothing was imported: ${badLineCount} ${badLineCount === 1 ? 'line' : 'lines'} cannot be read`,
    }),
    kinds: { patients, practitioners, roles, locations, appointments, notes },
    left: Array.from(result.left, ([what, count]) => ({ what, count })),
    unknownReferences: Array.from(result.unknownReferences, ([type, count]) => ({ type, count })),
    badLines: lines.slice(0, shownBadLines).map(({ file, line, reason }) => ({ file, line, reason })),
    badLineCount,
    ...(result.confirmable > 0 && { confirmable: result.confirmable }),
  }
}

export async function addRun(
  transaction: Transaction,
  practiceId: string,
  run: Run,
  report: ImportReport,
): Promise<void> {
  await transaction
    .insertInto('import_run')
    .values({
      practice_id: practiceId,
      id: run.id,
      member_id: run.memberId,
      acting_for: run.actingFor ?? null,
      state: report.state,
      report: JSON.stringify(report),
    })
    .execute()
}

/** Save how far a run is, or how it ended. It ends once: nothing is saved over its end. */
export async function saveRun(
  transaction: Transaction,
  practiceId: string,
  report: ImportReport,
): Promise<void> {
  await transaction
    .updateTable('import_run')
    .set({ state: report.state, report: JSON.stringify(report), touched_at: sql<Date>`now()` })
    .where('practice_id', '=', practiceId)
    .where('id', '=', report.id)
    .where('state', 'in', ['reading', 'saving'])
    .execute()
}

/** The report of a run as it is stored. */
export async function reportOf(
  transaction: Transaction,
  practiceId: string,
  id: string,
): Promise<ImportReport | undefined> {
  const row = await transaction
    .selectFrom('import_run')
    .select('report')
    .where('practice_id', '=', practiceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.report as ImportReport | undefined
}

/** The report of a run that this person sent. */
export async function runOf(
  transaction: Transaction,
  practiceId: string,
  { id, memberId }: Pick<Run, 'id' | 'memberId'>,
): Promise<ImportReport | undefined> {
  const row = await transaction
    .selectFrom('import_run')
    .select(['report', sql<boolean>`touched_at < now() - make_interval(secs => ${silence})`.as('isSilent')])
    .where('practice_id', '=', practiceId)
    .where(sql<string>`id::text`, '=', id)
    .where('member_id', '=', memberId)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const report = row.report as ImportReport
  const isOver = report.state !== 'reading' && report.state !== 'saving'
  if (isOver || !row.isSilent) return report
  return {
    ...report,
    state: 'failed',
    reason: serverStopped,
  }
}

/** Reports of uploads are kept for so many days. */
const keptDays = 90

/** Forget the reports nobody asks for any more. What an import brought stays, and that it ran is in the log. */
export async function forgetOldRuns(database: Database): Promise<void> {
  for (const { id: practiceId } of await practicesIn(database))
    await database.within({ practiceId, mode: 'change' }, (transaction) =>
      transaction
        .deleteFrom('import_run')
        .where('practice_id', '=', practiceId)
        .where(sql<boolean>`touched_at < now() - make_interval(days => ${sql.lit(keptDays)})`)
        .execute(),
    )
}

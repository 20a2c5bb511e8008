import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { ImportReport } from '@rolecall/contract'
import { isRefusal, problem, refusedEnding } from '../access/problem.ts'
import type { HandlersOf } from '../request/handler.ts'
import type { ServerParts } from '../server-parts.ts'
import { takeFrom, usedUp } from '../signin/budget.ts'
import type { Import } from './import-files.ts'
import type { ImportOrder } from './import-messages.ts'
import { addRun, newReport, reportOf, runOf, saveRun, withProgress, withResult } from './import-run.ts'
import { type ImportFailure, type ImportListeners, importThread } from './import-thread.ts'
import { receiveFiles } from './receive-files.ts'

/** Milliseconds a sender waits for the whole report. After that they ask how far it is. */
const patience = 10_000

type RunningImport = ImportOrder['settings'] & Pick<ImportListeners, 'mayTell'>

/** What an import runs with. */
interface Importing extends Pick<ServerParts, 'database' | 'background'> {
  readonly runImport: ReturnType<typeof importThread>
  readonly tellOperator: ServerParts['report']
}

export function importHandlers({
  database,
  background,
  maxImportHeapMb,
  report: tellOperator,
}: ServerParts): HandlersOf<'importFiles' | 'importRun'> {
  const runImport = importThread({
    databaseUrl: database.url,
    signal: background.signal,
    maxHeapMb: maxImportHeapMb,
  })
  const importing = { database, background, tellOperator, runImport }

  return {
    async importFiles({ query, files }, { door, session }, { requestId }) {
      const practiceId = door.practice.id
      const dryRun = query.dryRun === 'true'
      const report = newReport(randomUUID(), dryRun)
      const run = { id: report.id, memberId: door.member.id, actingFor: door.actingFor }
      const records = [report.id]
      const begun = await door.perform(
        'demographicImport',
        'run',
        { records, detail: { dryRun } },
        (transaction) => addRun(transaction, practiceId, run, report),
      )
      if (isRefusal(begun)) {
        const { body } = refusedEnding(begun)
        return { status: 403, body }
      }
      const isConfirmed = query.confirmed === 'true'
      const sender = { ...run, accountId: session.accountId, requestId, isConfirmed }
      const settings = {
        into: { id: practiceId },
        sender,
        skipBad: query.skipBad === 'true',
        dryRun,
        dates: query.dates,
      }
      return { status: 202, records, afterwards: () => received(importing, files, report, settings) }
    },

    async importRun({ params: { id } }, { door }) {
      const run = await door.perform('demographicImport', 'run', { records: [id] }, (transaction) =>
        runOf(transaction, door.practice.id, { id, memberId: door.member.id }),
      )
      if (isRefusal(run)) return { status: 403, body: refusedEnding(run).body }
      return run === undefined
        ? problem(404, 'there is nothing here under this id')
        : { status: 200, body: run, records: [id] }
    },
  }
}

async function received(
  importing: Importing,
  arriving: Parameters<typeof receiveFiles>[0],
  report: ImportReport,
  settings: Omit<ImportOrder['settings'], 'files'>,
) {
  const { folder, files, wrong } = await receiveFiles(arriving).catch(async (error: unknown) => {
    await save(importing, settings.into.id, {
      ...report,
      state: 'refused',
      reason: 'the files did not arrive whole',
    })
    throw error
  })
  const forget = () => rm(folder, { recursive: true, force: true })
  if (wrong !== undefined) {
    await forget()
    await save(importing, settings.into.id, { ...report, state: 'refused', reason: wrong.detail })
    return problem(wrong.status, wrong.detail)
  }
  const guesses = await guessesOf(importing, settings)
  if (guesses.beyond !== undefined) {
    await forget()
    await save(importing, settings.into.id, {
      ...report,
      state: 'refused',
      reason: guesses.beyond.body.detail,
    })
    return guesses.beyond
  }
  const running = importing.background.add(
    imported(importing, report, { ...settings, files, mayTell: guesses.mayTell })
      .finally(forget)
      .finally(guesses.settle),
  )
  // What comes of a trial is told at once: it is kept nowhere.
  const end = settings.dryRun
    ? await running
    : await Promise.race([running, pause(patience, undefined, { ref: false })])
  if (end === undefined) return { status: 202 as const, body: report }
  if (end.state === 'failed') return problem(503, end.reason ?? 'the import failed, nothing was imported')
  if (end.kinds === null && end.state === 'refused')
    return problem(403, end.reason ?? 'the import was refused')
  return { status: 200 as const, body: end }
}

/**
 * One is taken before anything is told, also where nothing turns out to be told: after the last one a report says
 * nothing, whatever is in the files. Never given back where something was told.
 */
async function guessesOf(
  { database }: Importing,
  { into, sender }: Pick<Import, 'sender'> & { readonly into: { readonly id: string } },
) {
  const spender = { practiceId: into.id, memberId: sender?.memberId ?? '' }
  const first = await takeFrom(database, 'patientChecks', spender)
  if (first.spent) return { beyond: usedUp('patientChecks', first.minutesLeft) }
  let isTold = false
  return {
    async mayTell(lines: number) {
      isTold = true
      return lines === 1 || !(await takeFrom(database, 'patientChecks', spender, lines - 1)).spent
    },
    settle: async () => (isTold ? undefined : first.giveBack()),
  }
}

/** Run it to its end. Never fails: what went wrong is in the report. */
async function imported(importing: Importing, begun: ImportReport, { mayTell, ...settings }: RunningImport) {
  const practiceId = settings.into.id
  let report = begun
  // One after the other: progress that is saved late would be saved over newer progress.
  let lastSaved: Promise<void> = Promise.resolve()
  const ticking = setInterval(() => {
    lastSaved = lastSaved.then(() => save(importing, practiceId, report)).catch(() => {})
  }, 1000)
  ticking.unref()
  const result = await importing.runImport(
    { report: begun, settings },
    {
      mayTell,
      onProgress: (progress) => {
        report = withProgress(report, progress)
      },
      onNotice: importing.tellOperator,
    },
  )
  clearInterval(ticking)
  await lastSaved
  // It wrote to the log in another thread.
  importing.database.written.add(practiceId)
  if ('failed' in result) return failed(importing, practiceId, report, result)
  report = withResult(report, result)
  await save(importing, practiceId, report).catch(() => {})
  return 'preview' in result ? { ...report, patients: [...(result.preview ?? [])] } : report
}

/**
 * What is stored says what happened: an import that ended right after its commit has stored its end, and one that is
 * still committing holds its row.
 */
async function failed(
  { database, tellOperator }: Importing,
  practiceId: string,
  report: ImportReport,
  { failed: reason, cause }: ImportFailure,
) {
  if (cause !== undefined) tellOperator(`an import failed: ${cause}`)
  const ended: ImportReport = { ...report, state: 'failed', reason }
  try {
    return await database.within({ practiceId, mode: 'change' }, async (transaction) => {
      await saveRun(transaction, practiceId, ended)
      return (await reportOf(transaction, practiceId, report.id)) ?? ended
    })
  } catch {
    return ended
  }
}

function save({ database }: Importing, practiceId: string, report: ImportReport): Promise<void> {
  return database.within({ practiceId, mode: 'change' }, (transaction) =>
    saveRun(transaction, practiceId, report),
  )
}

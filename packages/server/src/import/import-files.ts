/**
 * Files of FHIR R4, or a table of patients, into a practice. All or nothing: one transaction, and one bad line leaves
 * everything as it was, unless bad lines are to be left out.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { raiseEpoch, takePolicy } from '../access/raise-epoch.ts'
import { timeZoneOf } from '../access/time-zone-of.ts'
import type { AuditDetail, AuditEntry } from '../audit/entry.ts'
import { insertEntries } from '../audit/log.ts'
import type { Database, Transaction } from '../database/connect.ts'
import { addPractice } from '../policy/new-practice.ts'
import { type Applying, addFactsFirst, addNew, changeWhatIsThere, hasSecondHalf } from './apply-stage.ts'
import { type BadLine, BadLines } from './bad-line.ts'
import { checkMemberIds } from './check-member-ids.ts'
import { checkModules, closedModules } from './check-modules.ts'
import { type Counts, compareStage, countNotes, type NoteCount } from './diff-stage.ts'
import { checkReach, type Sender, type Standing, standingOf } from './import-permissions.ts'
import { LeftCounts } from './left-counts.ts'
import { confirmsGain, hasGained, holdTouchedPatients } from './own-gain.ts'
import { type PreviewedPatient, previewStage } from './preview-stage.ts'
import { readSource } from './read-source.ts'
import { resolveReferences, type UnknownReferences } from './resolve-references.ts'
import type { Source } from './source.ts'
import { Stage } from './stage.ts'
import type { DateOrder } from './table-date.ts'
import { tellNoteOwners } from './tell-note-owners.ts'
import { type Complain, checkIds, checkPatients, checkRecords, whyTooMany } from './validate-stage.ts'

export interface Import {
  readonly files: readonly Source[]
  /** Where it goes: a practice that is there, or the name of one to make. */
  readonly into: { readonly id: string } | { readonly newName: string }
  /** Leave bad lines out, instead of everything. */
  readonly skipBad?: boolean
  /** Only say what would come of it. */
  readonly dryRun?: boolean
  /** How tables write dates that are not as ISO 8601 says. */
  readonly dates?: DateOrder | undefined
  /** Who sent it. Undefined: a program at the machine. */
  readonly sender?: Sender
  /** Counts the lines that tell that a patient out of reach is there. @returns whether the sender may be told of them */
  readonly mayTell?: (lines: number) => Promise<boolean>
  readonly onProgress?: (progress: Progress) => void
  /** Called last in the transaction, when everything is written. */
  readonly beforeCommit?: (transaction: Transaction, imported: Imported) => Promise<void>
}

export interface Progress {
  readonly state: 'reading' | 'saving'
  readonly bytesRead: number
  readonly bytesTotal: number
  /** Patients, appointments and notes. */
  readonly saved: number
  readonly toSave: number
}

export interface Imported extends Counts {
  readonly practiceId: string
  /** What is not read, by what it is. */
  readonly left: ReadonlyMap<string, number>
  readonly unknownReferences: UnknownReferences
  /** Of a trial: the first patients. */
  readonly preview?: readonly PreviewedPatient[]
  /** How many of the bad lines would be imported with `confirmed`. */
  readonly confirmable: number
  /** Bad lines that were left out: the first of them, and how many there are. */
  readonly skipped: readonly BadLine[]
  readonly skippedCount: number
}

/** Nothing was kept, because of bad lines: the first of them, and how many there are. */
export interface NotImported extends Omit<Imported, 'skipped' | 'skippedCount'> {
  readonly badLines: readonly BadLine[]
  readonly badLineCount: number
}

export type ImportResult = Imported | NotImported | { readonly refused: string }

export async function importFiles(database: Database, given: Import): Promise<ImportResult> {
  const practiceId = 'id' in given.into ? given.into.id : randomUUID()
  return database.within(
    { practiceId, mode: 'change' },
    (transaction) => new Importing(database, transaction, practiceId, given).run(),
    (result) => given.dryRun === true || 'badLines' in result || 'refused' in result,
  )
}

const busy = 'another import into this practice is running, wait until it has ended'
const tooManyHidden =
  'too many of these patients and records may already be here where you cannot see them; ask an admin to import the files'
const changedMeanwhile = 'who may do what was changed while the import ran, send it again'

const gained =
  'this would widen your own access to patients who are here, ask an admin to import it, or leave these patients out'

class Importing {
  readonly #badLines = new BadLines()
  readonly #left = new LeftCounts()
  readonly #database: Database
  readonly #transaction: Transaction
  readonly #practiceId: string
  readonly #given: Import
  #progress: Progress
  /** Modules that take no new records, as they were when the files were checked. */
  #closed: readonly string[] = []

  constructor(database: Database, transaction: Transaction, practiceId: string, given: Import) {
    this.#database = database
    this.#transaction = transaction
    this.#practiceId = practiceId
    this.#given = given
    const bytesTotal = given.files.reduce((sum, { bytes }) => sum + bytes, 0)
    this.#progress = { state: 'reading', bytesRead: 0, bytesTotal, saved: 0, toSave: 0 }
  }

  async run(): Promise<ImportResult> {
    const { into, sender } = this.#given
    if (!(await this.#isAlone())) return { refused: busy }
    if ('newName' in into) await addPractice(this.#transaction, this.#practiceId, into.newName)
    const standing = sender && (await standingOf(this.#transaction, this.#practiceId, sender, 'look'))
    if (standing !== undefined && 'refused' in standing) return standing
    await this.#read()
    const checked = await this.#check(standing)
    if ('refused' in checked) return checked
    const bad = { shown: this.#badLines.shown, count: this.#badLines.count }
    if (bad.count > 0 && this.#given.skipBad !== true)
      return { ...checked, badLines: bad.shown, badLineCount: bad.count }
    const imported = { ...checked, skipped: bad.shown, skippedCount: bad.count }
    if (this.#given.dryRun) return imported
    return this.#apply(imported, standing)
  }

  /** Two imports at once would each wait for what the other adds. */
  async #isAlone(): Promise<boolean> {
    // A policy that changes often, and a table of many rows, take their time.
    await sql`set local lock_timeout = '60s'`.execute(this.#transaction)
    await sql`set local statement_timeout = '10min'`.execute(this.#transaction)
    // Between two statements it may read much of a file.
    await sql`set local idle_in_transaction_session_timeout = '15s'`.execute(this.#transaction)
    const { rows } = await sql<{ alone: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended(${`import into ${this.#practiceId}`}, 0)) as alone
    `.execute(this.#transaction)
    return rows[0]?.alone ?? false
  }

  async #read(): Promise<void> {
    const stage = await Stage.open(this.#transaction)
    const timeZone = await timeZoneOf(this.#transaction, this.#practiceId)
    let before = 0
    for (const [file, source] of this.#given.files.entries()) {
      await stage.putBeside('import_file', { file, name: source.name.slice(0, 255).toWellFormed() })
      await readSource(source, {
        stage,
        timeZone,
        file,
        dates: this.#given.dates,
        onBytes: (bytes) => {
          this.#tell({ bytesRead: before + bytes })
          return stage.keepOpen()
        },
        onBad: (line, reason) => this.#badLines.add({ file: source.name, line, reason }),
        onLeft: (what) => this.#left.add(what),
      })
      before += source.bytes
    }
    await stage.close()
    this.#tell({ bytesRead: before })
  }

  async #check(standing: Standing | undefined) {
    const complain: Complain = ({ file, line, reason }, others) =>
      this.#badLines.add({ file: this.#given.files[file]?.name ?? '', line, reason }, others)
    const tooMany = await whyTooMany(this.#transaction)
    if (tooMany !== undefined) return { refused: tooMany }
    this.#closed = await closedModules(this.#transaction, this.#practiceId)
    await checkModules(this.#transaction, this.#closed, complain)
    await checkIds(this.#transaction, this.#practiceId, complain)
    await checkMemberIds(this.#transaction, this.#practiceId, complain)
    const unknownReferences = await resolveReferences(this.#transaction, this.#practiceId)
    let confirmable = 0
    if (standing === undefined) await checkRecords(this.#transaction, this.#practiceId, complain)
    else {
      let told = 0
      const refused = await checkReach(this.#transaction, this.#practiceId, standing, (found, others) => {
        if (found.ofHidden) told += 1 + others
        if (found.confirmable) confirmable += 1 + others
        complain(found, others)
      })
      if (refused !== undefined) return refused
      await checkPatients(this.#transaction, this.#practiceId, complain)
      if (told > 0 && (await this.#given.mayTell?.(told)) === false) return { refused: tooManyHidden }
    }
    const counts = await compareStage(this.#transaction, this.#practiceId)
    return {
      practiceId: this.#practiceId,
      ...counts,
      left: this.#left.counts,
      unknownReferences,
      confirmable,
      ...(this.#given.dryRun && { preview: await previewStage(this.#transaction) }),
    }
  }

  async #apply(imported: Imported, standing: Standing | undefined): Promise<ImportResult> {
    const { patients, appointments, notes } = imported
    const toSave = [patients, appointments, notes].reduce(
      (sum, { added, changed }) => sum + added + changed,
      0,
    )
    this.#tell({ state: 'saving', toSave })
    const applying: Applying = {
      transaction: this.#transaction,
      practiceId: this.#practiceId,
      createdBy: this.#given.sender?.memberId,
      onSaved: (count) => this.#tell({ saved: this.#progress.saved + count }),
    }
    await addFactsFirst('id' in this.#given.into ? this.#database : undefined, applying)
    await addNew(applying)
    // What is checked at the end is checked before anybody waits.
    await sql`set constraints all immediate`.execute(this.#transaction)
    const { practitioners, locations } = imported
    // What locations are called stands in the reasons that the policy gives.
    const isPolicy = [practitioners, locations].some(({ added, changed }) => added + changed > 0)
    // What is held from now on others wait for.
    await sql`set local idle_in_transaction_session_timeout = '3s'`.execute(this.#transaction)
    if (isPolicy) await takePolicy(this.#transaction, this.#practiceId)
    if (!(await this.#isAsDecided(standing, isPolicy))) return { refused: changedMeanwhile }
    if (await hasSecondHalf(this.#transaction)) {
      if (standing !== undefined) await holdTouchedPatients(this.#transaction, this.#practiceId)
      await changeWhatIsThere(applying)
    }
    if (standing !== undefined && (await hasGained(this.#transaction, this.#practiceId, standing.door)))
      return { refused: gained }
    if (isPolicy) await raiseEpoch(this.#transaction, this.#practiceId)
    // Somebody may have worked on a note since it was compared.
    const done = { ...imported, notes: await countNotes(this.#transaction) }
    if (done.notes.beside > 0)
      await tellNoteOwners(this.#transaction, this.#practiceId, {
        importer: this.#given.sender?.memberId,
        timeZone: await timeZoneOf(this.#transaction, this.#practiceId),
      })
    await this.#log(done, standing)
    await this.#given.beforeCommit?.(this.#transaction, done)
    return done
  }

  /** Whether what the import was decided by still holds, and goes on to hold until it is committed. */
  async #isAsDecided(standing: Standing | undefined, isPolicyHeld: boolean): Promise<boolean> {
    const { sender } = this.#given
    if (sender !== undefined) {
      const now = await standingOf(this.#transaction, this.#practiceId, sender, 'hold')
      return !('refused' in now) && now.policyStamp === standing?.policyStamp
    }
    if (!isPolicyHeld) await this.#holdPolicy()
    const closed = await closedModules(this.#transaction, this.#practiceId)
    return closed.join() === this.#closed.join()
  }

  /** As every change of records does. */
  async #holdPolicy(): Promise<void> {
    await this.#transaction
      .selectFrom('policy_epoch')
      .select('epoch')
      .where('practice_id', '=', this.#practiceId)
      .forShare()
      .execute()
  }

  async #log(imported: Imported, standing: Standing | undefined): Promise<void> {
    const { sender } = this.#given
    const common = {
      practiceId: this.#practiceId,
      requestId: sender?.requestId ?? randomUUID(),
      operation: sender === undefined ? 'import' : 'importFiles',
      memberId: sender?.memberId,
      accountId: sender?.accountId,
      actingFor: sender?.actingFor,
      act: 'run',
      records: [],
      outcome: 'allowed',
    } as const
    const entry = (
      kind: 'demographicImport' | 'clinicalImport',
      kinds: readonly (keyof Counts)[],
    ): AuditEntry => ({
      ...common,
      kind,
      carriedBy: standing?.door.plan(kind, 'run').carrying.map(({ id }) => id) ?? [],
      detail: {
        ...detailOf(imported, kinds),
        ...(standing !== undefined && confirmsGain(standing.door) && { confirmed: true }),
      },
    })
    const entries = [entry('demographicImport', ['practitioners', 'roles', 'locations', 'patients'])]
    const { appointments, notes } = imported
    if (appointments.added + appointments.changed + appointments.same + countOfNotes(notes) > 0)
      entries.push({
        ...entry('clinicalImport', ['appointments', 'notes']),
        records: await notesBeside(this.#transaction),
      })
    await insertEntries(this.#transaction, entries)
  }

  #tell(news: Partial<Progress>): void {
    this.#progress = { ...this.#progress, ...news }
    this.#given.onProgress?.(this.#progress)
  }
}

function countOfNotes({ added, changed, same, beside }: NoteCount): number {
  return added + changed + same + beside
}

/** How many notes the log names. */
const mostNamed = 1000

/** Notes that have an imported text beside their own, to be found in the log by who asks about one of them. */
async function notesBeside(transaction: Transaction): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from import_note where state = 'beside' order by n limit ${mostNamed}`.execute(transaction)
  return rows.map(({ id }) => id)
}

function detailOf(imported: Imported, kinds: readonly (keyof Counts)[]): AuditDetail {
  return Object.fromEntries(
    kinds.flatMap((kind) => Object.entries(imported[kind]).map(([how, count]) => [`${kind} ${how}`, count])),
  )
}

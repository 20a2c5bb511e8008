/**
 * Where an import gathers what its files say, before anything of it is in the practice: temporary tables of its own
 * transaction. Nobody waits for it meanwhile, and what is wrong shows before anything is written.
 */
import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import type { Target } from './reference.ts'
import { ReferenceNumbers } from './reference-numbers.ts'

/** Where a resource stands: the number of its file, and of its line there. */
export interface Place {
  readonly file: number
  readonly line: number
}

/** Tables by name, with their columns. A column `…_ref` is the number of a reference. */
const tables = {
  import_member: 'id text, name text',
  import_location: 'id text, name text',
  import_role: 'id text, practitioner_ref int, job_title text',
  import_patient: 'id text, details jsonb',
  import_appointment:
    'id text, patient_ref int, owner_ref int, location_ref int, starts_at timestamptz, ends_at timestamptz, status text, description text, source text',
  import_note:
    'id text, patient_ref int, owner_ref int, signer_ref int, appointment_ref int, title text, text text, signed boolean, written_at timestamptz, source text, system text, author text, signer text',
} as const

type StagedTable = keyof typeof tables

/** Without a place of their own: `n` is the resource they are part of. */
const others = {
  import_identifier: 'n int, type text, id text, system text, value text',
  import_file: 'file int, name text',
  import_url: 'url text, type text, id text',
  import_tie: 'n int, patient_id text, patient_ref int, practitioner_ref int, tag text',
  import_reference: 'ref int, type text, id text, url text, system text, value text, uses int',
} as const

type OtherTable = keyof typeof others
type Table = StagedTable | OtherTable

const placed = 'n int, file int, line int'

/** How much is held back to be written together: rows, and characters of them. */
const most = { rows: 1000, characters: 250_000 }

/** Milliseconds. */
const mostSilence = 1000

export type Row = Readonly<Record<string, string | number | boolean | null | undefined | object>>

export class Stage {
  readonly #transaction: Transaction
  readonly #rows = new Map<Table, string[]>()
  readonly #characters = new Map<Table, number>()
  readonly #references = new ReferenceNumbers()
  #n = 0
  /** When something was last said to the database. */
  #spoken = performance.now()

  private constructor(transaction: Transaction) {
    this.#transaction = transaction
  }

  static async open(transaction: Transaction): Promise<Stage> {
    const created = [
      ...Object.entries(tables).map(([name, columns]) => [name, `${placed}, ${columns}`] as const),
      ...Object.entries(others),
    ]
    for (const [name, columns] of created)
      await sql
        .raw(
          `create temporary table ${name} (${columns.replaceAll(/ text(?=,|$)/g, ' text collate "C"')}) on commit drop`,
        )
        .execute(transaction)
    return new Stage(transaction)
  }

  /** Put a resource where it waits. Returns the number it has from now on. */
  async put(table: StagedTable, { file, line }: Place, row: Row): Promise<number> {
    if (this.#references.isFull) await this.#writeReferences()
    this.#n += 1
    await this.#add(table, { n: this.#n, file, line, ...row })
    return this.#n
  }

  /** Put what is part of a resource. */
  async putBeside(table: Exclude<OtherTable, 'import_reference'>, row: Row): Promise<void> {
    await this.#add(table, row)
  }

  /** Say something to the database now and then: of what is only read nothing is written, and it ends who is silent. */
  async keepOpen(): Promise<void> {
    if (performance.now() - this.#spoken < mostSilence) return
    this.#spoken = performance.now()
    await sql`select 1`.execute(this.#transaction)
  }

  /** The number of a reference. Several may name the same. */
  refer(target: Target | undefined): number | null {
    return target === undefined ? null : this.#references.numberOf(target)
  }

  /** Write what is held back, and let the database know how much there is. */
  async close(): Promise<void> {
    await this.#writeReferences()
    for (const table of this.#rows.keys()) await this.#write(table)
    for (const table of Object.keys(tables))
      await sql.raw(`create index on ${table} (id)`).execute(this.#transaction)
    await sql.raw('create index on import_identifier (type, value, system)').execute(this.#transaction)
    // Addresses are longer than a row of an ordered index may be.
    await sql.raw('create index on import_url using hash (url)').execute(this.#transaction)
    await sql.raw('alter table import_reference add primary key (ref)').execute(this.#transaction)
    for (const table of [...Object.keys(tables), ...Object.keys(others)])
      await sql.raw(`analyze ${table}`).execute(this.#transaction)
  }

  async #writeReferences(): Promise<void> {
    for (const { ref, target, uses } of this.#references.takeAll())
      await this.#add('import_reference', { ref, uses, ...target })
  }

  async #add(table: Table, row: Row): Promise<void> {
    const text = JSON.stringify(row)
    const rows = this.#rows.get(table) ?? []
    rows.push(text)
    const characters = (this.#characters.get(table) ?? 0) + text.length
    this.#rows.set(table, rows)
    this.#characters.set(table, characters)
    if (rows.length >= most.rows || characters >= most.characters) await this.#write(table)
  }

  async #write(table: Table): Promise<void> {
    const rows = this.#rows.get(table) ?? []
    if (rows.length === 0) return
    this.#rows.set(table, [])
    this.#spoken = performance.now()
    this.#characters.set(table, 0)
    const columns = columnsOf(table)
    await sql`insert into ${sql.table(table)} select * from json_to_recordset(${`[${rows.join(',')}]`}::json)
      as given (${sql.raw(columns)})`.execute(this.#transaction)
  }
}

function columnsOf(table: Table): string {
  return isStaged(table) ? `${placed}, ${tables[table]}` : others[table]
}

function isStaged(table: Table): table is StagedTable {
  return table in tables
}

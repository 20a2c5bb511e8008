/**
 * The patients in reach as a table. It is written to a file page by page, in one snapshot, and sent from there once the
 * log says what was read: who exports is not waited for, and nothing is held but a page.
 */
import { createWriteStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import type { Door } from '../access/door.ts'
import { withoutFormula } from '../import/formula.ts'
import { tagsText } from '../import/tag-list.ts'

const pageSize = 2000

/** As an import reads them again. */
const header = ['id', 'family name', 'given name', 'birth date', 'gender', 'phone', 'email', 'tags'] as const

export interface Exported {
  readonly body: AsyncIterable<Uint8Array>
  /** Ids of the patients in it. */
  readonly records: readonly string[]
}

export async function exportPatients(door: Door): Promise<Exported> {
  const folder = await mkdtemp(join(tmpdir(), 'rolecall-export-'))
  const path = join(folder, 'patients.csv')
  const records: string[] = []
  try {
    await pipeline(Readable.from(textOf(door, records)), createWriteStream(path, { mode: 0o600 }))
    const file = await open(path)
    return { body: file.createReadStream() as AsyncIterable<Uint8Array>, records }
  } finally {
    // An open file stays until it is closed, whatever becomes of its name, and of whoever asked for it.
    await rm(folder, { recursive: true, force: true })
  }
}

/** With a mark of its encoding, without which spreadsheets read accents as something else. */
async function* textOf(door: Door, records: string[]): AsyncGenerator<string> {
  yield `\u{feff}${lineOf(header)}`
  for await (const row of rowsOf(door)) {
    records.push(row.id)
    yield lineOf([
      row.id,
      row.family,
      row.given,
      row.birth_date ?? '',
      row.gender ?? '',
      row.phone ?? '',
      row.email ?? '',
      tagsText(row.tags),
    ])
  }
}

async function* rowsOf(door: Door) {
  let after: { readonly sort_key: string; readonly id: string } | undefined
  for (;;) {
    const rows = await door
      .read('patient')
      .select([
        'patient.id',
        'patient.family',
        'patient.given',
        'patient.sort_key',
        'patient.birth_date',
        'patient.gender',
        'patient.phone',
        'patient.email',
        'facts.tags',
      ])
      .$if(after !== undefined, (all) =>
        all.where(sql<boolean>`(patient.sort_key, patient.id) > (${after?.sort_key}, ${after?.id})`),
      )
      .orderBy('patient.sort_key')
      .orderBy('patient.id')
      .limit(pageSize)
      .execute()
    yield* rows
    after = rows.at(-1)
    if (rows.length < pageSize) return
  }
}

function lineOf(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(withoutFormula(cell))).join(',')}\r\n`
}

function quoted(cell: string): string {
  return /[",;|\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

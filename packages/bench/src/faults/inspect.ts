/** What the database holds, against what was answered and against itself. */
import { sql } from 'kysely'
import type { Database } from 'rolecall/src/database/connect.ts'
import { type Acknowledged, isWhole } from './writers.ts'

export interface Inspection {
  readonly notes: number
  /** Answered as kept, and not there as answered. */
  readonly lost: readonly string[]
  /** There by halves: without its text, with part of one, signed without a signature, facts that are not the patient's. */
  readonly torn: readonly string[]
  /** Changes without their entry in the log, and entries without their change. */
  readonly orphaned: readonly string[]
}

interface Row {
  readonly id: string
  readonly revision: number
  readonly signed: boolean
  readonly text: string | null
  readonly is_signature_right: boolean | null
  readonly has_facts: boolean
  readonly entries: number
}

export async function inspect(
  database: Database,
  practiceId: string,
  acknowledged: ReadonlyMap<string, Acknowledged>,
): Promise<Inspection> {
  const { rows, strays } = await database.within({ practiceId, mode: 'look' }, async (transaction) => ({
    rows: (
      await sql<Row>`select note.id, note.revision, note.signed, version.text,
          signature.text_hash = sha256(convert_to(version.text, 'UTF8')) as is_signature_right,
          note.patient_facts_id = patient.facts_id as has_facts,
          (select count(*)::int from audit_entry as entry
           where entry.practice_id = note.practice_id and entry.kind = 'note' and entry.outcome = 'allowed'
             and entry.act in ('create', 'edit', 'sign') and entry.records = array[note.id]) as entries
        from note
        join patient on patient.practice_id = note.practice_id and patient.id = note.patient_id
        left join note_version as version on version.practice_id = note.practice_id and version.note_id = note.id
          and version.version = note.version
        left join note_signature as signature on signature.practice_id = note.practice_id
          and signature.note_id = note.id and signature.version = note.version
        where note.source is null`.execute(transaction)
    ).rows,
    strays: (
      await sql<{ id: string }>`select records[1] as id from audit_entry as entry
        where kind = 'note' and outcome = 'allowed' and act in ('create', 'edit', 'sign')
          and not exists (
            select from note where note.practice_id = entry.practice_id and note.id = entry.records[1]
          )`.execute(transaction)
    ).rows,
  }))
  const byId = new Map(rows.map((row) => [row.id, row]))
  return {
    notes: rows.length,
    lost: Array.from(acknowledged.values())
      .filter((one) => !isKept(one, byId.get(one.id)))
      .map(({ id }) => id),
    torn: rows.filter((row) => !isInOnePiece(row)).map(({ id }) => id),
    // Each change raises the revision by one, and has one entry.
    orphaned: [
      ...rows.filter(({ entries, revision }) => entries !== revision).map(({ id }) => id),
      ...strays.map(({ id }) => id),
    ],
  }
}

/** Something later may have been done to it whose answer never came. */
function isKept(one: Acknowledged, row: Row | undefined): boolean {
  if (row === undefined || row.revision < one.version) return false
  if (one.signed && !row.signed) return false
  return row.revision > one.version || row.text === one.text
}

function isInOnePiece({ text, signed, is_signature_right, has_facts }: Row): boolean {
  return text !== null && isWhole(text) && has_facts && (is_signature_right ?? false) === signed
}

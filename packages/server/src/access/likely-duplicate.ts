import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'

/** A patient as somebody new would be described. */
export interface Described {
  /** Family and given name as lists are sorted by. */
  readonly sortKey: string
  /** The family name and the first letter of the given name, the same way. */
  readonly beginning: string
  readonly birthDate: string | undefined
}

/** More of the same name are not looked at. */
const most = 50

/**
 * Who may be the same person, whoever may see them: one of the same name, unless both dates of birth are known and
 * differ, or of the same family name, first letter and date of birth.
 */
export async function likelyDuplicates(
  transaction: Transaction,
  practiceId: string,
  { sortKey, beginning, birthDate }: Described,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from patient where practice_id = ${practiceId} and sort_key = ${sortKey}
      and (birth_key = '' or ${birthDate ?? null}::text is null or birth_key = ${birthDate ?? ''})
    union
    select id from patient where practice_id = ${practiceId} and birth_key = ${birthDate ?? null}
      and sort_key >= ${beginning} and sort_key < ${`${beginning}\u{10ffff}`}
    limit ${most}`.execute(transaction)
  return rows.map(({ id }) => id)
}

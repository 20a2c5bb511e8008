import type { Door } from '../access/door.ts'
import { editsSince, recordEdit, type Stale } from '../access/edit-history.ts'
import type { Transaction } from '../database/connect.ts'

export interface Raised {
  readonly id: string
  /** The version that was read. Undefined: whichever is stored. */
  readonly version: number | undefined
  readonly fields: readonly string[]
}

/** Count a change of a patient and write down whose it is, or say what was changed since the version that was read. */
export async function raiseVersion(
  transaction: Transaction,
  door: Door,
  { id, version, fields }: Raised,
): Promise<number | Stale> {
  const raised = await transaction
    .updateTable('patient')
    .set(({ eb }) => ({ version: eb('version', '+', 1) }))
    .where('practice_id', '=', door.practice.id)
    .where('id', '=', id)
    .$if(version !== undefined, (rows) => rows.where('version', '=', version ?? 0))
    .returning('version')
    .executeTakeFirst()
  if (raised === undefined)
    return editsSince(transaction, door, { kind: 'patient', id, revision: version ?? 0 })
  await recordEdit(transaction, door, { kind: 'patient', id, revision: raised.version, fields })
  return raised.version
}

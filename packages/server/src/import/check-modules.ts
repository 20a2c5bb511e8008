import { practiceCatalog } from '@rolecall/core'
import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { type Complain, dismiss } from './validate-stage.ts'

/** What becomes a record of which kind. */
const recordTables = [
  ['import_patient', 'patient', 'patients'],
  ['import_appointment', 'appointment', 'appointments'],
  ['import_note', 'note', 'notes'],
] as const

/** Modules that take no new records now: neither on nor always on. */
export async function closedModules(
  transaction: Transaction,
  practiceId: string,
): Promise<readonly string[]> {
  const on = await transaction
    .selectFrom('practice_module')
    .select('module')
    .where('practice_id', '=', practiceId)
    .where('state', '=', 'on')
    .execute()
  return Object.entries(practiceCatalog.modules)
    .filter(([id, { always }]) => always !== true && !on.some(({ module }) => module === id))
    .map(([id]) => id)
}

/** Take from the stage what belongs to a module that takes no new records. */
export async function checkModules(
  transaction: Transaction,
  closed: readonly string[],
  complain: Complain,
): Promise<void> {
  for (const [table, kind, plural] of recordTables) {
    const module = practiceCatalog.kinds[kind]?.module
    if (module !== undefined && !closed.includes(module)) continue
    const label = practiceCatalog.modules[module ?? '']?.label ?? kind
    const reason = `the module \`${label}\` is not on, and ${plural} belong to it: turn it on, or leave these lines out`
    await dismiss(
      transaction,
      complain,
      sql`delete from ${sql.table(table)} returning n, file, line, ${reason}::text as reason`,
    )
  }
}

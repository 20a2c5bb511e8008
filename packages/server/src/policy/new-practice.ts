import { randomUUID } from 'node:crypto'
import { type Member, type Policy, practiceCatalog, type Role } from '@rolecall/core'
import type { Database, Transaction } from '../database/connect.ts'
import { writePolicy } from './write-policy.ts'

/** Who owns a practice that was made by an import, until somebody says otherwise. */
const owner: Member = {
  id: 'owner',
  name: 'Practice owner',
  kind: 'administrative',
  status: 'active',
  account: true,
  owner: true,
  grants: [{ id: 'owner/1', role: 'system-admin' }],
  team: [{ level: 'edit' }],
  manages: [],
}

/** Make a practice with one owner who reaches every patient, and every module on. */
export async function newPractice(database: Database, name: string): Promise<string> {
  const practiceId = randomUUID()
  await database.within({ practiceId, mode: 'change' }, (transaction) =>
    addPractice(transaction, practiceId, name),
  )
  return practiceId
}

/** The same within a transaction that works in it already. */
export async function addPractice(
  transaction: Transaction,
  practiceId: string,
  name: string,
  policy: Policy = newPolicy(),
): Promise<void> {
  await transaction.insertInto('practice').values({ id: practiceId, name }).execute()
  await transaction.insertInto('policy_epoch').values({ practice_id: practiceId }).execute()
  await transaction.insertInto('practice_settings').values({ practice_id: practiceId }).execute()
  await transaction.insertInto('patient_facts_count').values({ practice_id: practiceId }).execute()
  await writePolicy(transaction, practiceId, policy)
}

function newPolicy(): Policy {
  return {
    modules: Object.keys(practiceCatalog.modules),
    readOnly: [],
    roles: readyMadeRoles(),
    members: [owner],
    shares: [],
    glass: [],
    separate: [],
  }
}

export function readyMadeRoles(): readonly Role[] {
  return Object.entries(practiceCatalog.roles).map(([id, { label, fits, permissions }]) => ({
    id,
    label,
    fits,
    permissions,
  }))
}

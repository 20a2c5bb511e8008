import { randomUUID } from 'node:crypto'
import { type Member, type Policy, practiceCatalog, type Role } from '@rolecall/core'
import type { Transaction } from 'kysely'
import type { Tables } from '../database/tables.ts'

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

/** Make a practice with one owner who reaches every patient, and every module on. Returns its id. */
export async function newPractice(transaction: Transaction<Tables>, name: string): Promise<string> {
  const id = randomUUID()
  await transaction
    .insertInto('practice')
    .values({ id, name, policy: JSON.stringify(newPolicy()) })
    .execute()
  return id
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

function readyMadeRoles(): readonly Role[] {
  return Object.entries(practiceCatalog.roles).map(([id, { label, fits, permissions }]) => ({
    id,
    label,
    fits,
    permissions,
  }))
}

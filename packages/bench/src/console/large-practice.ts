/** A practice that is larger than most, on a folder: what the console is measured with. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { type Policy, practiceCatalog, type Role } from '@rolecall/core'
import { Client } from 'pg'
import { openInstallation } from 'rolecall/src/database/installation.ts'
import { addPractice, readyMadeRoles } from 'rolecall/src/policy/new-practice.ts'
import { addLocations, addTags } from 'rolecall/src/policy/write-policy.ts'
import { loadWorld } from '../list/load-world.ts'
import { policy } from '../list/people.ts'
import { Random } from '../random.ts'

export interface LargePractice {
  readonly practiceId: string
  /** Whom `reader` reaches, in the order of the list. */
  readonly patients: readonly ListedPatient[]
}

export interface ListedPatient {
  readonly family: string
  readonly given: string
  readonly key: string
}

/** Reaches every patient whose chart is not restricted. */
export const reader = 'all'
/** May look at roles. */
export const owner = 'owner'

export async function makeLargePractice(
  folder: string,
  size: { readonly patients: number; readonly roles: number },
): Promise<LargePractice> {
  const installation = await openInstallation({ folder, holder: 'rolecall bench' })
  try {
    const practiceId = randomUUID()
    const { database } = installation
    await database.within({ practiceId, mode: 'change' }, async (transaction) => {
      await addPractice(transaction, practiceId, 'A large practice', largePolicy(size.roles))
      await addTags(transaction, practiceId, ['half', 'vip'])
      await addLocations(transaction, practiceId, ['l0', 'l1', 'l2', 'l3', 'l4'])
    })
    const superuser = new Client({
      connectionString: `postgresql://postgres@localhost/rolecall?host=${encodeURIComponent(join(folder, 'postgres'))}`,
    })
    await superuser.connect()
    try {
      await loadWorld(superuser, practiceId, size.patients)
      return { practiceId, patients: await readBy(superuser, practiceId) }
    } finally {
      await superuser.end()
    }
  } finally {
    await installation.stop()
  }
}

/** The oracle: the tables, read by the superuser, without any rule but that a restricted chart is closed. */
async function readBy(superuser: Client, practiceId: string): Promise<readonly ListedPatient[]> {
  const { rows } = await superuser.query<ListedPatient>(
    `select family, given, sort_key as key from patient
     where practice_id = $1 and not exists (select from chart_restriction closed
       where closed.practice_id = patient.practice_id and closed.patient_id = patient.id and closed.level = 'whole')
     order by sort_key, id`,
    [practiceId],
  )
  return rows
}

/** The practice of the lists, whose people have names, with this many roles. */
function largePolicy(count: number): Policy {
  const { roles, members, ...others } = policy()
  const known = [...roles, ...readyMadeRoles()]
  const random = new Random(60)
  const permissions = Object.keys(practiceCatalog.permissions)
  const own = Array.from(
    { length: count - known.length },
    (_, index): Role => ({
      id: `own-${index}`,
      label: `${random.pick(['Front desk', 'Night team', 'Recall', 'Surgery floor'])}, house ${index + 1}`,
      fits: ['administrative'],
      permissions: random.some(permissions, 4, 30),
    }),
  )
  return {
    ...others,
    roles: [...known, ...own],
    members: members.map((member) => ({ ...member, name: nameOf(member.id) })),
  }
}

function nameOf(id: string): string {
  return /^d\d+$/.test(id) ? `Dr Practitioner ${id.slice(1)}` : `Member ${id}`
}

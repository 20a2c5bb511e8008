/**
 * What is wrong with a line only beside others, or beside what the practice has. Such lines are taken from the stage.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { liftedPrefix } from './contained.ts'

export interface Found {
  readonly file: number
  readonly line: number
  readonly reason: string
}

export type Complain = (found: Found) => void

const nouns = [
  ['import_member', 'practitioner'],
  ['import_role', 'role'],
  ['import_location', 'location'],
  ['import_patient', 'patient'],
  ['import_appointment', 'appointment'],
  ['import_note', 'note'],
] as const

/** Before references are resolved: two under one id, and an id that means something else here. */
export async function checkIds(
  transaction: Transaction,
  practiceId: string,
  complain: Complain,
): Promise<void> {
  await mergeLifted(transaction, practiceId)
  for (const [table, noun] of nouns)
    await dismiss(
      transaction,
      complain,
      sql`delete from ${sql.table(table)} as one using (
        select n, row_number() over (partition by id order by n) as nth from ${sql.table(table)}
      ) as numbered where numbered.n = one.n and nth > 1
      returning one.n, file, line, ${`\`id\` is that of a ${noun} on a line before: \``}::text || one.id || '\`' as reason`,
    )
  await dismiss(
    transaction,
    complain,
    sql`delete from import_member as one using member
      where member.practice_id = ${practiceId}::uuid and member.id = one.id and member.kind <> 'practitioner'
      returning n, file, line, '\`id\` is that of a member who is no practitioner: \`' || one.id || '\`' as reason`,
  )
}

/** The same person within several resources is one, and is whoever carries the identifier outside of them. */
async function mergeLifted(transaction: Transaction, practiceId: string): Promise<void> {
  const isLifted = sql`one.id like ${`${liftedPrefix}%`}`
  for (const table of ['import_member', 'import_role', 'import_location'] as const)
    await dismiss(
      transaction,
      () => {},
      sql`delete from ${sql.table(table)} as one using (
        select n, row_number() over (partition by id order by n) as nth from ${sql.table(table)}
      ) as numbered where numbered.n = one.n and nth > 1 and ${isLifted} returning one.n`,
    )
  for (const [table, type, stored, id] of lifted)
    await dismiss(
      transaction,
      () => {},
      sql`delete from ${sql.table(table)} as one using import_identifier as own
        where own.n = one.n and ${isLifted} and (
          exists (select from import_identifier as other where other.type = ${type} and other.value = own.value
            and other.system = own.system and other.id not like ${`${liftedPrefix}%`})
          or exists (select from ${sql.table(stored)} as other where other.practice_id = ${practiceId}::uuid
            and other.value = own.value and other.system = own.system and other.${sql.ref(id)} <> one.id)
        ) returning one.n`,
    )
}

const lifted = [
  ['import_member', 'Practitioner', 'member_identifier', 'member_id'],
  ['import_location', 'Location', 'location_identifier', 'location_id'],
] as const

/** Once references are resolved: what cannot be without a patient, and what is somebody else's here. */
export async function checkRecords(
  transaction: Transaction,
  practiceId: string,
  complain: Complain,
): Promise<void> {
  for (const [table, stored, field] of records) {
    await dismiss(
      transaction,
      complain,
      sql`delete from ${sql.table(table)} as one using import_reference as named
        where named.ref = one.patient_ref and named.resolved is null
        returning n, file, line, case
          when named.type <> 'Patient' then ${field}::text || ' is no patient but a \`' || named.type || '\`'
          when named.url is not null and named.value is null
            then ${field}::text || ' names a patient who is not here: \`' || named.url || '\`'
          else ${field}::text || ' names a patient by an identifier that nobody, or more than one, has here'
        end as reason`,
    )
    await dismiss(
      transaction,
      complain,
      sql`delete from ${sql.table(table)} as one using ${sql.table(stored)} as stored, import_reference as named
        where stored.practice_id = ${practiceId}::uuid and stored.id = one.id and named.ref = one.patient_ref
          and (stored.source is distinct from one.source or stored.patient_id <> named.resolved)
        returning n, file, line, case
          when stored.source is distinct from one.source
            then ${`\`id\` is that of a${stored === 'note' ? '' : 'n'} ${stored} that did not come from this resource: \``}::text || one.id || '\`'
          else ${`the ${stored} is about another patient than before, which an import does not change`}::text
        end as reason`,
    )
  }
  await sql`update import_reference as named set resolved = null
    where type = 'Encounter' and resolved is not null
      and not exists (select from import_appointment where id = named.resolved)
      and not exists (select from appointment where practice_id = ${practiceId}::uuid and id = named.resolved)`.execute(
    transaction,
  )
}

const records = [
  ['import_appointment', 'appointment', 'the patient of the appointment'],
  ['import_note', 'note', '`subject`'],
] as const

/** Run a statement that takes lines from the stage, say why, and take what belongs to them too. */
export async function dismiss(
  transaction: Transaction,
  complain: Complain,
  taking: RawBuilder<unknown>,
): Promise<void> {
  const { rows } = await sql<Found & { n: number }>`${taking}`.execute(transaction)
  if (rows.length === 0) return
  for (const { file, line, reason } of rows) complain({ file, line, reason })
  const gone = rows.map(({ n }) => n)
  await sql`delete from import_tie where n = any(${gone}::int[])`.execute(transaction)
  await sql`delete from import_identifier where n = any(${gone}::int[])`.execute(transaction)
}

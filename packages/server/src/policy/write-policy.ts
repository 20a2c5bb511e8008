/**
 * A whole policy into the tables of a practice: for practice files. Changes of one thing are written by its domain.
 */
import type { Member, Policy, Span, TagLimit } from '@rolecall/core'
import { type Insertable, sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import type { Tables } from '../database/tables.ts'

type New<T extends keyof Tables> = Insertable<Tables[T]>

/**
 * Members that the policy does not name lose every access: who left a trace is archived, so that what they did stays
 * theirs. Tags and
 * locations that are not there yet are made, under their id as a label.
 */
export async function writePolicy(
  transaction: Transaction,
  practiceId: string,
  policy: Policy,
): Promise<void> {
  await forget(transaction, practiceId)
  const write: Write = (table, rows) =>
    insertAll(transaction, table, rows.map((row) => ({ practice_id: practiceId, ...row })) as never)

  await addPlaces(transaction, practiceId, policy)
  await write('practice_module', [
    ...policy.modules.map((module) => ({ module, state: 'on' })),
    ...policy.readOnly.map((module) => ({ module, state: 'read-only' })),
  ])
  await writeRoles(write, policy)
  await writeMembers(transaction, practiceId, policy.members)
  await dropStrangers(transaction, practiceId, policy.members)
  await write(
    'member_tag',
    policy.members.flatMap(({ id, tagLimit }) => tagRows(tagLimit, (tag_id) => ({ member_id: id, tag_id }))),
  )
  await writeGrants(write, policy)
  await writeTeamAccess(write, policy)
  await writeShares(write, policy)
  await write(
    'separation',
    policy.separate.map(({ roles, most }) => ({ roles: [...roles], most })),
  )
  await write(
    'glass',
    policy.glass.map((one) => ({
      member_id: one.member,
      patient_id: one.patient,
      reason: one.reason,
      ...spanColumns(one),
    })),
  )
}

/** Rows into a table of the practice. */
type Write = <T extends keyof Tables>(table: T, rows: readonly Omit<New<T>, 'practice_id'>[]) => Promise<void>

async function writeRoles(write: Write, { roles }: Policy): Promise<void> {
  await write(
    'role',
    roles.map((role) => ({
      id: role.id,
      label: role.label,
      fits: [...role.fits],
      permissions: [...role.permissions],
      granters: role.grantableBy ? [...role.grantableBy] : null,
      ...limitColumns(role.tagLimit),
      ...priceColumns(role.hidePrices),
    })),
  )
  await write(
    'role_tag',
    roles.flatMap(({ id, tagLimit }) => tagRows(tagLimit, (tag_id) => ({ role_id: id, tag_id }))),
  )
}

async function writeGrants(write: Write, { members }: Policy): Promise<void> {
  const grants = members.flatMap(({ id: member_id, grants }) =>
    grants.map((grant) => ({ member_id, ...grant })),
  )
  await write(
    'role_grant',
    grants.map((grant) => ({
      id: grant.id,
      member_id: grant.member_id,
      role_id: grant.role,
      is_located: grant.at !== undefined,
      is_tagged: grant.tagged !== undefined,
      ...spanColumns(grant),
    })),
  )
  await write(
    'grant_location',
    grants.flatMap(({ id, at = [] }) =>
      [...new Set(at)].map((location_id) => ({ grant_id: id, location_id })),
    ),
  )
  await write(
    'grant_tag',
    grants.flatMap(({ id, tagged = [] }) => [...new Set(tagged)].map((tag_id) => ({ grant_id: id, tag_id }))),
  )
}

/** Whose work a member reaches besides their own. */
async function writeTeamAccess(write: Write, { members }: Policy): Promise<void> {
  await write(
    'team_access',
    members.flatMap(({ id, team }) =>
      team.map((entry) => ({
        member_id: id,
        colleague_id: entry.colleague ?? null,
        section: entry.section ?? null,
        level: entry.level,
        ...spanColumns(entry),
      })),
    ),
  )
  await write(
    'managed_practitioner',
    members.flatMap(({ id, manages }) =>
      manages.map((one) => ({
        assistant_id: id,
        practitioner_id: one.practitioner,
        ...spanColumns(one),
      })),
    ),
  )
}

async function writeShares(write: Write, { shares }: Policy): Promise<void> {
  await write(
    'share',
    shares.map((share) => ({
      id: share.id,
      collaborator_id: share.with,
      invited_by: share.by,
      permissions: [...share.permissions],
      all_cases: share.cases === 'all',
      consent: share.consent,
      accepted: share.accepted,
      ...spanColumns(share),
    })),
  )
  await write(
    'share_case',
    shares.flatMap(({ id, cases }) =>
      cases === 'all' ? [] : [...new Set(cases)].map((order_id) => ({ share_id: id, order_id })),
    ),
  )
}

/** Make the tags and locations that a policy names and the practice does not have. */
async function addPlaces(transaction: Transaction, practiceId: string, policy: Policy): Promise<void> {
  const grants = policy.members.flatMap((member) => member.grants)
  const limits = [...policy.members, ...policy.roles].flatMap(({ tagLimit }) => tagLimit?.tags ?? [])
  await addTags(transaction, practiceId, [...limits, ...grants.flatMap(({ tagged = [] }) => tagged)])
  await addLocations(
    transaction,
    practiceId,
    grants.flatMap(({ at = [] }) => at),
  )
}

/** Under their id as a label, where they are not there yet. */
export async function addTags(
  transaction: Transaction,
  practiceId: string,
  ids: Iterable<string>,
): Promise<void> {
  await sql`insert into tag (practice_id, id, label)
    select ${practiceId}::uuid, id, id from unnest(${[...new Set(ids)]}::text[]) as given (id)
    on conflict do nothing`.execute(transaction)
}

/** Under their id as a name, where they are not there yet. */
export async function addLocations(
  transaction: Transaction,
  practiceId: string,
  ids: Iterable<string>,
): Promise<void> {
  await sql`insert into location (practice_id, id, name)
    select ${practiceId}::uuid, id, id from unnest(${[...new Set(ids)]}::text[]) as given (id)
    on conflict do nothing`.execute(transaction)
}

/** Members stay, since records name them; everything else is written anew. What hangs on a row goes with it. */
async function forget(transaction: Transaction, practiceId: string): Promise<void> {
  const tables = [
    'practice_module',
    'role_grant',
    'role_tag',
    'member_tag',
    'role',
    'team_access',
    'managed_practitioner',
    'share',
    'separation',
    'glass',
  ] as const
  for (const table of tables)
    await transaction.deleteFrom(table).where('practice_id', '=', practiceId).execute()
  await transaction
    .updateTable('member')
    .set({ status: 'archived', is_owner: false, tag_limit: null, own_notes_only: false, hides_prices: false })
    .where('practice_id', '=', practiceId)
    .execute()
}

const traceColumns = [
  ['care_team', 'practitioner_id'],
  ['chart_reader', 'member_id'],
  ['appointment', 'owner_id'],
  ['note', 'owner_id'],
] as const

/** Who is named nowhere any more leaves no trace to keep. */
async function dropStrangers(
  transaction: Transaction,
  practiceId: string,
  members: readonly Member[],
): Promise<void> {
  const traces = sql.join(
    traceColumns.map(
      ([table, column]) => sql`not exists (select from ${sql.table(table)} as trace
        where trace.practice_id = member.practice_id and ${sql.ref(`trace.${column}`)} = member.id)`,
    ),
    sql` and `,
  )
  await sql`delete from member where practice_id = ${practiceId} and account_id is null
    and id <> all(${members.map(({ id }) => id)}::text[]) and ${traces}`.execute(transaction)
}

async function writeMembers(
  transaction: Transaction,
  practiceId: string,
  members: readonly Member[],
): Promise<void> {
  const rows = members.map((member) => ({
    practice_id: practiceId,
    id: member.id,
    name: member.name ?? null,
    kind: member.kind,
    status: member.status,
    has_account: member.account,
    is_owner: member.owner,
    starts_at: dateOf(member.from),
    ends_at: dateOf(member.until),
    own_notes_only: member.ownNotesOnly !== undefined,
    own_notes_only_starts_at: dateOf(member.ownNotesOnly?.from),
    own_notes_only_ends_at: dateOf(member.ownNotesOnly?.until),
    ...limitColumns(member.tagLimit),
    ...priceColumns(member.hidePrices),
  }))
  for (const batch of batches(rows))
    await transaction
      .insertInto('member')
      .values([...batch])
      .onConflict((conflict) =>
        conflict.columns(['practice_id', 'id']).doUpdateSet(({ ref }) => ({
          name: sql`coalesce(excluded.name, member.name)`,
          kind: ref('excluded.kind'),
          status: ref('excluded.status'),
          has_account: sql`excluded.has_account or member.account_id is not null`,
          is_owner: ref('excluded.is_owner'),
          starts_at: ref('excluded.starts_at'),
          ends_at: ref('excluded.ends_at'),
          own_notes_only: ref('excluded.own_notes_only'),
          own_notes_only_starts_at: ref('excluded.own_notes_only_starts_at'),
          own_notes_only_ends_at: ref('excluded.own_notes_only_ends_at'),
          tag_limit: ref('excluded.tag_limit'),
          tag_limit_starts_at: ref('excluded.tag_limit_starts_at'),
          tag_limit_ends_at: ref('excluded.tag_limit_ends_at'),
          hides_prices: ref('excluded.hides_prices'),
          hides_prices_starts_at: ref('excluded.hides_prices_starts_at'),
          hides_prices_ends_at: ref('excluded.hides_prices_ends_at'),
        })),
      )
      .execute()
}

async function insertAll<T extends keyof Tables>(
  transaction: Transaction,
  table: T,
  rows: readonly New<T>[],
): Promise<void> {
  for (const batch of batches(rows))
    await transaction
      .insertInto(table as 'tag')
      .values([...batch] as never)
      .execute()
}

/** A statement takes 65,535 values. */
function* batches<T>(rows: readonly T[], size = 1000): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += size) yield rows.slice(from, from + size)
}

function tagRows<R>(limit: TagLimit | undefined, rowOf: (tag: string) => R): readonly R[] {
  return [...new Set(limit?.tags)].map(rowOf)
}

function limitColumns(limit: TagLimit | undefined) {
  return {
    tag_limit: limit?.match ?? null,
    tag_limit_starts_at: dateOf(limit?.from),
    tag_limit_ends_at: dateOf(limit?.until),
  }
}

function priceColumns(span: Span | undefined) {
  return {
    hides_prices: span !== undefined,
    hides_prices_starts_at: dateOf(span?.from),
    hides_prices_ends_at: dateOf(span?.until),
  }
}

function spanColumns({ from, until }: Span) {
  return { starts_at: dateOf(from), ends_at: dateOf(until) }
}

function dateOf(instant: number | undefined): Date | null {
  return instant === undefined ? null : new Date(instant)
}

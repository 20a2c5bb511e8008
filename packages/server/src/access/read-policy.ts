/**
 * A practice's policy out of its tables, as the engine takes it.
 */
import type { Grant, Manages, Member, Policy, Role, Share, Span, TagLimit, TeamEntry } from '@rolecall/core'
import type { Selectable } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import type { Tables } from '../database/tables.ts'

type Row<T extends keyof Tables> = Selectable<Tables[T]>

/** Read in the order of ids, so that one policy is always read as the same data. */
export async function readPolicy(transaction: Transaction, practiceId: string): Promise<Policy> {
  const all = <T extends PolicyTable>(table: T) => rowsOf(transaction, table, practiceId)
  const modules = await all('practice_module')
  return {
    modules: modules.filter(({ state }) => state === 'on').map(({ module }) => module),
    readOnly: modules.filter(({ state }) => state === 'read-only').map(({ module }) => module),
    roles: rolesOf(await all('role'), await all('role_tag')),
    members: membersOf(
      await all('member'),
      tagsBy(await all('member_tag'), ({ member_id }) => member_id),
      grantsBy(await all('role_grant'), await all('grant_location'), await all('grant_tag')),
      Map.groupBy(await all('team_access'), ({ member_id }) => member_id),
      Map.groupBy(await all('managed_practitioner'), ({ assistant_id }) => assistant_id),
    ),
    shares: sharesOf(await all('share'), await all('share_case')),
    glass: (await all('glass')).map((row) => ({
      member: row.member_id,
      patient: row.patient_id,
      reason: row.reason,
      ...spanOf(row.starts_at, row.ends_at),
    })),
    separate: (await all('separation')).map(({ roles, most }) => ({ roles, most })),
  }
}

const orderOf = {
  practice_module: ['module'],
  role: ['id'],
  role_tag: ['role_id', 'tag_id'],
  member: ['id'],
  member_tag: ['member_id', 'tag_id'],
  role_grant: ['id'],
  grant_location: ['grant_id', 'location_id'],
  grant_tag: ['grant_id', 'tag_id'],
  team_access: ['member_id', 'colleague_id', 'section', 'id'],
  managed_practitioner: ['assistant_id', 'practitioner_id', 'id'],
  share: ['id'],
  share_case: ['share_id', 'order_id'],
  glass: ['member_id', 'patient_id', 'id'],
  separation: ['id'],
} as const

/** The tables whose change raises the epoch. */
export type PolicyTable = keyof typeof orderOf

async function rowsOf<T extends PolicyTable>(
  transaction: Transaction,
  table: T,
  practiceId: string,
): Promise<readonly Row<T>[]> {
  let rows = transaction
    .selectFrom(table as PolicyTable)
    .selectAll()
    .where('practice_id', '=', practiceId)
  for (const column of orderOf[table]) rows = rows.orderBy(column as never)
  return (await rows.execute()) as unknown as readonly Row<T>[]
}

function rolesOf(roles: readonly Row<'role'>[], tagRows: readonly Row<'role_tag'>[]): readonly Role[] {
  const tags = tagsBy(tagRows, ({ role_id }) => role_id)
  return roles.map((row) => ({
    id: row.id,
    label: row.label,
    fits: row.fits as Role['fits'],
    permissions: row.permissions,
    ...limitOf(row, tags.get(row.id)),
    ...flag('hidePrices', row.hides_prices, row.hides_prices_starts_at, row.hides_prices_ends_at),
    ...(row.granters !== null && { grantableBy: row.granters }),
  }))
}

function membersOf(
  members: readonly Row<'member'>[],
  tags: ReadonlyMap<string, readonly string[]>,
  grants: ReadonlyMap<string, readonly Grant[]>,
  team: ReadonlyMap<string, readonly Row<'team_access'>[]>,
  managed: ReadonlyMap<string, readonly Row<'managed_practitioner'>[]>,
): readonly Member[] {
  return members.map((row) => ({
    id: row.id,
    ...(row.name !== null && { name: row.name }),
    kind: row.kind as Member['kind'],
    status: row.status as Member['status'],
    account: row.has_account,
    owner: row.is_owner,
    grants: grants.get(row.id) ?? [],
    team: (team.get(row.id) ?? []).map(teamEntry),
    manages: (managed.get(row.id) ?? []).map(manages),
    ...limitOf(row, tags.get(row.id)),
    ...flag('ownNotesOnly', row.own_notes_only, row.own_notes_only_starts_at, row.own_notes_only_ends_at),
    ...flag('hidePrices', row.hides_prices, row.hides_prices_starts_at, row.hides_prices_ends_at),
    ...spanOf(row.starts_at, row.ends_at),
  }))
}

function grantsBy(
  rows: readonly Row<'role_grant'>[],
  locationRows: readonly Row<'grant_location'>[],
  tagRows: readonly Row<'grant_tag'>[],
): ReadonlyMap<string, readonly Grant[]> {
  const locations = Map.groupBy(locationRows, ({ grant_id }) => grant_id)
  const tags = tagsBy(tagRows, ({ grant_id }) => grant_id)
  const grants = Map.groupBy(rows, ({ member_id }) => member_id)
  return new Map(
    Array.from(grants, ([member, ofMember]) => [
      member,
      ofMember.map((row) => ({
        id: row.id,
        role: row.role_id,
        ...(row.is_located && { at: (locations.get(row.id) ?? []).map(({ location_id }) => location_id) }),
        ...(row.is_tagged && { tagged: tags.get(row.id) ?? [] }),
        ...spanOf(row.starts_at, row.ends_at),
      })),
    ]),
  )
}

function teamEntry({ colleague_id, section, level, starts_at, ends_at }: Row<'team_access'>): TeamEntry {
  return {
    ...(colleague_id !== null && { colleague: colleague_id }),
    ...(section !== null && { section }),
    level: level as TeamEntry['level'],
    ...spanOf(starts_at, ends_at),
  }
}

function manages({ practitioner_id, starts_at, ends_at }: Row<'managed_practitioner'>): Manages {
  return { practitioner: practitioner_id, ...spanOf(starts_at, ends_at) }
}

function sharesOf(shares: readonly Row<'share'>[], caseRows: readonly Row<'share_case'>[]): readonly Share[] {
  const cases = Map.groupBy(caseRows, ({ share_id }) => share_id)
  return shares.map((row) => ({
    id: row.id,
    with: row.collaborator_id,
    by: row.invited_by,
    permissions: row.permissions,
    cases: row.all_cases ? 'all' : (cases.get(row.id) ?? []).map(({ order_id }) => order_id),
    consent: row.consent,
    accepted: row.accepted,
    ...spanOf(row.starts_at, row.ends_at),
  }))
}

type Limited = Pick<Row<'member'>, 'tag_limit' | 'tag_limit_starts_at' | 'tag_limit_ends_at'>

/** A limit whose last tag went is still a limit: it reaches nobody. */
function limitOf(
  { tag_limit, tag_limit_starts_at, tag_limit_ends_at }: Limited,
  tags: readonly string[] = [],
): { readonly tagLimit?: TagLimit } {
  if (tag_limit === null) return {}
  const match = tag_limit as TagLimit['match']
  return { tagLimit: { match, tags, ...spanOf(tag_limit_starts_at, tag_limit_ends_at) } }
}

function flag<K extends string>(name: K, isSet: boolean, from: Date | null, until: Date | null) {
  return (isSet ? { [name]: spanOf(from, until) } : {}) as { readonly [P in K]?: Span }
}

function spanOf(from: Date | null, until: Date | null): Span {
  return {
    ...(from !== null && { from: from.getTime() }),
    ...(until !== null && { until: until.getTime() }),
  }
}

function tagsBy<R extends { readonly tag_id: string }>(
  rows: readonly R[],
  holder: (row: R) => string,
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Array.from(Map.groupBy(rows, holder), ([id, tags]) => [id, tags.map(({ tag_id }) => tag_id)]),
  )
}

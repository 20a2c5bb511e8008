/**
 * Who changed what of a record, by the count that each change raised. It tells a second person what happened since they
 * read it, and says who worked on it last.
 */
import type { ChangedMeanwhile, Edit, Named } from '@rolecall/contract'
import type { Selectable } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import type { RecordEditTable } from '../database/tables.ts'
import type { StoredKind } from '../lists/record-sources.ts'
import type { Door } from './door.ts'
import { nameOf } from './member-name.ts'
import { problem } from './problem.ts'

interface Raised {
  readonly kind: StoredKind
  readonly id: string
  /** What the record's count is now. */
  readonly revision: number
  readonly fields: readonly string[]
}

/** Somebody has changed it since. */
export interface Stale {
  readonly meanwhile: readonly Edit[]
}

export function isStale(outcome: unknown): outcome is Stale {
  return typeof outcome === 'object' && outcome !== null && 'meanwhile' in outcome
}

/** Write down who changed what, in the transaction that changes it. */
export async function recordEdit(
  transaction: Transaction,
  door: Door,
  { kind, id, revision, fields }: Raised,
): Promise<void> {
  await transaction
    .insertInto('record_edit')
    .values({
      practice_id: door.practice.id,
      kind,
      record_id: id,
      revision,
      fields: [...fields],
      editor_id: door.member.id,
      acting_for: door.actingFor ?? null,
    })
    .execute()
}

/** What was changed since a revision was read. */
export async function editsSince(
  transaction: Transaction,
  door: Door,
  { kind, id, revision }: Omit<Raised, 'fields'>,
): Promise<Stale> {
  const rows = await transaction
    .selectFrom('record_edit')
    .select(editColumns)
    .where('practice_id', '=', door.practice.id)
    .where('kind', '=', kind)
    .where('record_id', '=', id)
    .where('revision', '>', revision)
    .orderBy('revision')
    .execute()
  return { meanwhile: rows.map((row) => shownEdit(row, door)) }
}

export const editColumns = [
  'record_edit.editor_id',
  'record_edit.acting_for',
  'record_edit.edited_at',
  'record_edit.fields',
] as const

type EditRow = Pick<Selectable<RecordEditTable>, 'editor_id' | 'acting_for' | 'edited_at' | 'fields'>

export function shownEdit({ editor_id, acting_for, edited_at, fields }: EditRow, door: Door): Edit {
  return {
    by: personOf(editor_id, door),
    actingFor: acting_for === null ? null : personOf(acting_for, door),
    at: edited_at.toISOString(),
    fields,
  }
}

/** Somebody of the practice, as an answer names them. Who is gone keeps their id. */
export function personOf(id: string, { snapshot }: Door): Named {
  return { id, name: nameOf(snapshot.members.get(id) ?? { id }) }
}

/** The ending of who saves what somebody else has changed meanwhile. */
export function staleEnding({ meanwhile }: Stale): { status: 412; body: ChangedMeanwhile } {
  const said = meanwhile.map(({ by, fields }) => `${by.name} changed ${fields.map((one) => `\`${one}\``)}`)
  const why = said.length === 0 ? 'this is not the version that is stored' : said.join('; ')
  const { status, body } = problem(412, `${why}; read it again before you save`)
  return { status, body: { ...body, meanwhile: [...meanwhile] } }
}

import type { SavedNote } from '@rolecall/contract'
import { sql } from 'kysely'
import type { Door, Refusal } from '../access/door.ts'
import { editsSince, recordEdit, type Stale } from '../access/edit-history.ts'
import type { Transaction } from '../database/connect.ts'

/** Sign the text that was read, which locks the note. */
export function signNote(door: Door, id: string, version: number): Promise<SavedNote | Stale | Refusal> {
  return door.change({
    kind: 'note',
    id,
    act: 'sign',
    detail: { fields: ['signed'] },
    async work(transaction) {
      const saved = await transaction
        .updateTable('note')
        .set({ signed: true, revision: version + 1 })
        .where('practice_id', '=', door.practice.id)
        .where('id', '=', id)
        .where('revision', '=', version)
        .returning(['id', 'version as textVersion', 'revision as version', 'signed'])
        .executeTakeFirst()
      if (saved === undefined) return editsSince(transaction, door, { kind: 'note', id, revision: version })
      await writeSignature(transaction, door, saved)
      await recordEdit(transaction, door, { kind: 'note', id, revision: saved.version, fields: ['signed'] })
      return saved
    },
  })
}

/** Over the text as it is stored, so that it is of the very bytes that are kept. */
async function writeSignature(
  transaction: Transaction,
  door: Door,
  { id, textVersion }: SavedNote,
): Promise<void> {
  await sql`insert into note_signature (practice_id, note_id, version, signer_id, text_hash)
    select practice_id, note_id, version, ${door.member.id}, sha256(convert_to(text, 'UTF8')) from note_version
    where practice_id = ${door.practice.id} and note_id = ${id} and version = ${textVersion}`.execute(
    transaction,
  )
}

/** Add to a signed note, which stays as it was signed. Returns the number of the addendum. */
export function addToNote(door: Door, id: string, text: string): Promise<number | Refusal> {
  return door.change({
    kind: 'note',
    id,
    act: 'addendum',
    detail: { fields: ['addenda'] },
    async work(transaction) {
      const { version, last } = await transaction
        .selectFrom('note')
        .leftJoin('note_addendum as added', (join) =>
          join.onRef('added.practice_id', '=', 'note.practice_id').onRef('added.note_id', '=', 'note.id'),
        )
        .select(['note.version', sql<number>`coalesce(max(added.number), 0)`.as('last')])
        .where('note.practice_id', '=', door.practice.id)
        .where('note.id', '=', id)
        .groupBy('note.version')
        .executeTakeFirstOrThrow()
      const number = last + 1
      await transaction
        .insertInto('note_addendum')
        .values({
          practice_id: door.practice.id,
          note_id: id,
          number,
          version,
          text,
          author_id: door.member.id,
        })
        .execute()
      return number
    },
  })
}

/** Open a signed note again: the next version begins with its text, and what was signed is kept with its signature. */
export function unlockNote(
  door: Door,
  id: string,
  { version, reason }: { readonly version: number; readonly reason: string },
): Promise<SavedNote | Stale | Refusal> {
  return door.change({
    kind: 'note',
    id,
    act: 'unlock',
    detail: { fields: ['signed', 'version'] },
    async work(transaction) {
      const before = await transaction
        .selectFrom('note')
        .select(['title', 'version'])
        .where('practice_id', '=', door.practice.id)
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      const saved = await transaction
        .updateTable('note')
        .set({
          signed: false,
          version: await nextVersion(transaction, door, id),
          revision: version + 1,
        })
        .where('practice_id', '=', door.practice.id)
        .where('id', '=', id)
        .where('revision', '=', version)
        .returning(['id', 'version as textVersion', 'revision as version', 'signed'])
        .executeTakeFirst()
      if (saved === undefined) return editsSince(transaction, door, { kind: 'note', id, revision: version })
      await transaction
        .updateTable('note_version')
        .set({ title: before.title })
        .where('practice_id', '=', door.practice.id)
        .where('note_id', '=', id)
        .where('version', '=', before.version)
        .execute()
      await sql`insert into note_version (practice_id, note_id, version, text, author_id, unlock_reason)
        select practice_id, note_id, ${saved.textVersion}::integer, text, ${door.member.id}, ${reason} from note_version
        where practice_id = ${door.practice.id} and note_id = ${id} and version = ${before.version}`.execute(
        transaction,
      )
      await recordEdit(transaction, door, {
        kind: 'note',
        id,
        revision: saved.version,
        fields: ['signed', 'version'],
      })
      return saved
    },
  })
}

/** Behind all there are: an import may have put versions beside the current one. */
async function nextVersion(transaction: Transaction, door: Door, id: string): Promise<number> {
  const { last } = await transaction
    .selectFrom('note_version')
    .select(sql<number>`max(version)`.as('last'))
    .where('practice_id', '=', door.practice.id)
    .where('note_id', '=', id)
    .executeTakeFirstOrThrow()
  return last + 1
}

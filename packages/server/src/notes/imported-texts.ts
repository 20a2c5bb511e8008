import type { NoteEntry } from '@rolecall/contract'
import { sql } from 'kysely'
import type { Door } from '../access/door.ts'

export type ImportMarks = Pick<NoteEntry, 'signedElsewhere' | 'importedBeside'>

/** What imports did to some notes in reach, by their ids. */
export async function importMarks(door: Door, ids: readonly string[]): Promise<(id: string) => ImportMarks> {
  const rows =
    ids.length === 0
      ? []
      : await door
          .read('note')
          .innerJoin('note_import as imported', (join) =>
            join
              .onRef('imported.practice_id', '=', 'note.practice_id')
              .onRef('imported.note_id', '=', 'note.id')
              .onRef('imported.version', '>=', 'note.version'),
          )
          .select([
            'note.id',
            sql<boolean>`bool_or(imported.version = note.version and imported.signed)`.as('signedElsewhere'),
            sql<boolean>`bool_or(imported.version > note.version)`.as('importedBeside'),
          ])
          .where('note.id', '=', sql<string>`any(${ids}::text[])`)
          .groupBy('note.id')
          .execute()
  const marks = new Map(rows.map(({ id, ...mark }) => [id, mark]))
  return (id) => marks.get(id) ?? { signedElsewhere: false, importedBeside: false }
}

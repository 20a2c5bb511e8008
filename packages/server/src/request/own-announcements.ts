import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'

export interface OwnAnnouncement {
  readonly id: string
  readonly at: string
  readonly words: string
}

/** What one person was told of, and has not said that they saw it. */
export interface OwnAnnouncements {
  /** The oldest first. */
  list(): Promise<OwnAnnouncement[]>
  /** Returns whether there was such a one. */
  see(id: string): Promise<boolean>
}

export function ownAnnouncements(
  transaction: Transaction,
  { practiceId, memberId }: { readonly practiceId: string; readonly memberId: string },
): OwnAnnouncements {
  return {
    async list() {
      const rows = await transaction
        .selectFrom('announcement')
        .select(['id', 'made_at', 'words'])
        .where('practice_id', '=', practiceId)
        .where('member_id', '=', memberId)
        .where('seen_at', 'is', null)
        .orderBy('made_at')
        .orderBy('id')
        .execute()
      return rows.map(({ id, made_at, words }) => ({ id, at: made_at.toISOString(), words }))
    },
    async see(id) {
      const { numUpdatedRows } = await transaction
        .updateTable('announcement')
        .set({ seen_at: sql<Date>`now()` })
        .where('practice_id', '=', practiceId)
        .where('member_id', '=', memberId)
        .where('id', '=', id)
        .where('seen_at', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
  }
}

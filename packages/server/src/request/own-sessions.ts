/** Where one person is signed in to one practice, and ending that. */
import { sql } from 'kysely'
import type { Database, Transaction } from '../database/connect.ts'
import { currentIncarnation } from '../signin/current-incarnation.ts'
import { type SessionTimes, touchAfter } from '../signin/session-times.ts'
import type { Token } from '../signin/token.ts'
import { type OwnAnnouncements, ownAnnouncements } from './own-announcements.ts'

export interface OwnSession {
  readonly id: string
  readonly device: string
  readonly startedAt: string
  readonly lastSeenAt: string
  readonly current: boolean
}

export interface OwnSessions {
  /** Those that are not over, the one last seen first. */
  list(): Promise<OwnSession[]>
  /** End one, or all but the one that asks. Returns how many it were. */
  end(which: { readonly id: string } | 'others'): Promise<number>
  /** Ids of those that were ended in this request. */
  readonly ended: readonly string[]
  /** What they were told of, whichever session they see it in. */
  readonly announcements: OwnAnnouncements
}

interface Own {
  readonly id: string
  readonly practiceId: string
  readonly memberId: string
  readonly accountId: string | null
}

export function ownSessions(
  transaction: Transaction,
  { id: current, practiceId, memberId, accountId }: Own,
): OwnSessions {
  const ended: string[] = []
  return {
    ended,
    announcements: ownAnnouncements(transaction, { practiceId, memberId }),
    async list() {
      const rows = await transaction
        .selectFrom('session')
        .select(['id', 'device', 'started_at', 'last_seen_at'])
        .where('practice_id', '=', practiceId)
        .where('member_id', '=', memberId)
        .where('account_id', 'is not distinct from', accountId)
        .where('ends_at', '>', sql<Date>`now()`)
        .where('incarnation', '=', currentIncarnation)
        .orderBy('last_seen_at', 'desc')
        .orderBy('id')
        .execute()
      return rows.map(({ id, device, started_at, last_seen_at }) => ({
        id,
        device,
        startedAt: started_at.toISOString(),
        lastSeenAt: last_seen_at.toISOString(),
        current: id === current,
      }))
    },
    async end(which) {
      const rows = await transaction
        .deleteFrom('session')
        .where('practice_id', '=', practiceId)
        .where('member_id', '=', memberId)
        .where('account_id', 'is not distinct from', accountId)
        .where('id', which === 'others' ? '!=' : '=', which === 'others' ? current : which.id)
        .returning('id')
        .execute()
      ended.push(...rows.map(({ id }) => id))
      return rows.length
    },
  }
}

/** Write down that a session is in use, outside of the transaction that reads. It wakes none that is locked already. */
export async function keepAwake(
  database: Database,
  { practiceId, hash }: Token,
  times: SessionTimes,
): Promise<void> {
  await database.within({ practiceId, mode: 'change' }, (transaction) =>
    transaction
      .updateTable('session')
      .set({ last_seen_at: sql<Date>`now()` })
      .where('practice_id', '=', practiceId)
      .where('token_hash', '=', hash)
      .where('last_seen_at', '<', sql<Date>`now() - make_interval(secs => ${touchAfter(times)}::int)`)
      .where((session) =>
        session.or([
          session('account_id', 'is', null),
          session('last_seen_at', '>=', sql<Date>`now() - make_interval(secs => ${times.idle}::int)`),
        ]),
      )
      .execute(),
  )
}

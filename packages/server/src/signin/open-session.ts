import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { currentIncarnation } from './current-incarnation.ts'
import type { SessionTimes } from './session-times.ts'
import { newToken, tokenHash } from './token.ts'

export interface NewSession {
  readonly practiceId: string
  readonly memberId: string
  /** Undefined: the person was picked, and nothing was proved. */
  readonly accountId?: string | undefined
  readonly actingFor?: string | undefined
  /** What the browser says it is. */
  readonly device: string
}

/** As much of what a browser says it is as anybody reads. */
const deviceLength = 300

/** Open a session; whether it may be opened is asked before, in the same transaction. Returns what its cookie holds. */
export async function openSession(
  transaction: Transaction,
  { practiceId, memberId, accountId, actingFor, device }: NewSession,
  { total }: SessionTimes,
): Promise<string> {
  await transaction
    .deleteFrom('session')
    .where('practice_id', '=', practiceId)
    .where(({ eb, or }) =>
      or([eb('ends_at', '<', sql<Date>`now()`), eb('incarnation', '!=', currentIncarnation)]),
    )
    .execute()
  const token = newToken(practiceId)
  await transaction
    .insertInto('session')
    .values({
      practice_id: practiceId,
      token_hash: tokenHash(token),
      member_id: memberId,
      account_id: accountId ?? null,
      acting_for: actingFor ?? null,
      device: device.slice(0, deviceLength),
      ends_at: sql<Date>`now() + make_interval(secs => ${total}::int)`,
    })
    .execute()
  return token
}

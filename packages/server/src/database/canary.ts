/**
 * The canary: a practice nobody works in. Whoever can read its patient while working in another practice, or in none,
 * is not held by row security, and must not serve.
 */
import type { Database } from './connect.ts'
import { StartError } from './start-error.ts'

/** As the migration that made it says. */
export const canary = '00000000-0000-4000-8000-00000000ca11'

const anotherPractice = '00000000-0000-4000-8000-000000000000'

/** Refuse to start where row security does not hold for this role, or where the canary is gone. */
export async function checkCanary(database: Database): Promise<void> {
  if ((await canariesSeenFrom(database, canary)) !== 1)
    throw new StartError(
      'the canary is not in the database, so nothing shows that practices are kept apart; restore the database as it was',
    )
  const seen = await Promise.all([
    canariesSeenFrom(database, anotherPractice),
    canariesSeenFromNowhere(database),
  ])
  if (seen.some((count) => count > 0))
    throw new StartError(
      'this role of the database reads every practice at once; name one in `DATABASE_URL` that is no superuser and does not bypass row security',
    )
}

async function canariesSeenFrom(database: Database, practiceId: string): Promise<number> {
  return database.within({ practiceId, mode: 'look' }, async (transaction) => {
    const rows = await transaction
      .selectFrom('patient')
      .select('id')
      .where('practice_id', '=', canary)
      .execute()
    return rows.length
  })
}

async function canariesSeenFromNowhere({ anywhere }: Database): Promise<number> {
  const rows = await anywhere.selectFrom('patient').select('id').where('practice_id', '=', canary).execute()
  return rows.length
}

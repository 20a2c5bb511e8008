import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { postMail } from '../delivery/outbox.ts'

interface Told {
  readonly id: string
  readonly count: number
  /** Days on which the first of the notes were written. */
  readonly days: readonly string[]
  readonly account_name: string | null
  readonly email: string | null
}

const mostDays = 3

/**
 * Tell the people who are responsible for notes beside which an import put another text: in the console until they have
 * seen it, and by mail. Where nobody is, or they cannot sign in, the owner of the practice is told.
 */
export async function tellNoteOwners(
  transaction: Transaction,
  practiceId: string,
  { importer, timeZone }: { readonly importer: string | undefined; readonly timeZone: string },
): Promise<void> {
  const practice = sql`${practiceId}::uuid`
  const { rows } = await sql<Told>`
    with told as (
      select coalesce(responsible.id, owner.id) as id, count(*)::int as count,
        (array_agg(distinct (stored.written_at at time zone ${timeZone})::date::text))[1:${sql.lit(mostDays + 1)}] as days
      from import_note as one
      join note as stored on stored.practice_id = ${practice} and stored.id = one.id
      join member as owner on owner.practice_id = ${practice} and owner.is_owner
      left join member as responsible on responsible.practice_id = ${practice} and responsible.id = stored.owner_id
        and responsible.has_account and responsible.status = 'active'
      where one.state = 'beside' group by 1
    )
    select told.*, account.name as account_name, account.email from told
    join member on member.practice_id = ${practice} and member.id = told.id
    left join account on account.id = member.account_id`.execute(transaction)
  if (rows.length === 0) return
  const { by, called } = await namesOf(transaction, practiceId, importer)
  await transaction
    .insertInto('announcement')
    .values(rows.map((told) => ({ practice_id: practiceId, member_id: told.id, words: wordsFor(told, by) })))
    .execute()
  for (const told of rows)
    if (told.email !== null)
      await postMail(transaction, {
        to: told.email,
        subject: 'An import brought different text for signed or edited notes',
        isKept: true,
        body: `Hello ${told.account_name},

In ${called}: ${wordsFor(told, by)}.
`,
      })
}

function wordsFor({ count, days }: Told, by: string): string {
  const written = `written on ${days.slice(0, mostDays).join(', ')}${days.length > mostDays ? ' and other days' : ''}`
  return count === 1
    ? `an import${by} brought different text for a note that was edited or signed here, ${written}. The note is unchanged; the imported text is a version beside it. Compare the two`
    : `an import${by} brought different text for ${count.toLocaleString('en')} notes that were edited or signed here, ${written}. The notes are unchanged; each imported text is a version beside its note. Compare the two`
}

async function namesOf(transaction: Transaction, practiceId: string, importer: string | undefined) {
  const { name } = await transaction
    .selectFrom('practice')
    .select('name')
    .where('id', '=', practiceId)
    .executeTakeFirstOrThrow()
  const member =
    importer === undefined
      ? undefined
      : await transaction
          .selectFrom('member')
          .select('name')
          .where('practice_id', '=', practiceId)
          .where('id', '=', importer)
          .executeTakeFirst()
  return {
    called: name,
    by: member === undefined ? ' on the server' : ` by ${member.name ?? 'a colleague'}`,
  }
}

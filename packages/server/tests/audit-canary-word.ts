import type { Database } from '../src/database/connect.ts'

/** Everything the server says about what it does: the log of every practice, and what it reported or printed. */
export interface Said {
  readonly database: Database
  /** What it reported, printed or wrote to its journal, as far as the test kept it. */
  readonly output: readonly string[]
}

/**
 * Where a word stands that must not: a password, a token, the text of a note. Empty: nowhere. A word is found in
 * whatever column, in any case, and also where it was encoded on the way.
 */
export async function whereCanaryStands(
  word: string,
  { database, output }: Said,
): Promise<readonly string[]> {
  const forms = formsOf(word)
  const holds = (text: string) => {
    const lower = text.toLowerCase()
    return forms.some((form) => lower.includes(form))
  }
  const inOutput = output.filter(holds).map((line) => `output: ${line}`)
  const practices = await database.anywhere.selectFrom('practice').select('id').execute()
  const inLog = await Promise.all(
    practices.map(({ id }) =>
      database.within({ practiceId: id, mode: 'look' }, async (look) => {
        const rows = await look.selectFrom('audit_entry').selectAll().where('practice_id', '=', id).execute()
        return rows.map((row) => JSON.stringify(row)).filter(holds)
      }),
    ),
  )
  return [...inOutput, ...inLog.flat().map((row) => `log: ${row}`)]
}

function formsOf(word: string): readonly string[] {
  const bytes = Buffer.from(word)
  const inJson = JSON.stringify(word).slice(1, -1)
  const forms = [word, inJson, encodeURIComponent(word), bytes.toString('base64url'), bytes.toString('hex')]
  return [...new Set(forms.map((form) => form.toLowerCase()))]
}

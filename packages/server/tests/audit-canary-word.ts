import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '../src/database/connect.ts'

/** Everything the server says about what it does: the log of every practice, and whatever leaves it otherwise. */
export interface Said {
  readonly database: Database
  /** What it reported, printed, wrote to its journal or answered to others, as far as the test kept it. */
  readonly output: readonly string[]
  /** Files that lie beside the database, and folders of such: the heads of the log, the words of PostgreSQL itself. */
  readonly files?: readonly string[]
}

/**
 * Where a word stands that must not: a password, a token, the text of a note. Empty: nowhere. A word is found in
 * whatever column, in any case, and also where it was encoded on the way.
 */
export async function whereCanaryStands(
  word: string,
  { database, output, files = [] }: Said,
): Promise<readonly string[]> {
  const forms = formsOf(word)
  const holds = (text: string) => {
    const lower = text.toLowerCase()
    return forms.some((form) => lower.includes(form))
  }
  const inOutput = output.filter(holds).map((line) => `output: ${line}`)
  const inFiles = files
    .flatMap(filesIn)
    .flatMap((path) =>
      readFileSync(path, 'utf8')
        .split('\n')
        .map((line) => `${path}: ${line}`),
    )
    .filter(holds)
  const practices = await database.anywhere.selectFrom('practice').select('id').execute()
  const inLog = await Promise.all(
    practices.map(({ id }) =>
      database.within({ practiceId: id, mode: 'look' }, async (look) => {
        const rows = await look.selectFrom('audit_entry').selectAll().where('practice_id', '=', id).execute()
        return rows.map((row) => JSON.stringify(row)).filter(holds)
      }),
    ),
  )
  return [...inOutput, ...inFiles, ...inLog.flat().map((row) => `log: ${row}`)]
}

function filesIn(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((one) => statSync(one).isFile())
}

function formsOf(word: string): readonly string[] {
  const bytes = Buffer.from(word)
  const inJson = JSON.stringify(word).slice(1, -1)
  const forms = [word, inJson, encodeURIComponent(word), bytes.toString('base64url'), bytes.toString('hex')]
  return [...new Set(forms.map((form) => form.toLowerCase()))]
}

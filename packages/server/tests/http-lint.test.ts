/** What the linter holds is no rule unless something fails by it: each way around the door is tried on it. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { withFolder } from './with-folder.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')

/** A house with the same rules and none of the rooms. */
const folder = withFolder()
for (const name of ['biome.jsonc', '.gitignore', 'scripts/no-database.grit', 'scripts/no-clock.grit'])
  cpSync(join(root, name), join(folder, name))

/** What the linter says of a file of the server. */
function complaints(path: string, text: string): string {
  const file = join(folder, 'packages/server/src', path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  const { status, stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', '--colors=off', file], {
    cwd: folder,
    encoding: 'utf8',
  })
  return status === 0 ? '' : `${stdout}${stderr}`
}

const around = [
  ["import { Pool } from 'pg'\nexport const pool = new Pool()", 'a domain holds no connection'],
  ["export const pg = () => import('pg')", 'a domain holds no connection'],
  ["import type { Client } from 'pg'\nexport type Mine = Client", 'a domain holds no connection'],
  ["import { Kysely } from 'kysely'\nexport const mine = Kysely", 'a domain makes no database'],
  ["import { CompiledQuery } from 'kysely'\nexport const mine = CompiledQuery", 'a domain makes no database'],
  [
    "import { connect } from '../database/connect.ts'\nexport const mine = connect",
    'a domain holds no database',
  ],
  [
    "import type { Database } from '../database/connect.ts'\nexport type Mine = Database",
    'a domain holds no database',
  ],
  [
    "import { migrate } from '../database/migrate.ts'\nexport const mine = migrate",
    'a domain does not reach into the database',
  ],
  [
    "import type { ServerParts } from '../server-parts.ts'\nexport const mine = ({ database }: ServerParts) => database",
    'a domain holds no database',
  ],
  [
    "import type { ServerParts } from '../server-parts.ts'\nexport const mine = ({ database: it }: ServerParts) => it",
    'a domain holds no database',
  ],
  [
    "import type { ServerParts } from '../server-parts.ts'\nexport const mine = (parts: ServerParts) => parts.database",
    'a domain holds no database',
  ],
] as const

test.each(around)('in a domain %j does not pass', (text, complaint) => {
  expect(complaints('notes/around.ts', `${text}\n`)).toContain(complaint)
})

test.each([
  'notes',
  'patients',
  'appointments',
  'team',
  'roles',
  'why',
  'http',
  'import',
  'a-domain-to-come',
])('no folder but those that are trusted with it holds one: %s', (folder) => {
  const [[text]] = around
  expect(complaints(`${folder}/around.ts`, `${text}\n`)).toContain('a domain holds no connection')
})

test('of the import those files hold one that cannot do without, each by its name', () => {
  const written = readFileSync(join(root, 'biome.jsonc'), 'utf8')
  const [, names = ''] = written.match(/src\/import\/\{([^}]*)\}\.ts/) ?? []
  const holders = readdirSync(join(root, 'packages/server/src/import')).filter((name) =>
    /\bDatabase\b|\bconnect\(|\bdatabase\b[^)]*: ServerParts/.test(
      readFileSync(join(root, 'packages/server/src/import', name), 'utf8'),
    ),
  )
  expect(names.split(',').map((name) => `${name}.ts`)).toEqual(holders)
})

test('what a domain needs to write its questions passes', () => {
  const text = `import { type SqlBool, sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'

export const one = sql<SqlBool>\`true\`
export type Mine = Transaction
`
  expect(complaints('notes/around.ts', text)).toBe('')
})

/**
 * The tables of the migrated database as the types of `tables.ts`, for Kysely.
 *
 * Run after a new migration, with a database that may be thrown away:
 * `node src/database/describe-tables.ts postgresql://… > src/database/tables.ts`
 */
import { Client } from 'pg'

interface Column {
  readonly table: string
  readonly name: string
  readonly type: string
  readonly nullable: boolean
  readonly defaulted: boolean
}

/** `bigint` stays text: it may hold numbers that JavaScript cannot. */
const types: Readonly<Record<string, string>> = {
  bool: 'boolean',
  bytea: 'Buffer',
  int4: 'number',
  int8: 'string',
  jsonb: 'unknown',
  text: 'string',
  timestamptz: 'Date',
  uuid: 'string',
  xid8: 'string',
  _bytea: 'Buffer[]',
  _int2: 'number[]',
  _int4: 'number[]',
  _int8: 'string[]',
  _text: 'string[]',
}

if (import.meta.main) {
  const [url] = process.argv.slice(2)
  if (url === undefined)
    throw new Error('name a migrated database, such as `postgresql://localhost/rolecall`')
  process.stdout.write(await describeTables(url))
}

export async function describeTables(url: string): Promise<string> {
  const byTable = Map.groupBy(await columnsOf(url), ({ table }) => table)
  const interfaces = Array.from(byTable, ([table, columns]) =>
    [`export interface ${typeName(table)} {`, ...columns.map(line), '}', ''].join('\n'),
  )
  return [
    '// Written by `describe-tables.ts` from the migrated database.',
    '',
    "import type { ColumnType, Generated } from 'kysely'",
    '',
    'export interface Tables {',
    ...Array.from(byTable.keys(), (table) => `  ${table}: ${typeName(table)}`),
    '}',
    '',
    ...interfaces,
  ].join('\n')
}

async function columnsOf(url: string): Promise<readonly Column[]> {
  const client = new Client(url)
  await client.connect()
  try {
    const { rows } = await client.query<Column>(
      `select table_name as table, column_name as name, udt_name as type,
              is_nullable = 'YES' as nullable, column_default is not null or is_identity = 'YES' as defaulted
       from information_schema.columns join information_schema.tables using (table_schema, table_name)
       where table_schema = 'public' and table_name <> 'migration' and table_type = 'BASE TABLE'
       order by table_name, ordinal_position`,
    )
    return rows
  } finally {
    await client.end()
  }
}

function typeName(table: string): string {
  return table.replaceAll(/(^|_)(.)/g, (_, _dash, letter: string) => letter.toUpperCase()).concat('Table')
}

function line({ table, name, type, nullable, defaulted }: Column): string {
  const known = types[type]
  if (known === undefined)
    throw new Error(`\`${table}.${name}\` is of the type \`${type}\`; add it to the types here`)
  const whole = nullable ? `${known} | null` : known
  return `  ${name}: ${writtenAs(type, { defaulted, nullable, whole })}`
}

type Shape = Pick<Column, 'defaulted' | 'nullable'> & { readonly whole: string }

/** JSON is read as a value and written as text. */
function writtenAs(type: string, { defaulted, nullable, whole }: Shape): string {
  if (type === 'jsonb')
    return nullable ? 'ColumnType<unknown, string | null | undefined>' : 'ColumnType<unknown, string>'
  if (type === 'int8') {
    const given = `${nullable ? 'null | ' : ''}string | bigint${defaulted || nullable ? ' | undefined' : ''}`
    return `ColumnType<${nullable ? 'string | null' : 'string'}, ${given}>`
  }
  return defaulted ? `Generated<${whole}>` : whole
}

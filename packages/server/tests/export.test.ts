import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Me } from '@rolecall/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withFormula, withoutFormula } from '../src/import/formula.ts'
import { importHere } from '../src/import/import-folder.ts'
import { sourceOf } from '../src/import/source.ts'
import { tagsOf, tagsText } from '../src/import/tag-list.ts'
import { savePatients } from '../src/patients/save-patients.ts'
import { withFolder } from './with-folder.ts'
import { withSmallPractice } from './with-small-practice.ts'
import { inPractice } from './with-tables.ts'

const { as, database, practiceId } = await withSmallPractice(`
practice: { name: Hill, modules: [clinical], now: 2026-11-21T09:00:00Z }
tags: [green]
members:
  chen: { kind: practitioner, owner: true, grants: [{ role: system-admin }, { role: admin }], team: { all: edit } }
  ana: { kind: administrative, grants: [{ role: office-staff }], team: { all: edit } }
  bea: { kind: administrative, grants: [{ role: admin, tagged: [green] }], team: { all: edit } }
  dee: { kind: practitioner }
patients:
  p1: { careTeam: [chen], tags: [green] }
  hidden: { careTeam: [dee], restrictedTo: [dee] }
`)
const folder = withFolder()
const odd = [
  { id: 'f1', family: '=HYPERLINK("http://x")', given: '+1' },
  { id: 'f2', family: "'=already", given: "''-twice" },
  { id: 'f3', family: '@cmd, "quoted"\nnext', given: '\ttab' },
  { id: 'f4', family: "O'Brien", given: ' Müller ' },
]
await inPractice(database, practiceId, (transaction) =>
  savePatients(
    transaction,
    practiceId,
    odd.map((one) => ({
      ...one,
      birthDate: '1984-03',
      gender: 'other',
      phone: '+41 44 000',
      email: '-x@example.org',
      careTeam: ['chen'],
      tags: ['=tag;with\\signs', 'green'],
    })),
  ),
)

async function exported(member: string) {
  return (await as(member)).ask('GET', '/api/patients.csv')
}

test('whoever may export gets those they may view, and nobody else', async () => {
  const { statusCode, headers, body } = await exported('chen')
  expect([statusCode, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8'])
  expect(body).toContain('p1')
  expect(body).not.toContain('hidden')
})

test('a grant in a scope opens nothing that belongs to the practice as a whole', async () => {
  const bea = await as('bea')
  const { open } = await bea.get<Me>('/api/me')
  for (const [operation, url] of [
    ['exportPatients', '/api/patients.csv'],
    ['listAudit', '/api/audit'],
    ['auditVerification', '/api/audit/verification'],
  ] as const) {
    const answer = await bea.ask('GET', url)
    expect([url, answer.statusCode, answer.json().step]).toEqual([url, 403, 'permission'])
    expect(open).not.toContain(operation)
  }
  expect((await bea.ask('POST', '/api/audit/verify')).statusCode).toBe(403)
})

test('whoever may not export gets 403', async () => {
  expect((await exported('ana')).statusCode).toBe(403)
})

test('no cell is a formula', async () => {
  const { body } = await exported('chen')
  expect(body).toContain('"\'=HYPERLINK(""http://x"")","\'+1"'.replace('"\'+1"', "'+1"))
  for (const line of body.split('\r\n'))
    for (const cell of line.split(',')) expect(cell).not.toMatch(/^"?[=+\-@\t]/)
})

test.each([
  ['\uff1dcmd', "'\uff1dcmd"],
  ['Xu;=1+1', "Xu;'=1+1"],
  ['Xu\t@x|+y,-z\n=w', "Xu\t'@x|'+y,'-z\n'=w"],
  [' =x', "' =x"],
  ['\u00a0\uff0d1', "'\u00a0\uff0d1"],
  ['Anne-Marie; née Xu', 'Anne-Marie; née Xu'],
  ['\t=', "'\t'="],
])('the cell %j leaves as %j, and is read as it was', (cell, harmless) => {
  expect(withoutFormula(cell)).toBe(harmless)
  expect(withFormula(harmless)).toBe(cell)
})

test('any cell is read as it was written', () => {
  const piece = fc.constantFrom("'", '=', '+', ';', ',', '|', '\t', '\r', '\n', ' ', 'a', '\uff20', '\u3000')
  const cell = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(cell, (one) => {
      expect(withFormula(withoutFormula(one))).toBe(one)
      for (const part of withoutFormula(one).split(/[;,|\t\r\n]/))
        expect(part).not.toMatch(/^\s*[=+\-@\uff20]/)
    }),
  )
})

test('what was exported is imported as the same patients', async () => {
  const path = join(folder, 'patients.csv')
  writeFileSync(path, (await exported('chen')).rawPayload)
  const file = sourceOf(path)
  if (file === undefined) throw new Error('a table is a table')
  const same = await importHere(database, { files: [file], into: { id: practiceId } })
  expect(same.patients).toEqual({ added: 0, changed: 0, same: 5 })
  const elsewhere = await importHere(database, { files: [file], into: { newName: 'elsewhere' } })
  const rows = await inPractice(database, elsewhere.practiceId, (transaction) =>
    transaction
      .selectFrom('patient')
      .select(['id', 'family', 'given', 'phone', 'email'])
      .where('practice_id', '=', elsewhere.practiceId)
      .where('id', 'like', 'f%')
      .orderBy('id')
      .execute(),
  )
  expect(rows).toEqual(odd.map((one) => ({ ...one, phone: '+41 44 000', email: '-x@example.org' })))
})

test('an export is in the log with the patients it was about', async () => {
  await exported('chen')
  const [entry] = await inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('audit_entry')
      .select(['member_id', 'kind', 'act', 'records'])
      .where('practice_id', '=', practiceId)
      .where('operation', '=', 'exportPatients')
      .where('outcome', '=', 'allowed')
      .orderBy('id', 'desc')
      .limit(1)
      .execute(),
  )
  expect(entry).toMatchObject({ member_id: 'chen', kind: 'export', act: 'run' })
  expect(entry?.records.toSorted()).toEqual(['f1', 'f2', 'f3', 'f4', 'p1'])
})

test.each([[['a', 'b;c', 'd\\', '\\;']], [[]], [['=x']]])(
  'tags %j in one cell are read as they were',
  (tags) => {
    expect(tagsOf(tagsText(tags))).toEqual(tags)
  },
)

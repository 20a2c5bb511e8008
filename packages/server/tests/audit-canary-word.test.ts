import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AuditPage } from '@rolecall/contract'
import { expect, test } from 'vitest'
import { auditLog } from '../src/audit/log.ts'
import { whereCanaryStands } from './audit-canary-word.ts'
import { Client, signedIn } from './client.ts'
import { withDemo, withFolder } from './with-practice.ts'

const { app, database, practiceId, reports } = await withDemo()
const said = { database, output: reports }

test('a word that stands in the log, in the output or in a file is found, in any form', async () => {
  const word = `Kanari "${randomUUID()}" ü`
  expect(await whereCanaryStands(word, said)).toEqual([])
  const entry = {
    practiceId,
    requestId: randomUUID(),
    operation: 'test',
    records: [],
    outcome: 'failed',
    carriedBy: [],
  } as const
  await auditLog(database).append({ ...entry, detail: { by: [word] } })
  await auditLog(database).append({ ...entry, records: [word.toUpperCase()] })
  await auditLog(database).append({ ...entry, step: Buffer.from(word).toString('base64url') })
  const folder = withFiles(word)
  const found = await whereCanaryStands(word, {
    database,
    output: [`GET /?q=${encodeURIComponent(word)}`, 'x'],
    files: [folder, join(folder, 'above.log')],
  })
  expect(found).toHaveLength(4 + 3)
})

/** Two files with a word, one of them below another folder. */
function withFiles(word: string): string {
  const folder = withFolder()
  mkdirSync(join(folder, 'below'))
  writeFileSync(join(folder, 'above.log'), `DETAIL:  Key (name)=(${word}) already exists.\n`)
  writeFileSync(join(folder, 'below', 'other.ndjson'), `one\n${JSON.stringify({ word })}\n`)
  return folder
}

test('no token and no name of a patient gets into the log or the output', async () => {
  const ana = await signedIn(app, 'ana')
  const token = ana.cookie('rolecall') || ana.cookie('__Host-rolecall')
  const secret = token.slice(-16)
  expect(secret).toHaveLength(16)
  const { patients } = await ana.get<{ patients: { id: string; family: string; given: string }[] }>(
    '/api/patients?limit=200',
  )
  expect(patients.length).toBeGreaterThan(100)
  const [patient] = patients
  await ana.ask('GET', `/api/patients?search=${encodeURIComponent(patient?.family ?? '')}`)
  await ana.ask('GET', '/api/patients/canary-no-such-id')
  await new Client(app, { rolecall: `${token}x` }).ask('GET', '/api/patients')

  expect(await whereCanaryStands(secret, said)).toEqual([])
  const rows = await database.within({ practiceId, mode: 'look' }, (look) =>
    look.selectFrom('audit_entry').selectAll().where('operation', '=', 'listPatients').execute(),
  )
  const log = JSON.stringify(rows)
  expect(log).toContain(patient?.id)
  // By the full name: a family name alone may be part of somebody's id.
  for (const { family, given } of patients) expect(whereIn(`${given} ${family}`, log)).toBe(false)
  for (const { family } of patients.filter(
    ({ family }) => !patients.some(({ id }) => id.includes(family.toLowerCase())),
  ))
    expect(whereIn(`"${family}"`, log)).toBe(false)
})

function whereIn(word: string, text: string): boolean {
  return text.toLowerCase().includes(word.toLowerCase())
}

test('what the log answers shows ids of patients and no names', async () => {
  const mara = await signedIn(app, 'mara')
  const { entries } = await mara.get<AuditPage>('/api/audit?kind=patient')
  expect(entries.length).toBeGreaterThan(0)
  expect(entries.every(({ words }) => !words.includes('undefined'))).toBe(true)
})

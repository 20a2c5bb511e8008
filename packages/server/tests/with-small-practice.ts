import { practiceCatalog, type RecordFacts } from '@rolecall/core'
import { readPracticeFile } from '@rolecall/core/testing'
import { afterAll } from 'vitest'
import { buildApp } from '../src/http/app.ts'
import { appParts, type Served } from '../src/server-parts.ts'
import type { Client } from './client.ts'
import { type RandomPractice, sessionOf, storePractice } from './random-practice.ts'
import { withTables } from './with-tables.ts'

/** A practice written down in the test itself, with its notes and appointments, and the server in front of it. */
export async function withSmallPractice(text: string, served: Partial<Served> = {}) {
  const { database, adminUrl } = await withTables()
  const read = readPracticeFile(text, { catalog: practiceCatalog, name: 'a small practice' })
  if (!read.ok) throw new Error(JSON.stringify(read.errors))
  const { policy, patients, records } = read.file
  const { practiceId } = await storePractice(database, {
    policy,
    patients: [...patients.values()],
    records: [...records.values()].filter(isStored),
  })
  const reports: string[] = []
  const picking = { practiceId, introductions: new Map() }
  const app = await buildApp(appParts({ database, picking, ...served }, (line) => reports.push(line)))
  afterAll(() => app.close())
  const as = (member: string, actingFor?: string): Promise<Client> =>
    sessionOf(database, app, { practiceId, member, actingFor })
  return { database, adminUrl, practiceId, app, as, reports }
}

function isStored(record: RecordFacts): record is RandomPractice['records'][number] {
  return (record.kind === 'note' || record.kind === 'appointment') && record.patient != null
}

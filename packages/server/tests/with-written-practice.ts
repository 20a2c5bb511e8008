import { randomUUID } from 'node:crypto'
import { practiceCatalog } from '@rolecall/core'
import { readPracticeFile } from '@rolecall/core/testing'
import type { FastifyInstance } from 'fastify'
import { afterAll } from 'vitest'
import { buildApp } from '../src/http/app.ts'
import { addPractice } from '../src/policy/new-practice.ts'
import { addLocations, addTags } from '../src/policy/write-policy.ts'
import { appParts } from '../src/server-parts.ts'
import { type Client, signedIn } from './client.ts'
import { inPractice, withTables } from './with-tables.ts'

/** A practice as a file says it, without patients, and the server in front of it. */
export async function withWrittenPractice(text: string) {
  const { database, url } = await withTables()
  const read = readPracticeFile(text, { catalog: practiceCatalog, name: 'practice.yaml' })
  if (!read.ok) throw new Error(JSON.stringify(read.errors))
  const { policy } = read.file
  const practiceId = randomUUID()
  await inPractice(database, practiceId, async (transaction) => {
    await addPractice(transaction, practiceId, 'Green Street', policy)
    await addTags(transaction, practiceId, ['green-st', 'blue-st', 'vip'])
    await addLocations(transaction, practiceId, ['green', 'blue'])
  })
  const app: FastifyInstance = await buildApp(
    appParts({ database, picking: { practiceId, introductions: new Map() } }, () => {}),
  )
  afterAll(() => app.close())
  const as = (member: string, actingFor?: string): Promise<Client> => signedIn(app, member, actingFor)
  return { app, as, database, practiceId, url }
}

/** The people most questions of who may change access are about. */
export const peopleOfGreenStreet = `
practice: { name: Green Street, modules: [clinical, billing, engage, orders], now: 2026-11-21T09:00:00Z }
locations: [green, blue]
tags: [green-st, blue-st, vip]
roles:
  front-desk: { label: Front desk, fits: [administrative], permissions: [patients.manage, appointments.manage] }
  vault: { label: Vault, fits: [administrative, practitioner], permissions: [charts.restrict], grantableBy: [chen] }
  people: { label: People, fits: [administrative, practitioner, assistant], permissions: [accounts.manage] }
members:
  chen: { kind: practitioner, owner: true, grants: [{ role: provider }, { role: people }] }
  okafor: { kind: practitioner, grants: [{ role: practitioner }, { role: admin }] }
  dee: { kind: practitioner, grants: [{ role: provider }] }
  tanaka: { kind: practitioner, account: false }
  mara: { kind: administrative, grants: [{ role: admin }] }
  lena: { kind: administrative, grants: [{ role: people, at: [green] }] }
  ana: { kind: administrative, grants: [{ role: front-desk }] }
  gus: { kind: administrative, grants: [{ role: front-desk, at: [green] }] }
  nils: { kind: administrative }
  vera: { kind: assistant, manages: [chen, okafor, dee], grants: [{ role: admin }] }
  hatt: { kind: collaborator }
  scribe: { kind: integration, grants: [{ role: admin }] }
`

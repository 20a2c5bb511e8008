import type { ImportReport } from '@rolecall/contract'
import { describe, expect, test } from 'vitest'
import type { Client } from '../client.ts'
import { injectFiles, type SentFiles } from '../send-files.ts'
import { withSmallPractice } from '../with-small-practice.ts'

const { app, as } = await withSmallPractice(`
practice: { name: Hill, modules: [clinical, billing], now: 2026-11-21T09:00:00Z }
locations: [green, blue]
tags: [vip]
roles:
  tagger: { label: Tagger, fits: [administrative], permissions: [tags.manage, tags.restrict] }
members:
  dee: { kind: practitioner, owner: true, grants: [{ role: provider }], team: { all: edit } }
  bill: { kind: administrative, grants: [{ role: biller }, { role: clinical-assistant, at: [green] }], team: { all: edit } }
  maud: { kind: administrative, grants: [{ role: biller }, { role: system-admin }, { role: clinical-assistant, at: [green] }], team: { all: edit } }
  tess: { kind: administrative, grants: [{ role: biller }, { role: tagger }, { role: clinical-assistant, tagged: [vip] }], team: { all: edit } }
  chen: { kind: practitioner, grants: [{ role: provider }] }
patients:
  p1: { careTeam: [dee], locations: [blue] }
  p2: { careTeam: [dee], locations: [blue] }
  p3: { careTeam: [dee] }
  p4: { careTeam: [dee] }
records:
  n1: { kind: note, patient: p1, owner: dee }
  n2: { kind: note, patient: p2, owner: dee }
  n3: { kind: note, patient: p3, owner: dee }
`)

const send = (client: Client, files: SentFiles, query?: string) => injectFiles(app, client, files, query)

function encounter(id: string, patient: string, location: string) {
  return {
    resourceType: 'Encounter',
    id,
    status: 'planned',
    class: { code: 'AMB' },
    subject: { reference: `Patient/${patient}` },
    participant: [{ individual: { reference: 'Practitioner/dee' } }],
    location: [{ location: { reference: `Location/${location}` } }],
    period: { start: '2031-03-03T09:00:00Z', end: '2031-03-03T09:30:00Z' },
  }
}

async function canRead(client: Client, note: string): Promise<boolean> {
  return (await client.ask('GET', `/api/notes/${note}`)).statusCode === 200
}

describe('attack 4: an import does not widen the access of the person who sends it', () => {
  test('a visit at the location of another role is a bad line, and opens no note', async () => {
    const bill = await as('bill')
    const report = (
      await send(bill, { 'Encounter.ndjson': [encounter('e1', 'p1', 'green')] })
    ).json<ImportReport>()
    expect(report).toMatchObject({ state: 'refused', badLineCount: 1 })
    expect(report.badLines[0]?.reason).toContain('would widen your own access')
    expect(await canRead(bill, 'n1')).toBe(false)
  })

  test('the rest of the file is imported where bad lines are left out', async () => {
    const bill = await as('bill')
    const visits = [encounter('e2', 'p1', 'green'), encounter('e3', 'p2', 'blue')]
    const sent = await send(bill, { 'Encounter.ndjson': visits }, '?skipBad=true')
    expect(sent.json<ImportReport>()).toMatchObject({ state: 'done', badLineCount: 1 })
    expect(await canRead(bill, 'n1')).toBe(false)
    expect((await bill.ask('GET', '/api/appointments/e3')).statusCode).toBe(200)
  })

  test('a tag that scopes a role is not imported by the person who holds the role', async () => {
    const tess = await as('tess')
    const tagged = {
      resourceType: 'Patient',
      id: 'p3',
      name: [{ family: 'Three' }],
      meta: { tag: [{ code: 'vip', display: 'vip' }] },
    }
    const report = (await send(tess, { 'Patient.ndjson': [tagged] })).json<ImportReport>()
    expect(await canRead(tess, 'n3')).toBe(false)
    expect(report).toMatchObject({ state: 'refused', badLineCount: 1 })
  })

  test('an admin without a scope confirms what the import widens', async () => {
    const maud = await as('maud')
    const files = { 'Encounter.ndjson': [encounter('e4', 'p2', 'green')] }
    expect((await send(maud, files)).json<ImportReport>().state).toBe('refused')
    expect(await canRead(maud, 'n2')).toBe(false)
    expect((await send(maud, files, '?confirmed=true')).json<ImportReport>().state).toBe('done')
    expect(await canRead(maud, 'n2')).toBe(true)
  })

  test('a practitioner on a care team by a record alone does not import herself as a member', async () => {
    const [dee, chen] = [await as('dee'), await as('chen')]
    const times = { start: '2031-05-05T09:00:00Z', end: '2031-05-05T09:30:00Z' }
    const booked = await dee.ask('POST', '/api/appointments', {
      patient: 'p4',
      practitioner: 'chen',
      ...times,
    })
    expect(booked.statusCode).toBe(201)
    const general = { reference: 'Practitioner/chen' }
    const patient = {
      resourceType: 'Patient',
      id: 'p4',
      name: [{ family: 'Four' }],
      generalPractitioner: [general],
    }
    const visit = encounter('e5', 'p4', 'blue')
    const shared = { ...visit, participant: [...visit.participant, { individual: general }] }
    for (const files of [{ 'Patient.ndjson': [patient] }, { 'Encounter.ndjson': [shared] }]) {
      const report = (await send(chen, files)).json<ImportReport>()
      expect(report).toMatchObject({ state: 'refused', badLineCount: 1 })
      expect(report.badLines[0]?.reason).toContain('changes the care team')
    }
    const { id } = booked.json<{ id: string }>()
    await dee.ask('POST', `/api/appointments/${id}/cancel`, { reason: 'ill' }, 1)
    expect((await chen.ask('GET', '/api/patients/p4')).statusCode).toBe(404)
  })
})

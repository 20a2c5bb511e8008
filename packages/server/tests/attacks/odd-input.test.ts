import { Agent, request as send } from 'node:http'
import { memberKinds, practiceCatalog, type RecordFacts } from '@rolecall/core'
import { readPracticeFile } from '@rolecall/core/testing'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { buildApp } from '../../src/http/app.ts'
import { placeText } from '../../src/notes/cursor.ts'
import { appParts } from '../../src/server-parts.ts'
import { type StoredRecord, sessionOf, storePractice } from '../random-practice.ts'
import { withTables } from '../with-tables.ts'
import { type AnyRequest, anyRequest, type Known } from './any-request.ts'
import { type AnyFile, anyFiles } from './any-upload.ts'

/** Requests fill a fixed slice of the run, and are never fewer than this. */
const fewest = 200
const isLong = process.env.ROLECALL_LONG === '1'
const slice = isLong ? 10 * 60_000 : 6000
/** How many are on their way at once. */
const atOnce = 8
/** How many of these a practice is asked before another one takes its place: by then the first is a ruin. */
const ofAPractice = 200

const practice = `
practice: { name: Hill, modules: [clinical, billing, engage], now: 2026-11-21T09:00:00Z }
locations: [hill, dale]
tags: [green, blue, vip]
roles:
  desk: { label: Desk, fits: [administrative], permissions: [patients.manage, appointments.manage] }
members:
  chen:
    kind: practitioner
    owner: true
    grants: [{ role: practitioner }, { role: system-admin }, { role: admin }, { role: office-staff }]
    team: { all: edit }
  dee: { kind: practitioner, grants: [{ role: provider }] }
  mo: { kind: administrative, grants: [{ role: admin }] }
  ana: { kind: administrative, grants: [{ role: office-staff }, { role: desk, at: [hill] }], team: { all: edit } }
  finn: { kind: administrative, grants: [{ role: office-staff }], team: { all: edit }, tags: { any: [green] } }
  bea: { kind: assistant, manages: [chen], grants: [{ role: clinical-assistant }] }
  hatt: { kind: collaborator }
patients:
  p1: { careTeam: [chen], tags: [green], locations: [hill] }
  p2: { careTeam: [dee], tags: [blue], restrictedTo: [dee] }
  p3: { careTeam: [chen], tags: [green], clinicalTo: [chen, dee] }
records:
  n1: { kind: note, patient: p1, owner: chen, signed: true }
  n2: { kind: note, patient: p1, owner: chen, signed: false }
  n3: { kind: note, patient: p2, owner: dee, signed: false }
  a1: { kind: appointment, patient: p1, owner: chen, status: booked }
  a2: { kind: appointment, patient: p3, owner: chen, status: arrived }
`

const { database } = await withTables()
const reports: string[] = []
const report = (sentence: string) => reports.push(sentence)
const picking = { practiceId: '', introductions: new Map() }
const app = await buildApp(appParts({ database, picking }, report))
/** Where people are picked the sessions of the test let in; elsewhere they prove who they are. */
const apps = [app, await buildApp(appParts({ database }, report))]
const ports = await Promise.all(
  apps.map(async (one) => Number(new URL(await one.listen({ host: '127.0.0.1', port: 0 })).port)),
)
const agent = new Agent({ keepAlive: true, maxSockets: 2 * atOnce })
afterAll(async () => {
  agent.destroy()
  for (const one of apps) await one.close()
})

/** Who asks: mostly those who may do much. */
const askers = [
  ...[...Array.from({ length: 14 }, () => 'chen' as const), 'mo', 'ana', 'finn', 'dee', 'hatt'],
  ...[undefined, 'bea for chen', 'bea'],
] as const

/** A practice, and the sessions of those who ask. */
class World {
  readonly #practiceId: string
  readonly #cookies = new Map<string, string>()

  constructor(practiceId: string) {
    this.#practiceId = practiceId
    picking.practiceId = practiceId
  }

  async cookieOf(asker: string | undefined): Promise<string | undefined> {
    if (asker === undefined) return undefined
    const cookie = this.#cookies.get(asker) ?? (await this.#newSession(asker))
    this.#cookies.set(asker, cookie)
    return cookie
  }

  /** Requests end sessions too: the next one has a new one. */
  forget(asker: string | undefined): void {
    this.#cookies.delete(asker ?? '')
  }

  async #newSession(asker: string): Promise<string> {
    const [member = '', actingFor] = asker.split(' for ')
    const client = await sessionOf(database, app, { practiceId: this.#practiceId, member, actingFor })
    return `rolecall=${client.cookie('rolecall')}`
  }
}

async function newWorld(): Promise<World> {
  const read = readPracticeFile(practice, { catalog: practiceCatalog, name: 'fuzz' })
  if (!read.ok) throw new Error(JSON.stringify(read.errors))
  const { policy, patients, records } = read.file
  const { practiceId } = await storePractice(database, {
    policy,
    patients: [...patients.values()],
    records: [...records.values()].filter(isStored),
  })
  return new World(practiceId)
}

function isStored(record: RecordFacts): record is StoredRecord {
  return (record.kind === 'note' || record.kind === 'appointment') && record.patient != null
}

const here = newWorld()
const grants = '/api/members/ana/grants'
const farOff = placeText(['2026-01-01T00:00:00-16:00', 'n1'])
const yearZero = placeText(['0000-01-01T00:00:00+00', 'n1'])

const members = ['chen', 'dee', 'mo', 'ana', 'finn', 'bea', 'hatt', 'nobody']
const patients = ['p1', 'p2', 'p3', 'p4']
const records = ['n1', 'n2', 'n3', 'a1', 'a2']
const tags = ['green', 'blue', 'vip']
const permissions = Object.keys(practiceCatalog.permissions)
const kinds = Object.keys(practiceCatalog.kinds)
const known: Known = {
  ...{ '/api/members': members, member: members, practitioner: members, successor: members, owner: members },
  ...{ people: members, add: members, remove: members, careTeam: members, actingFor: members },
  ...{ '/api/patients': patients, patient: patients, record: [...records, ...patients, ...members] },
  ...{ '/api/notes': records, '/api/appointments': records },
  ...{ '/api/tags': tags, tag: tags, into: tags, tagged: tags },
  ...{ '/api/locations': ['hill', 'dale'], location: ['hill', 'dale'], at: ['hill', 'dale'] },
  ...{ '/api/roles': ['desk', 'admin', 'provider'], role: ['desk', 'admin', 'provider', 'biller'] },
  ...{ permission: permissions, kind: [...kinds, ...memberKinds] },
  ...{ act: ['view', 'edit', 'create', 'sign', 'restrict'], fits: ['practitioner', 'administrative'] },
  ...{
    on: ['clinical', 'billing', 'engage'],
    readOnly: ['orders', 'clinical'],
    jobTitle: ['dentist', 'owner'],
  },
  ...{ section: ['notes', 'appointments'], copyOf: ['admin', 'desk'], operation: ['listPatients'] },
}

interface Answer {
  readonly status: number
  readonly type: string
  readonly text: string
}

function ask(port: number, asked: AnyRequest, cookie: string | undefined): Promise<Answer> {
  const { method, path, headers, body } = asked
  const own = {
    host: '127.0.0.1',
    'sec-fetch-site': 'same-origin',
    ...(cookie !== undefined && { cookie }),
    ...(body !== undefined && { 'content-length': String(body.length) }),
  }
  return new Promise((resolve, reject) => {
    const sent = send(
      { agent, port, host: '127.0.0.1', method, path, headers: { ...own, ...headers }, timeout: 60_000 },
      (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'] ?? '',
            text: Buffer.concat(pieces).toString(),
          }),
        )
      },
    )
    sent.on('timeout', () => sent.destroy(new Error('no answer in a minute')))
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Said on purpose, of work that many ask for at once. */
const deliberate = /^too many (people sign in|passwords are being checked) at the moment/

/** What is wrong with an answer, if anything is. */
function faultOf({ status, type, text }: Answer): string | undefined {
  if (status < 400) return undefined
  const { detail } = JSON.parse(text) as { readonly detail?: string }
  if (status === 503 && deliberate.test(detail ?? '')) return undefined
  if (status >= 500) return `${status} ${detail}`
  if (type.startsWith('application/problem+json') && !/^\S.*[^.]$/su.test(detail ?? ''))
    return `no sentence: ${detail}`
  return undefined
}

interface Asking extends AnyRequest {
  /** Who asks. Undefined: no one who is signed in. */
  readonly as: string | undefined
  /** Which of the servers. */
  readonly where: number
}

/** What went wrong, each kind of it once, and how often each operation ended how. */
class Findings {
  readonly faults = new Map<string, string>()
  readonly endings = new Map<string, number>()

  async ask(world: World, asked: readonly Asking[], seed: number): Promise<void> {
    reports.length = 0
    const rest = asked.values()
    const lane = async () => {
      for (const one of rest) await this.#askOne(world, one, seed)
    }
    await Promise.all(Array.from({ length: atOnce }, lane))
    // Of many at once it is one of them.
    for (const said of reports) this.faults.set(said.split('\n').slice(0, 4).join(' '), `seed ${seed}`)
  }

  async #askOne(world: World, one: Asking, seed: number): Promise<void> {
    try {
      const answer = await ask(ports[one.where] ?? 0, one, await world.cookieOf(one.as))
      if (answer.status === 401) world.forget(one.as)
      const ending = `${one.operation} ${answer.status}`
      this.endings.set(ending, (this.endings.get(ending) ?? 0) + 1)
      const fault = faultOf(answer)
      if (fault !== undefined)
        this.faults.set(`${one.operation}: ${fault}`, `${described(one)}, seed ${seed}`)
    } catch (error) {
      this.faults.set(`${one.operation}: ${error}`, `${described(one)}, seed ${seed}`)
    }
  }

  get requests(): number {
    return [...this.endings.values()].reduce((sum, count) => sum + count, 0)
  }

  get done(): readonly string[] {
    return [...this.endings.keys()].filter((ending) => / 2\d\d$/.test(ending))
  }
}

/** Ask for as long as the slice lasts. One seed draws all that one practice is asked. */
async function askedFor(drawn: fc.Arbitrary<Asking>): Promise<Findings> {
  const findings = new Findings()
  const ends = performance.now() + slice
  let seed = isLong ? Date.now() % 1_000_000_000 : 1
  while (findings.requests < fewest || performance.now() < ends) {
    const world = await newWorld()
    await findings.ask(world, fc.sample(drawn, { seed, numRuns: ofAPractice }), seed)
    seed++
  }
  return findings
}

function described({ method, path, headers, body }: AnyRequest): string {
  return `${method} ${path.slice(0, 600)} ${JSON.stringify(headers).slice(0, 600)} ${body?.toString('latin1').slice(0, 1500) ?? ''}`
}

describe('attack 14: input that no client sends', () => {
  test(
    'every operation answers any input, and none with an error of the server',
    async () => {
      const one = fc
        .tuple(anyRequest(known), fc.constantFrom(...askers), fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1))
        .map(([drawn, as, where]) => ({ ...drawn, as, where }))
      const { requests, done, faults } = await askedFor(one)
      process.stdout.write(`${requests.toLocaleString('en')} requests, ${done.length} operations done\n`)
      expect([...faults]).toEqual([])
      // What is never done was refused for being no request at all, which proves little.
      expect(done.length).toBeGreaterThan(25)
    },
    slice + 5 * 60_000,
  )

  test(
    'any file is imported, or refused with what is wrong with it',
    async () => {
      const upload = fc
        .tuple(anyFiles(), fc.constantFrom('', '?dryRun=true', '?skipBad=true', '?dates=DMY'))
        .map(([files, query]) => ({ ...asRequest(files, query), as: 'chen', where: 0 }))
      const { requests, faults } = await askedFor(upload)
      process.stdout.write(`${requests.toLocaleString('en')} uploads\n`)
      expect([...faults]).toEqual([])
    },
    slice + 5 * 60_000,
  )
})

describe('attack 14: what was answered with an error of the server', () => {
  test.each([
    ['a role called `constructor`', 'POST', '/api/roles', { label: 'constructor' }, 201],
    ['a role called `__proto__`', 'POST', '/api/roles', { label: '__proto__' }, 201],
    ['the list of roles with them', 'GET', '/api/roles', undefined, 200],
    ['half a character in a label', 'POST', '/api/tags', { label: 'a\ud800' }, 400],
    ['a grant from the year 0', 'POST', grants, { role: 'desk', from: '0000-01-01T00:00:00Z' }, 400],
    [
      'a grant until the year 10000',
      'POST',
      grants,
      { role: 'desk', until: '9999-12-31T23:59:59-01:00' },
      400,
    ],
    ['an offset that no zone has', 'POST', grants, { role: 'desk', from: '2026-01-01T00:00:00+23:59' }, 400],
    ['a log from the year 0', 'GET', '/api/audit?from=0000-01-01T00:00:00Z', undefined, 400],
    ['a day that no calendar has', 'POST', '/api/patients', { family: 'Xu', birthDate: '2023-02-31' }, 400],
    [
      'a page of notes behind an offset that no zone has',
      'GET',
      `/api/notes?after=${farOff}`,
      undefined,
      200,
    ],
    ['a page of notes behind the year 0', 'GET', `/api/notes?after=${yearZero}`, undefined, 400],
    ['arrays in arrays', 'PUT', '/api/patients/p1/tags', { tags: [[[[]]]] }, 400],
    ['a permission called `constructor`', 'GET', '/api/why?permission=constructor', undefined, 200],
    ['a kind called `constructor`', 'GET', '/api/why?kind=constructor&act=toString', undefined, 200],
  ] as const)('%s is answered with what it is: %s %s %o gives %i', async (_, method, path, body, status) => {
    const cookie = await (await here).cookieOf('chen')
    const json = body === undefined ? undefined : Buffer.from(JSON.stringify(body))
    const headers = { ...(json && { 'content-type': 'application/json' }), 'if-match': '"1"' }
    const answer = await ask(ports[0] ?? 0, { operation: '', method, path, headers, body: json }, cookie)
    expect([answer.status, faultOf(answer)]).toEqual([status, undefined])
  })
})

function asRequest(files: readonly AnyFile[], query: string): AnyRequest {
  const parts = files.flatMap(({ name, content }) => [
    Buffer.from(`--XX\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`),
    content,
    Buffer.from('\r\n'),
  ])
  return {
    operation: 'importFiles',
    method: 'POST',
    path: `/api/imports${query}`,
    headers: { 'content-type': 'multipart/form-data; boundary=XX' },
    body: Buffer.concat([...parts, Buffer.from('--XX--\r\n')]),
  }
}

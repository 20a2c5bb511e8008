/** Words nobody but the audit log may keep are put wherever a request can hold one, and hunted in what is written. */
import { setImmediate } from 'node:timers/promises'
import type { Patient } from '@rolecall/contract'
import { expect, test } from 'vitest'
import { buildApp } from '../src/http/app.ts'
import { appParts } from '../src/server-parts.ts'
import { Client, signedIn } from './client.ts'
import { ownPage, smallServer } from './small-server.ts'
import { withDemo } from './with-practice.ts'

interface Line {
  readonly level: string
  readonly at: string
  readonly request?: string
  readonly route?: string
  readonly operation?: string
  readonly status?: number | string
  readonly ms?: number
  readonly says?: string
  readonly err?: { readonly type: string; readonly message: string; readonly stack: string }
}

function journal() {
  const lines: string[] = []
  return {
    write: (line: string) => void lines.push(line),
    text: () => lines.join(''),
    lines: async () => {
      await setImmediate()
      return lines
        .join('')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Line)
    },
  }
}

const word = 'canary4711'

test('each request is one line: which operation, how it ended, how long it took', async () => {
  const written = journal()
  const app = await smallServer({ journal: written })
  await app.inject({ url: '/api/things/7', headers: ownPage })
  await app.inject({ url: '/api/nothing', headers: ownPage })
  const [first, second, ...others] = await written.lines()
  expect(first).toEqual({
    level: 'info',
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    request: expect.stringMatching(/^[0-9a-f-]{36}$/),
    method: 'GET',
    route: '/api/things/:id',
    operation: 'look',
    status: 200,
    ms: expect.any(Number),
  })
  expect(second).toMatchObject({ route: 'none', status: 404 })
  expect(others).toEqual([])
})

test('nothing of what is asked, by whom or from where is in it, whatever becomes of the request', async () => {
  const written = journal()
  const app = await smallServer({
    journal: written,
    handlers: {
      async look({ params: { id } }: { params: { id: string } }) {
        if (id.endsWith('bug')) throw new TypeError(`${word} is no function`)
        if (id.endsWith('out'))
          throw Object.assign(new Error(`host ${word} gone`), { code: 'ECONNREFUSED', detail: word })
        if (id.endsWith('bad')) return { status: 200, body: { id, version: word } }
        return { status: 200, body: { id, version: 1 } }
      },
      async *pour() {
        yield word
        throw new Error(word)
      },
    } as never,
  })
  const headers = {
    ...ownPage,
    cookie: `rolecall=${word}`,
    'user-agent': word,
    authorization: `Bearer ${word}`,
    'x-forwarded-for': word,
    'x-request-id': word,
    referer: `http://127.0.0.1/${word}`,
  }
  const payload = { name: word }
  for (const url of ['/api/things/', '/api/nothing/', '/api/things/%zz', '/', '/api/table?search='])
    for (const method of ['GET', 'POST', 'PUT', 'DELETE'] as const)
      await app.inject({ method, url: `${url}${word}`, headers, ...(method !== 'GET' && { payload }) })
  for (const end of ['bug', 'out', 'bad'])
    await app.inject({ url: `/api/things/${word}${end}?search=${word}`, headers })
  const json = { ...headers, 'content-type': 'application/json' }
  await app.inject({ method: 'POST', url: '/api/things', headers: json, payload: `{"${word}` })
  await app.inject({
    method: 'POST',
    url: '/api/things',
    headers: json,
    payload: { name: word.repeat(9999) },
  })
  await app.inject({ url: '/api/things/1', headers: { ...headers, host: `${word}.example` } })
  await app.inject({
    method: 'POST',
    url: '/api/things',
    headers: { ...headers, 'sec-fetch-site': 'cross-site' },
  })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  await fetch(`${address}/api/table`).then((response) => response.text().catch(() => {}))
  expect((await written.lines()).length).toBeGreaterThan(25)
  expect(written.text()).not.toContain(word)
  expect(written.text()).not.toContain('remoteAddress')
  expect(
    (await written.lines()).filter(({ level }) => level === 'error').map(({ err }) => err?.type),
  ).toEqual(expect.arrayContaining(['TypeError', 'Error']))
  const bug = (await written.lines()).find(({ err }) => err?.type === 'TypeError')
  expect(bug).toMatchObject({ says: expect.stringMatching(/^something went wrong here/) })
  expect(bug?.err?.stack).toMatch(/^at .*logs\.test\.ts/)
})

test('a day at the front desk leaves no name, no token and no patient in it', async () => {
  const { database, practiceId } = await withDemo()
  const written = journal()
  const reports: string[] = []
  const picking = { practiceId, introductions: new Map() }
  const app = await buildApp({
    ...appParts({ database, picking }, (line) => reports.push(line)),
    journal: written,
  })
  const ana = await signedIn(app, 'ana')
  const { patients } = await ana.get<{ patients: readonly Patient[] }>('/api/patients?limit=20')
  const [patient] = patients
  if (patient === undefined) throw new Error('the demo has no patients')
  for (const url of [
    `/api/patients?search=${patient.family}`,
    `/api/patients/count?search=${patient.family}`,
    `/api/patients/${patient.id}`,
    `/api/why?patient=${patient.id}`,
    `/api/members/chen`,
    `/api/patients?after=${word}`,
    '/api/me',
  ])
    await ana.ask('GET', url)
  await new Client(app).ask('POST', '/api/session', { email: `${word}@clinic.example`, password: word })
  await new Client(app).ask('PUT', '/api/password-reset', { token: word, password: word })
  await new Client(app, { rolecall: word }).ask('GET', '/api/me')
  await ana.ask('DELETE', '/api/session')
  await app.close()
  expect((await written.lines()).filter(({ operation }) => operation !== undefined).length).toBeGreaterThan(8)
  const everything = written.text() + reports.join('\n')
  const secrets = [word, ana.cookie('rolecall'), patient.family, patient.given, patient.id, 'ana', 'chen']
  for (const secret of secrets.filter((one) => one !== '')) {
    const alone = new RegExp(`(?<![a-z0-9])${RegExp.escape(secret)}(?![a-z0-9])`, 'i')
    expect(everything).not.toMatch(alone)
  }
})

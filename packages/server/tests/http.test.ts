import type { Me, Members, People, Problem, Why } from '@rolecall/contract'
import { expect, test } from 'vitest'
import { raiseEpoch } from '../src/access/raise-epoch.ts'
import { Client, signedIn } from './client.ts'
import { inPractice, withDemo } from './with-practice.ts'

const { app, database, practiceId } = await withDemo()

test('the people to sign in as are there before anyone signed in, with a line on what to try', async () => {
  const { practice, people } = await new Client(app).get<People>('/api/people')
  expect(practice).toEqual({ name: 'Riverside Dental & Wellness', madeUp: true })
  expect(people).toHaveLength(22)
  expect(people.every(({ name, job, hint }) => name !== '' && job !== '' && hint !== '')).toBe(true)
  expect(people.filter(({ canSignIn }) => canSignIn)).toHaveLength(16)
})

test.each(['/api/me', '/api/patients', '/api/patients/count', '/api/why', '/api/members'])(
  '%s answers 401 to who is not signed in',
  async (url) => {
    const response = await new Client(app).ask('GET', url)
    expect(response.statusCode).toBe(401)
    expect(response.headers['content-type']).toContain('application/problem+json')
    expect(response.json<Problem>()).toEqual({
      type: 'about:blank',
      title: 'Unauthorized',
      status: 401,
      detail: 'you are not signed in, sign in first',
      reason: 'signed-out',
    })
  },
)

test('the cookie is out of reach of scripts and other sites, and the database does not hold it', async () => {
  const response = await new Client(app).ask('POST', '/api/session/picked', { member: 'ana' })
  const [cookie] = response.cookies
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' })
  const held = await inPractice(database, practiceId, (transaction) =>
    transaction.selectFrom('session').select('token_hash').execute(),
  )
  expect(held.length).toBeGreaterThan(0)
  expect(held.some(({ token_hash }) => token_hash.equals(Buffer.from(cookie?.value ?? '')))).toBe(false)
})

test('who signs out is out, also with the cookie of before', async () => {
  const client = await signedIn(app, 'ana')
  const copy = await signedIn(app, 'ana')
  expect((await client.ask('DELETE', '/api/session')).statusCode).toBe(204)
  expect((await client.ask('GET', '/api/me')).statusCode).toBe(401)
  expect((await copy.ask('GET', '/api/me')).statusCode).toBe(200)
})

test('an assistant acts for a practitioner they manage, and for no other', async () => {
  const client = await signedIn(app, 'vera')
  const actFor = (practitioner: string | null) =>
    client.ask('PUT', '/api/session/acting-for', { practitioner })
  expect((await client.get<Me>('/api/me')).manages.map(({ id }) => id)).toEqual(['chen', 'tanaka'])
  expect((await actFor('tanaka')).statusCode).toBe(204)
  expect((await client.get<Me>('/api/me')).actingFor).toEqual({ id: 'tanaka', name: 'Dr Haruto Tanaka' })
  expect((await actFor('okafor')).statusCode).toBe(403)
  expect((await actFor(null)).statusCode).toBe(204)
  expect((await client.get<Me>('/api/me')).actingFor).toBeNull()
})

test('nobody but an assistant acts for somebody else', async () => {
  await expect(signedIn(app, 'ana', 'chen')).rejects.toThrow('only an assistant acts for somebody else')
})

test('why a patient is in reach is explained about that patient', async () => {
  const { about, explanation } = await (await signedIn(app, 'finn')).get<Why>('/api/why?patient=p007')
  expect(about).toBe('record')
  expect(explanation.answer).toBe('yes')
  expect(explanation.steps).toHaveLength(9)
})

// p008 carries another tag, p001 is restricted to others, and nobody is called p999 or p0'08.
test.each(['chen', 'okafor', 'finn', 'bill', 'mara', 'bo', 'hatt', 'vera'])(
  '%s gets the same bytes for an id out of reach as for an id of nobody',
  async (member) => {
    const client = await signedIn(app, member)
    const out = member === 'chen' || member === 'bill' || member === 'vera' ? ['p001'] : ['p008']
    if (member === 'okafor') out.push('p005')
    const [unknown, ...others] = await Promise.all(
      ['p999', "p0'08", ...out].map((id) => client.ask('GET', `/api/why?patient=${encodeURIComponent(id)}`)),
    )
    expect(unknown?.json<Why>().about).toBe('reach')
    for (const answer of others) {
      expect(answer.rawPayload).toEqual(unknown?.rawPayload)
      expect({ ...answer.headers, date: '' }).toEqual({ ...unknown?.headers, date: '' })
    }
  },
)

test('who may view the log is told about others, in full', async () => {
  const client = await signedIn(app, 'mara')
  const why = await client.get<Why>('/api/why?patient=p001&member=chen')
  expect(why).toMatchObject({ about: 'record', explanation: { answer: 'no', step: 'patient' } })
  expect(await client.get<Why>('/api/why?patient=p009&member=vera&actingFor=tanaka')).toMatchObject({
    explanation: { answer: 'yes' },
  })
  expect((await client.ask('GET', '/api/why?patient=p999&member=chen')).statusCode).toBe(404)
  expect((await client.get<Members>('/api/members')).members).toHaveLength(22)
})

test('everybody is told whom to ask: who manages accounts and can sign in, the owner first', async () => {
  for (const member of ['ana', 'hatt'])
    expect((await (await signedIn(app, member)).get<Me>('/api/me')).admins).toEqual([
      { id: 'chen', name: 'Dr Wei Chen' },
      { id: 'mara', name: 'Mara Whitfield' },
    ])
})

test('nobody else is told about others', async () => {
  const client = await signedIn(app, 'ana')
  expect((await client.get<Me>('/api/me')).mayAskForOthers).toBe(false)
  expect((await client.ask('GET', '/api/why?patient=p007&member=finn')).statusCode).toBe(403)
  expect((await client.ask('GET', '/api/why?patient=p999&member=finn')).statusCode).toBe(403)
  expect((await client.ask('GET', '/api/members')).statusCode).toBe(403)
})

test.each([
  '/api/patients?limit=0',
  '/api/patients?limit=201',
  '/api/patients?limit=many',
  '/api/patients?after=nowhere',
  `/api/patients?after=${Buffer.from('["a\\u0000","b"]').toString('base64url')}`,
  '/api/why?patient=%00',
  '/api/why?actingFor=chen',
  `/api/patients?search=${'x'.repeat(201)}`,
])('%s is answered with 400 and a sentence', async (url) => {
  const response = await (await signedIn(app, 'ana')).ask('GET', url)
  expect(response.statusCode).toBe(400)
  expect(response.json<Problem>().detail).not.toBe('')
})

test('an address other than this machine’s is not answered', async () => {
  const response = await app.inject({ url: '/api/people', headers: { host: 'clinic.example' } })
  expect(response.statusCode).toBe(421)
})

test('a change of policy is in force with the next request', async () => {
  const client = await signedIn(app, 'bo')
  expect((await client.ask('GET', '/api/patients/count')).statusCode).toBe(403)
  await inPractice(database, practiceId, async (transaction) => {
    await transaction
      .insertInto('role_grant')
      .values({ practice_id: practiceId, id: 'bo/9', member_id: 'bo', role_id: 'administrative' })
      .execute()
    await raiseEpoch(transaction, practiceId)
  })
  expect(await client.get('/api/patients/count')).toEqual({ count: 570 })
})

test('who is locked is out with the next request', async () => {
  const client = await signedIn(app, 'bo')
  await inPractice(database, practiceId, async (transaction) => {
    await transaction
      .updateTable('member')
      .set({ status: 'locked' })
      .where('practice_id', '=', practiceId)
      .where('id', '=', 'bo')
      .execute()
    await raiseEpoch(transaction, practiceId)
  })
  expect((await client.ask('GET', '/api/patients')).statusCode).toBe(401)
})

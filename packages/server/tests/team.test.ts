import type { MemberAccess, Members, Problem, WholeMember } from '@rolecall/contract'
import { practiceCatalog } from '@rolecall/core'
import { describe, expect, test } from 'vitest'
import { inPractice } from './with-tables.ts'
import { peopleOfGreenStreet, withWrittenPractice } from './with-written-practice.ts'

const { as, database, practiceId } = await withWrittenPractice(peopleOfGreenStreet)

const mara = await as('mara')
const noLimits = { tags: null, ownNotesOnly: null, hidePrices: null }

const detailOf = (response: { json: () => unknown }) => (response.json() as Problem).detail

function read(id: string): Promise<WholeMember> {
  return mara.get<WholeMember>(`/api/members/${id}`)
}

async function added(body: object): Promise<WholeMember> {
  const response = await mara.ask('POST', '/api/members', body)
  if (response.statusCode !== 201) throw new Error(response.body)
  return response.json<WholeMember>()
}

test('the list says who somebody is, what they hold, and when they were last here', async () => {
  const { members } = await mara.get<Members>('/api/members')
  expect(members).toHaveLength(12)
  expect(members.find(({ id }) => id === 'mara')).toMatchObject({
    kind: 'administrative',
    status: 'active',
    account: true,
    owner: false,
    standing: 'active',
    from: null,
    until: null,
    roles: [{ role: 'admin', label: 'Admin', at: null, tagged: null, when: 'now' }],
    lastSeen: expect.stringMatching(/^20/),
  })
  expect(members.find(({ id }) => id === 'vera')?.manages.map(({ id }) => id)).toEqual([
    'chen',
    'dee',
    'okafor',
  ])
  expect(members.find(({ id }) => id === 'tanaka')).toMatchObject({
    account: false,
    standing: 'no-account',
    lastSeen: null,
  })
})

test.each(['/api/members', '/api/members/ana', '/api/members/ana/access', '/api/roles', '/api/roles/matrix'])(
  '%s is for those who manage accounts or view the log',
  async (url) => {
    expect((await (await as('ana')).ask('GET', url)).statusCode).toBe(403)
  },
)

test('a person is added without a role; a practitioner is there at once, others once they accept', async () => {
  const zoe = await added({ kind: 'administrative', name: ' Zoe Quist ', jobTitle: 'receptionist' })
  expect(zoe).toMatchObject({
    name: 'Zoe Quist',
    status: 'invited',
    account: false,
    roles: [],
    job: 'Receptionist',
    team: { setting: 'own', entries: [] },
  })
  expect(await added({ kind: 'practitioner', name: 'Dr Ito' })).toMatchObject({ status: 'active' })
})

test('where people share patients, who is added starts with all team members', async () => {
  const share = (shares_patients: boolean) =>
    inPractice(database, practiceId, (transaction) =>
      transaction
        .updateTable('practice_settings')
        .set({ shares_patients })
        .where('practice_id', '=', practiceId)
        .execute(),
    )
  await share(true)
  const { team } = await added({ kind: 'practitioner', name: 'Dr Abe' })
  expect(team).toMatchObject({ setting: 'all', entries: [{ colleague: null, level: 'edit' }] })
  expect((await added({ kind: 'assistant', name: 'Kit' })).team.setting).toBe('own')
  await share(false)
})

test.each([
  [{ kind: 'wizard', name: 'Zoe' }, 'no kind of member `wizard`'],
  [{ kind: 'assistant', name: 'Zoe', jobTitle: 'wizard' }, 'no job title `wizard`'],
])('%o is refused with a sentence', async (body, words) => {
  const response = await mara.ask('POST', '/api/members', body)
  expect([response.statusCode, detailOf(response)]).toEqual([422, expect.stringContaining(words)])
})

test('job titles recommend, and say why', async () => {
  const { jobTitles } = await (await as('nils')).get<{
    jobTitles: readonly { id: string; reason: string }[]
  }>('/api/job-titles')
  expect(jobTitles.map(({ id }) => id)).toEqual(Object.keys(practiceCatalog.jobTitles))
  expect(jobTitles.every(({ reason }) => reason !== '')).toBe(true)
})

describe('an edit', () => {
  test('needs the version that was read, and the second of two is refused', async () => {
    const { version } = await read('dee')
    expect((await mara.ask('PATCH', '/api/members/dee', { name: 'Dee' })).statusCode).toBe(428)
    const both = await Promise.all([
      mara.ask('PATCH', '/api/members/dee', { name: 'Dr Dee' }, version),
      (await as('okafor')).ask('PATCH', '/api/members/dee', { jobTitle: 'dentist' }, version),
    ])
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 412])
  })

  test('never changes the kind', async () => {
    const { version } = await read('dee')
    await mara.ask('PATCH', '/api/members/dee', { name: 'Dr Dee', kind: 'administrative' }, version)
    expect((await read('dee')).kind).toBe('practitioner')
  })
})

describe('the time of somebody here', () => {
  const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const dates = async (id: string, body: object, by = mara) =>
    by.ask('PATCH', `/api/members/${id}`, body, (await read(id)).version)

  test('ends and begins, and the list says what it comes to now', async () => {
    const gus = await as('gus')
    const until = dayFromNow(-1)
    expect((await dates('gus', { until })).json<WholeMember>()).toMatchObject({
      status: 'active',
      standing: 'ended',
      from: null,
      until,
    })
    expect((await gus.ask('GET', '/api/me')).statusCode).toBe(401)
    expect((await dates('gus', { from: dayFromNow(7), until: null })).json()).toMatchObject({
      standing: 'not-begun',
      until: null,
    })
    const { members } = await mara.get<Members>('/api/members')
    expect(members.find(({ id }) => id === 'gus')?.standing).toBe('not-begun')
    expect((await dates('gus', { from: null })).json()).toMatchObject({ standing: 'active', from: null })
    // The session that the end closed does not come back with the day.
    expect((await gus.ask('GET', '/api/me')).statusCode).toBe(401)
  })

  test('ends after it begins, and never for the owner', async () => {
    const backwards = await dates('gus', { from: dayFromNow(2), until: dayFromNow(1) })
    expect([backwards.statusCode, detailOf(backwards)]).toEqual([
      422,
      expect.stringContaining('ends before it begins'),
    ])
    const owner = await dates('chen', { until: dayFromNow(30) })
    expect([owner.statusCode, detailOf(owner)]).toEqual([409, expect.stringContaining('the owner')])
    expect(await read('gus')).toMatchObject({ from: null, until: null })
  })

  test('is set for oneself by nobody, whose name one may mend', async () => {
    expect((await dates('mara', { until: dayFromNow(30) })).statusCode).toBe(403)
    expect((await dates('mara', { name: 'Mara Whit', until: null })).statusCode).toBe(200)
  })

  test('is set by a scoped admin only for people of that scope', async () => {
    const lena = await as('lena')
    expect((await dates('ana', { until: dayFromNow(30) }, lena)).statusCode).toBe(403)
    expect((await dates('gus', { until: dayFromNow(30) }, lena)).statusCode).toBe(200)
    expect((await dates('gus', { until: null }, lena)).statusCode).toBe(200)
  })
})

describe('locking', () => {
  test('ends sessions at once and keeps everything; unlocking gives it back', async () => {
    const gus = await as('gus')
    expect((await gus.ask('GET', '/api/me')).statusCode).toBe(200)
    expect((await mara.ask('POST', '/api/members/gus/lock')).statusCode).toBe(204)
    expect((await gus.ask('GET', '/api/me')).statusCode).toBe(401)
    expect(await read('gus')).toMatchObject({
      status: 'locked',
      standing: 'locked',
      roles: [{ role: 'front-desk' }],
    })
    expect((await mara.ask('POST', '/api/members/gus/lock')).statusCode).toBe(409)
    expect((await mara.ask('POST', '/api/members/gus/unlock')).statusCode).toBe(204)
    expect((await gus.ask('GET', '/api/me')).statusCode).toBe(401)
    expect((await (await as('gus')).ask('GET', '/api/me')).statusCode).toBe(200)
  })

  test('is not for somebody who was never active', async () => {
    const { id } = await added({ kind: 'administrative', name: 'Una' })
    expect((await mara.ask('POST', `/api/members/${id}/unlock`)).statusCode).toBe(409)
  })
})

test('who leaves is out at once, and a successor reaches their work', async () => {
  const leaver = await added({ kind: 'practitioner', name: 'Dr Gone' })
  const response = await mara.ask('POST', `/api/members/${leaver.id}/archive`, { successor: 'dee' })
  expect(response.statusCode).toBe(204)
  expect(await read(leaver.id)).toMatchObject({
    status: 'archived',
    standing: 'archived',
    name: 'Dr Gone',
  })
  expect((await read('dee')).team.entries).toContainEqual(
    expect.objectContaining({ colleague: { id: leaver.id, name: 'Dr Gone' }, level: 'edit' }),
  )
  expect((await mara.ask('POST', `/api/members/${leaver.id}/archive`, {})).statusCode).toBe(409)
})

test('work is not handed to an assistant, to nobody, or to who has left', async () => {
  const { id } = await added({ kind: 'practitioner', name: 'Dr Leaving' })
  for (const successor of ['vera', 'hatt', 'zoe', id]) {
    const response = await mara.ask('POST', `/api/members/${id}/archive`, { successor })
    expect([successor, response.statusCode]).toEqual([successor, 422])
  }
  expect((await read(id)).status).toBe('active')
})

describe('limits', () => {
  test('are all set at once, with dates, and all lifted', async () => {
    const body = {
      tags: { match: 'any', tags: ['vip'], until: '2099-01-01T00:00:00Z' },
      ownNotesOnly: {},
      hidePrices: { from: '2020-01-01T00:00:00Z' },
    }
    const set = await mara.ask('PUT', '/api/members/ana/limits', body)
    expect(set.json<WholeMember>().limits).toEqual({
      tags: { match: 'any', tags: ['vip'], from: null, until: '2099-01-01T00:00:00.000Z' },
      ownNotesOnly: { from: null, until: null },
      hidePrices: { from: '2020-01-01T00:00:00.000Z', until: null },
    })
    const own = await (await as('ana')).get<MemberAccess>('/api/me/access')
    expect(own.limits.map(({ limit, inForce }) => [limit, inForce])).toEqual([
      ['tag-limit', true],
      ['own-notes-only', true],
      ['hide-prices', true],
      ['team-access', true],
    ])
    expect(own.limits[0]?.effect).toBe('ana reaches only patients tagged vip')
    expect((await mara.ask('PUT', '/api/members/ana/limits', noLimits)).json<WholeMember>().limits).toEqual(
      noLimits,
    )
  })

  test('name tags that are there', async () => {
    const body = { ...noLimits, tags: { match: 'any', tags: ['moon'] } }
    expect((await mara.ask('PUT', '/api/members/ana/limits', body)).statusCode).toBe(422)
  })

  test('are not written over unseen where the version that was read is named', async () => {
    const { version } = await read('ana')
    const body = { ...noLimits, version }
    const both = await Promise.all([
      mara.ask('PUT', '/api/members/ana/limits', body),
      mara.ask('PUT', '/api/members/ana/limits', body),
    ])
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 412])
  })
})

describe('team access', () => {
  const set = (id: string, team: object) => mara.ask('PUT', `/api/members/${id}/team-access`, { team })

  test.each([
    [{ setting: 'all', level: 'view' }, 'all', 1],
    [
      { setting: 'members', members: [{ member: 'chen', level: 'edit', until: '2099-01-01T00:00:00Z' }] },
      'members',
      1,
    ],
    [
      {
        setting: 'advanced',
        members: [
          { member: 'chen', section: 'notes', level: 'view' },
          { member: 'dee', section: 'invoices', level: 'edit' },
        ],
      },
      'advanced',
      2,
    ],
    [{ setting: 'own' }, 'own', 0],
  ] as const)('is set as %o and read as that', async (team, setting, entries) => {
    const response = await set('ana', team)
    expect(response.statusCode).toBe(200)
    const { team: now } = await read('ana')
    expect([now.setting, now.entries.length]).toEqual([setting, entries])
  })

  test.each([
    ['vera', { setting: 'all', level: 'view' }, 'has no team access'],
    ['hatt', { setting: 'all', level: 'view' }, 'has no team access'],
    ['ana', { setting: 'members', members: [{ member: 'zoe', level: 'view' }] }, '`zoe`'],
    ['ana', { setting: 'members', members: [{ member: 'ana', level: 'view' }] }, 'their own work'],
    [
      'ana',
      { setting: 'advanced', members: [{ member: 'chen', section: 'attic', level: 'view' }] },
      '`attic`',
    ],
  ])('of %s is not %o', async (id, team, words) => {
    const response = await set(id, team)
    expect([response.statusCode, detailOf(response)]).toEqual([422, expect.stringContaining(words)])
  })
})

describe('managed practitioners', () => {
  const set = (id: string, ...members: readonly string[]) =>
    mara.ask('PUT', `/api/members/${id}/managed-practitioners`, {
      practitioners: members.map((member) => ({ member })),
    })

  test('are those an assistant acts for from the next request on', async () => {
    const vera = await as('vera', 'dee')
    expect((await vera.ask('GET', '/api/patients/count')).statusCode).toBe(200)
    expect((await set('vera', 'chen', 'okafor')).statusCode).toBe(200)
    const why = await vera.get<{ explanation: { step: string } }>('/api/why')
    expect(why.explanation.step).toBe('acting')
    expect((await vera.ask('PUT', '/api/session/acting-for', { practitioner: 'dee' })).statusCode).toBe(403)
    expect((await set('vera', 'chen', 'okafor', 'dee')).statusCode).toBe(200)
  })

  test('are practitioners, and only assistants have any', async () => {
    expect(detailOf(await set('ana', 'chen'))).toContain('is no assistant')
    expect(detailOf(await set('vera', 'ana'))).toContain('is no practitioner')
    expect(detailOf(await set('vera', 'zoe'))).toContain('nobody here is called `zoe`')
  })
})

test('an invitation goes out by mail, replaces the one before, and shows its link to nobody', async () => {
  const { id } = await added({ kind: 'administrative', name: 'Wanda', email: 'wanda@example.org' })
  expect((await mara.ask('POST', `/api/members/${id}/invite`, {})).statusCode).toBe(202)
  expect((await mara.ask('POST', `/api/members/${id}/invite`, { email: 'w@example.org' })).statusCode).toBe(
    202,
  )
  const rows = await inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('invitation')
      .select(['email', 'withdrawn_at'])
      .where('practice_id', '=', practiceId)
      .where('member_id', '=', id)
      .orderBy('created_at')
      .execute(),
  )
  expect(rows).toMatchObject([
    { email: 'wanda@example.org', withdrawn_at: expect.any(Date) },
    { email: 'w@example.org', withdrawn_at: null },
  ])
  expect((await read(id)).invitation).toMatchObject({ email: 'w@example.org' })
  const mails = await database.anywhere.selectFrom('outbox').select('recipient').execute()
  expect(mails.map(({ recipient }) => recipient)).toEqual(['w@example.org'])
})

test.each(['chen', 'scribe', 'zoe'])('%s is not invited', async (id) => {
  const response = await mara.ask('POST', `/api/members/${id}/invite`, { email: 'a@example.org' })
  expect([404, 409]).toContain(response.statusCode)
})

test('the log says what of a person was changed, and the name and address of a person who was added', async () => {
  await mara.ask('PUT', '/api/members/ana/limits', { ...noLimits, hidePrices: {} })
  await mara.ask('PUT', '/api/members/ana/limits', noLimits)
  const entries = await inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('audit_entry')
      .select(['operation', 'records', 'detail'])
      .where('practice_id', '=', practiceId)
      .where('operation', 'in', ['setLimits', 'addMember'])
      .where('outcome', '=', 'allowed')
      .orderBy('id')
      .execute(),
  )
  expect(entries.at(-2)).toMatchObject({ records: ['ana'], detail: { hidePrices: true, tagLimit: null } })
  expect(entries).toContainEqual(
    expect.objectContaining({
      operation: 'addMember',
      detail: expect.objectContaining({ name: 'Wanda', email: 'wanda@example.org' }),
    }),
  )
})

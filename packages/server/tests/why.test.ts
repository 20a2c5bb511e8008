import type { MemberAccess, Problem, WhoCan, Why } from '@rolecall/contract'
import { describe, expect, test } from 'vitest'
import { signedIn } from './client.ts'
import { inPractice, withDemo } from './with-practice.ts'

const { app, database, practiceId } = await withDemo()
const mara = await signedIn(app, 'mara')
const ana = await signedIn(app, 'ana')

describe('one’s own access', () => {
  test('names every act, how far it reaches, and through which role', async () => {
    const access = await ana.get<MemberAccess>('/api/me/access')
    const of = (kind: string, act: string) => access.acts.find((one) => one.kind === kind && one.act === act)
    expect(of('patient', 'view')).toMatchObject({
      reach: 'some',
      words: 'all patients, except charts restricted to others',
      through: [{ words: 'the role Administrative' }],
    })
    expect(of('patient', 'view')?.sentence).toBe('yes, except charts restricted to others')
    expect(of('note', 'view')).toMatchObject({ reach: 'nowhere', step: 'permission' })
    expect(of('audit', 'view')).toMatchObject({ reach: 'nowhere' })
    expect(access.roles).toMatchObject([{ role: 'administrative', when: 'now', words: 'Administrative' }])
    expect(access.counts).toContainEqual(expect.objectContaining({ kind: 'patient', count: 570 }))
  })

  test('is of an assistant what it is acting for whom', async () => {
    const counts = async (actingFor?: string) =>
      (await (await signedIn(app, 'vera', actingFor)).get<MemberAccess>('/api/me/access')).counts
    expect(await counts('chen')).toContainEqual(expect.objectContaining({ kind: 'patient', count: 570 }))
    expect(await counts('tanaka')).toContainEqual(expect.objectContaining({ kind: 'patient', count: 108 }))
    expect(await counts()).toContainEqual(expect.objectContaining({ kind: 'patient', count: 0 }))
  })

  test('ends with the grant: a locum sees since when and until when', async () => {
    const { roles } = await (await signedIn(app, 'reyes')).get<MemberAccess>('/api/me/access')
    expect(roles).toMatchObject([{ label: 'Provider' }])
  })
})

describe('the access of others', () => {
  test.each([
    ['chen', 582],
    ['okafor', 144],
    ['finn', 190],
    ['bill', 380],
    ['bo', 0],
    ['hatt', 0],
    ['lena', 0],
  ])('of %s comes to %i patients, counted with their own plan', async (member, count) => {
    const { counts } = await mara.get<MemberAccess>(`/api/members/${member}/access`)
    expect(counts).toContainEqual(expect.objectContaining({ kind: 'patient', count }))
  })

  test('of an assistant is asked acting for somebody', async () => {
    const access = await mara.get<MemberAccess>('/api/members/vera/access?actingFor=tanaka')
    expect(access.actingFor).toEqual({ id: 'tanaka', name: 'Dr Haruto Tanaka' })
    expect(access.counts).toContainEqual(expect.objectContaining({ kind: 'patient', count: 108 }))
  })

  test('is told to nobody else', async () => {
    expect((await ana.ask('GET', '/api/members/finn/access')).statusCode).toBe(403)
    expect((await mara.ask('GET', '/api/members/zoe/access')).statusCode).toBe(404)
  })
})

describe('why', () => {
  test('any act on any kind is explained to oneself', async () => {
    const { about, explanation } = await ana.get<Why>('/api/why?kind=note&act=edit')
    expect([about, explanation.answer, explanation.step]).toEqual(['reach', 'no', 'permission'])
    expect((await ana.get<Why>('/api/why?kind=patient&act=edit&record=p007')).explanation.answer).toBe('yes')
  })

  test('what no catalogue knows is refused like anything else', async () => {
    const { explanation } = await ana.get<Why>('/api/why?kind=dragon&act=ride')
    expect([explanation.answer, explanation.step]).toEqual(['no', 'kind'])
    const { explanation: act } = await ana.get<Why>('/api/why?kind=patient&act=ride')
    expect([act.answer, act.step]).toEqual(['no', 'kind'])
  })

  test.each(['patient', 'note', 'appointment'])(
    'a %s out of reach gets the same bytes as one that is not there',
    async (kind) => {
      const finn = await signedIn(app, 'finn')
      await inPractice(database, practiceId, async (transaction) => {
        await transaction
          .insertInto('note')
          .values({
            practice_id: practiceId,
            id: 'n8',
            patient_id: 'p008',
            owner_id: 'chen',
            written_at: new Date(),
          })
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      })
      const ids = { patient: 'p008', note: 'n8', appointment: 'p008' }
      const ask = (id: string) => finn.ask('GET', `/api/why?kind=${kind}&act=edit&record=${id}`)
      const [out, unknown] = await Promise.all([ask(ids[kind as 'note']), ask('nothing')])
      expect(out.rawPayload).toEqual(unknown.rawPayload)
      expect(out.statusCode).toBe(200)
    },
  )

  test('a permission is held or not, with the step that refuses it', async () => {
    const held = await ana.get<Why>('/api/why?permission=patients.manage')
    expect([held.about, held.explanation.verdict]).toEqual([
      'permission',
      'Ana Silva has the permission Manage patients, allowed by the role Administrative',
    ])
    const none = await ana.get<Why>('/api/why?permission=notes.write')
    expect(none.explanation).toMatchObject({ answer: 'no', step: 'permission' })
    expect(none.explanation.mend).toContain('the permission Write notes')
    expect((await ana.get<Why>('/api/why?permission=notes.sign')).explanation).toMatchObject({
      step: 'kind',
      verdict: expect.stringContaining('staff accounts'),
    })
    expect((await ana.get<Why>('/api/why?permission=fly')).explanation.step).toBe('permission')
    const vera = await mara.get<Why>('/api/why?member=vera&permission=patients.manage')
    expect(vera.explanation.step).toBe('acting')
    const owner = await mara.get<Why>('/api/why?member=chen&permission=accounts.manage')
    expect(owner.explanation.grants.map(({ id }) => id)).toContain('ownership')
  })

  test('tags and locations are called by their names, from the next request after a renaming on', async () => {
    const verdict = async (question: string) =>
      (await mara.get<Why>(`/api/why?${question}`)).explanation.verdict
    const finn = 'member=finn&patient=p008'
    const pia = 'member=pia&patient=p007'
    expect(await verdict(finn)).toContain('Finn Gallagher is limited to patients tagged Hill Road')
    expect(await verdict(pia)).toContain('the role Office staff at Mill Yard')
    expect((await mara.ask('PATCH', '/api/tags/hill-road', { label: 'Uphill' })).statusCode).toBe(200)
    expect((await mara.ask('PATCH', '/api/locations/mill', { name: 'The old mill' })).statusCode).toBe(200)
    expect(await verdict(finn)).toContain('Finn Gallagher is limited to patients tagged Uphill')
    expect(await verdict(pia)).toContain('the role Office staff at The old mill')
    const { roles, limits } = await mara.get<MemberAccess>('/api/members/finn/access')
    expect(limits[0]?.effect).toBe('Finn Gallagher reaches only patients tagged Uphill')
    expect(roles).toMatchObject([{ words: 'Front desk' }])
  })

  test('about somebody else is answered to those who may view the log, and leaves an entry', async () => {
    expect((await ana.ask('GET', '/api/why?member=finn&kind=note')).statusCode).toBe(403)
    expect((await ana.ask('GET', '/api/why?member=finn&permission=notes.sign')).statusCode).toBe(403)
    await mara.ask('GET', '/api/why?member=finn&kind=patient&record=p008')
    expect(await lastEntry()).toMatchObject({
      member_id: 'mara',
      operation: 'why',
      records: ['finn', 'p008'],
      outcome: 'allowed',
      detail: { act: 'view' },
    })
    expect((await mara.ask('GET', '/api/why?member=finn&patient=p999')).statusCode).toBe(404)
    expect(await lastEntry()).toMatchObject({
      records: ['finn', 'p999'],
      outcome: 'refused',
      detail: { because: 'no-such-record' },
    })
    expect((await ana.ask('GET', '/api/why?member=finn&patient=p008')).statusCode).toBe(403)
    expect(await lastEntry()).toMatchObject({
      member_id: 'ana',
      kind: 'patient',
      act: 'view',
      records: ['finn', 'p008'],
      outcome: 'refused',
      step: 'permission',
    })
  })

  test('about a record for oneself leaves an entry, whether it is in reach, hidden or not there', async () => {
    const finn = await signedIn(app, 'finn')
    const asked = async (client: typeof finn, question: string) => {
      expect((await client.ask('GET', `/api/why?${question}`)).statusCode).toBe(200)
      return lastEntry()
    }
    const about = { operation: 'why', kind: 'patient', act: 'view' }
    expect(await asked(finn, 'patient=p007')).toMatchObject({
      ...about,
      member_id: 'finn',
      records: ['p007'],
      outcome: 'allowed',
      carried_by: ['finn/1'],
      detail: { act: 'view' },
    })
    expect(await asked(finn, 'kind=patient&act=edit&record=p008')).toMatchObject({
      ...about,
      records: ['p008'],
      outcome: 'refused',
      step: 'patient',
      detail: { act: 'edit' },
    })
    expect(await asked(finn, 'patient=p999')).toMatchObject({
      ...about,
      records: ['p999'],
      outcome: 'refused',
      step: null,
      detail: { act: 'view', because: 'no-such-record' },
    })
    expect(await asked(ana, 'kind=note&act=sign&record=n8')).toMatchObject({
      ...about,
      kind: 'note',
      records: ['n8'],
      outcome: 'refused',
      step: 'permission',
      detail: { act: 'sign' },
    })
    expect(await asked(ana, 'kind=role&act=edit&record=biller')).toMatchObject({
      ...about,
      kind: 'role',
      records: ['biller'],
      outcome: 'allowed',
    })
    // What the catalogue does not know is not written down.
    expect(await asked(ana, 'kind=dragon&act=ride&record=smaug')).toMatchObject({
      operation: 'why',
      kind: null,
      act: null,
      records: ['smaug'],
      detail: null,
    })
  })

  test('about all of a kind, or a permission, is about oneself alone and leaves none', async () => {
    const before = await lastEntry()
    await ana.ask('GET', '/api/why?kind=patient&act=edit')
    await ana.ask('GET', '/api/why?permission=notes.sign')
    expect(await lastEntry()).toEqual(before)
  })

  test.each(['/api/why?patient=p1&kind=note', '/api/why?patient=p1&permission=x', '/api/why?actingFor=chen'])(
    '%s is answered with 400 and a sentence',
    async (url) => {
      const response = await ana.ask('GET', url)
      expect([response.statusCode, response.json<Problem>().detail !== '']).toEqual([400, true])
    },
  )
})

describe('who can', () => {
  test('see a patient is told to whoever sees them, in names', async () => {
    const { members } = await ana.get<WhoCan>('/api/who-can?record=p008')
    expect(members.map(({ id }) => id)).toContain('ana')
    expect(members.map(({ id }) => id)).not.toContain('finn')
    expect(members.find(({ id }) => id === 'vera')?.actingFor.map(({ id }) => id)).toContain('chen')
    for (const { id, actingFor } of members) {
      const [first] = actingFor
      const who = `member=${id}${first === undefined ? '' : `&actingFor=${first.id}`}`
      expect((await mara.get<Why>(`/api/why?patient=p008&${who}`)).explanation.answer).toBe('yes')
    }
  })

  test('a patient out of reach and one that is not there get the same bytes', async () => {
    const finn = await signedIn(app, 'finn')
    const [out, unknown] = await Promise.all([
      finn.ask('GET', '/api/who-can?record=p008'),
      finn.ask('GET', '/api/who-can?record=p999'),
    ])
    expect(out.statusCode).toBe(404)
    expect(out.rawPayload).toEqual(unknown.rawPayload)
  })

  test('see a patient is asked in the log, whether they are in reach, hidden or not there', async () => {
    const finn = await signedIn(app, 'finn')
    const asked = async (question: string) => {
      await finn.ask('GET', `/api/who-can?${question}`)
      return lastEntry()
    }
    const about = { member_id: 'finn', operation: 'whoCan', kind: 'patient', act: 'view' }
    expect(await asked('record=p007')).toMatchObject({ ...about, records: ['p007'], outcome: 'allowed' })
    expect(await asked('record=p008')).toMatchObject({
      ...about,
      records: ['p008'],
      outcome: 'refused',
      step: 'patient',
    })
    expect(await asked('record=p999')).toMatchObject({
      ...about,
      records: ['p999'],
      outcome: 'refused',
      detail: { because: 'no-such-record' },
    })
    expect(await asked('act=edit&record=p007')).toMatchObject({
      ...about,
      records: ['p007'],
      outcome: 'refused',
      step: 'permission',
      detail: { act: 'edit' },
    })
  })

  test('do anything else is for those who may view the log', async () => {
    expect((await ana.ask('GET', '/api/who-can?kind=patient&act=edit&record=p008')).statusCode).toBe(403)
    const { members } = await mara.get<WhoCan>('/api/who-can?kind=role&act=grant')
    expect(members.map(({ id }) => id).toSorted()).toEqual(['chen', 'mara'])
    expect((await mara.ask('GET', '/api/who-can?kind=patient&record=p999')).statusCode).toBe(404)
    expect((await mara.ask('GET', '/api/who-can')).statusCode).toBe(400)
  })
})

function lastEntry() {
  return inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('audit_entry')
      .select(['member_id', 'operation', 'kind', 'act', 'records', 'outcome', 'step', 'carried_by', 'detail'])
      .where('practice_id', '=', practiceId)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow(),
  )
}

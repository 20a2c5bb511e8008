import { createHash } from 'node:crypto'
import type {
  CareTeam,
  ChangedMeanwhile,
  Note,
  NotePage,
  NoteVersion,
  Problem,
  SavedNote,
} from '@rolecall/contract'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Client } from './client.ts'
import { withSmallPractice } from './with-small-practice.ts'
import { inPractice } from './with-tables.ts'

const { as, database, practiceId, reports } = await withSmallPractice(`
practice: { name: Notes, modules: [clinical], now: 2026-11-21T09:00:00Z }
locations: [green]
tags: [north]
roles:
  none: { permissions: [patients.view] }
  view: { permissions: [patients.view, notes.view] }
  viewSigned: { permissions: [patients.view, notes.viewSigned] }
  viewOwn: { permissions: [patients.view, notes.viewOwn] }
  view-viewSigned: { permissions: [patients.view, notes.view, notes.viewSigned] }
  view-viewOwn: { permissions: [patients.view, notes.view, notes.viewOwn] }
  viewSigned-viewOwn: { permissions: [patients.view, notes.viewSigned, notes.viewOwn] }
  all-three: { permissions: [patients.view, notes.view, notes.viewSigned, notes.viewOwn] }
  writes: { permissions: [patients.view, notes.view, notes.viewSigned, notes.write, notes.sign, notes.unlock] }
  blind: { permissions: [notes.view, notes.viewSigned] }
  drafts: { permissions: [patients.view, notes.view, notes.write, notes.sign] }
members:
  none: { kind: practitioner, grants: [{ role: none }], team: { all: edit } }
  view: { kind: practitioner, grants: [{ role: view }], team: { all: edit } }
  viewSigned: { kind: practitioner, grants: [{ role: viewSigned }], team: { all: edit } }
  viewOwn: { kind: practitioner, grants: [{ role: viewOwn }], team: { all: edit } }
  view-viewSigned: { kind: practitioner, grants: [{ role: view-viewSigned }], team: { all: edit } }
  view-viewOwn: { kind: practitioner, grants: [{ role: view-viewOwn }], team: { all: edit } }
  viewSigned-viewOwn: { kind: practitioner, grants: [{ role: viewSigned-viewOwn }], team: { all: edit } }
  all-three: { kind: practitioner, grants: [{ role: all-three }], team: { all: edit } }
  chen: { kind: practitioner, owner: true, grants: [{ role: writes }], team: { members: { dee: edit } } }
  dee: { kind: practitioner, grants: [{ role: writes }], team: { all: view } }
  eve: { kind: practitioner, grants: [{ role: writes }] }
  own-only: { kind: practitioner, ownNotesOnly: true, grants: [{ role: writes }], team: { all: edit } }
  drafter: { kind: practitioner, grants: [{ role: drafts }] }
  silent: { kind: practitioner, account: false }
  gone: { kind: practitioner, status: archived }
  ana: { kind: administrative, grants: [{ role: writes }], team: { all: edit } }
  blind: { kind: administrative, grants: [{ role: blind }], team: { all: edit } }
  finn: { kind: administrative, grants: [{ role: writes }], team: { all: edit }, tags: { any: [north] } }
  green: { kind: administrative, grants: [{ role: writes, at: [green] }], team: { all: edit } }
  bea: { kind: assistant, manages: [chen], grants: [{ role: writes }] }
  ben: { kind: assistant, manages: [viewOwn], grants: [{ role: viewOwn }] }
patients:
  p1: { careTeam: [chen] }
  p2: { careTeam: [dee, chen] }
  p3: { careTeam: [eve] }
  north: { careTeam: [chen], tags: [north], locations: [green] }
  clinical: { careTeam: [chen], clinicalTo: [chen] }
  whole: { careTeam: [chen], restrictedTo: [dee] }
  written: { careTeam: [chen, dee, drafter] }
  paged: { careTeam: [eve] }
records:
  chen-unsigned: { kind: note, patient: p1, owner: chen }
  chen-signed: { kind: note, patient: p1, owner: chen, signed: true }
  none-unsigned: { kind: note, patient: p1, owner: none }
  none-signed: { kind: note, patient: p1, owner: none, signed: true }
  view-unsigned: { kind: note, patient: p1, owner: view }
  view-signed: { kind: note, patient: p1, owner: view, signed: true }
  viewSigned-unsigned: { kind: note, patient: p1, owner: viewSigned }
  viewSigned-signed: { kind: note, patient: p1, owner: viewSigned, signed: true }
  viewOwn-unsigned: { kind: note, patient: p1, owner: viewOwn }
  viewOwn-signed: { kind: note, patient: p1, owner: viewOwn, signed: true }
  view-viewSigned-unsigned: { kind: note, patient: p1, owner: view-viewSigned }
  view-viewSigned-signed: { kind: note, patient: p1, owner: view-viewSigned, signed: true }
  view-viewOwn-unsigned: { kind: note, patient: p1, owner: view-viewOwn }
  view-viewOwn-signed: { kind: note, patient: p1, owner: view-viewOwn, signed: true }
  viewSigned-viewOwn-unsigned: { kind: note, patient: p1, owner: viewSigned-viewOwn }
  viewSigned-viewOwn-signed: { kind: note, patient: p1, owner: viewSigned-viewOwn, signed: true }
  all-three-unsigned: { kind: note, patient: p1, owner: all-three }
  all-three-signed: { kind: note, patient: p1, owner: all-three, signed: true }
  own-only-unsigned: { kind: note, patient: p1, owner: own-only }
  dee-unsigned: { kind: note, patient: p2, owner: dee }
  eve-unsigned: { kind: note, patient: p3, owner: eve }
  north-unsigned: { kind: note, patient: north, owner: chen }
  clinical-signed: { kind: note, patient: clinical, owner: chen, signed: true }
  whole-signed: { kind: note, patient: whole, owner: chen, signed: true }
`)

describe('the table of notes', () => {
  /** Own unsigned, own signed, others' unsigned, others' signed. */
  const table = [
    ['none', [403, 403, 403, 403]],
    ['view', [200, 404, 200, 404]],
    ['viewSigned', [404, 200, 404, 200]],
    ['viewOwn', [200, 200, 404, 404]],
    ['view-viewSigned', [200, 200, 200, 200]],
    ['view-viewOwn', [200, 200, 200, 404]],
    ['viewSigned-viewOwn', [200, 200, 404, 200]],
    ['all-three', [200, 200, 200, 200]],
  ] as const

  test.each(table)(
    '%s opens the cells it says, one by one and in the list',
    async (member, [ou, os, tu, ts]) => {
      const client = await as(member)
      const ids = [`${member}-unsigned`, `${member}-signed`, 'chen-unsigned', 'chen-signed']
      const statuses = await Promise.all(
        ids.map(async (id) => (await client.ask('GET', `/api/notes/${id}`)).statusCode),
      )
      expect(statuses).toEqual([ou, os, tu, ts])
      const listed = await client.ask('GET', '/api/notes?patient=p1&limit=200')
      if (member === 'none') {
        expect(listed.statusCode).toBe(403)
        expect(listed.json<Problem>().step).toBe('permission')
        return
      }
      const inList = new Set(listed.json<NotePage>().notes.map(({ id }) => id))
      expect(ids.map((id) => inList.has(id))).toEqual([ou, os, tu, ts].map((status) => status === 200))
    },
  )

  test('for an assistant, own means owned by the practitioner acted for', async () => {
    const ben = await as('ben', 'viewOwn')
    expect(await statusOf(ben, 'viewOwn-signed')).toBe(200)
    expect(await statusOf(ben, 'chen-signed')).toBe(404)
    expect(await idsOf(ben, '/api/notes')).toEqual(['viewOwn-signed', 'viewOwn-unsigned'])
  })

  test('an assistant who acts for nobody is told to act for somebody', async () => {
    const ben = await as('ben')
    const answer = await ben.ask('GET', '/api/notes')
    expect([answer.statusCode, answer.json<Problem>().step]).toEqual([403, 'acting'])
  })

  test('own notes only hides every note of others', async () => {
    const client = await as('own-only')
    expect(await statusOf(client, 'own-only-unsigned')).toBe(200)
    expect(await statusOf(client, 'chen-unsigned')).toBe(404)
    expect(await idsOf(client, '/api/notes')).toEqual(['own-only-unsigned'])
  })
})

describe('notes out of reach', () => {
  test('an id out of reach and an id of nobody get the same bytes, whatever is asked', async () => {
    const eve = await as('eve')
    const asked = [
      ['GET', ''],
      ['GET', '/versions/1'],
      ['PATCH', '', { text: 'x' }, 1],
      ['POST', '/sign', undefined, 1],
      ['POST', '/addenda', { text: 'x' }],
      ['POST', '/unlock', { reason: 'x' }, 1],
    ] as const
    for (const [method, path, body, version] of asked) {
      const [out, unknown] = await Promise.all(
        ['chen-signed', 'nobodys'].map((id) => eve.ask(method, `/api/notes/${id}${path}`, body, version)),
      )
      expect(out?.statusCode).toBe(404)
      expect(out?.rawPayload).toEqual(unknown?.rawPayload)
    }
  })

  test('a patient out of reach has no list of notes, as a patient of nobody has none', async () => {
    const eve = await as('eve')
    const [out, unknown] = await Promise.all(
      ['p1', 'nobody'].map((id) => eve.ask('GET', `/api/patients/${id}/notes`)),
    )
    expect(out?.statusCode).toBe(404)
    expect(out?.rawPayload).toEqual(unknown?.rawPayload)
    expect(await idsOf(eve, '/api/patients/p3/notes')).toEqual(['eve-unsigned'])
  })

  test('a chart restricted in its clinical content closes the notes and leaves the patient', async () => {
    const ana = await as('ana')
    expect(await statusOf(ana, 'clinical-signed')).toBe(404)
    expect(await idsOf(ana, '/api/patients/clinical/notes')).toEqual([])
    expect(await statusOf(await as('chen'), 'clinical-signed')).toBe(200)
    const draft = await ana.ask('POST', '/api/notes', { patient: 'clinical', owner: 'chen', text: 'x' })
    expect([draft.statusCode, draft.json<Problem>().step]).toEqual([403, 'patient'])
  })

  test('a chart restricted as a whole closes to the owner of the note and to who treats', async () => {
    const chen = await as('chen')
    expect(await statusOf(chen, 'whole-signed')).toBe(404)
    expect((await chen.ask('GET', '/api/patients/whole/notes')).statusCode).toBe(404)
    expect((await chen.ask('POST', '/api/notes', { patient: 'whole', text: 'x' })).statusCode).toBe(404)
    expect(await statusOf(await as('dee'), 'whole-signed')).toBe(200)
  })

  test('a tag limit closes the notes of other patients', async () => {
    const finn = await as('finn')
    expect(await idsOf(finn, '/api/notes')).toEqual(['north-unsigned'])
    expect(await statusOf(finn, 'chen-signed')).toBe(404)
  })

  test('a grant at one place reaches the notes of patients there', async () => {
    const green = await as('green')
    expect(await idsOf(green, '/api/notes')).toEqual(['north-unsigned'])
    expect(await statusOf(green, 'chen-signed')).toBe(404)
  })

  test('a patient whom one may not view has no name on the note', async () => {
    const { patient } = await (await as('blind')).get<Note>('/api/notes/chen-signed')
    expect(patient).toEqual({ id: 'p1', family: null, given: null })
    const seen = await (await as('all-three')).get<Note>('/api/notes/chen-signed')
    expect(seen.patient).toEqual({ id: 'p1', family: 'Familyp1', given: 'Robin' })
  })
})

describe('a note from draft to addendum', () => {
  test('is drafted, edited, signed, added to, unlocked and signed again, and keeps what was signed', async () => {
    const chen = await as('chen')
    const drafted = await chen.ask('POST', '/api/notes', {
      patient: 'written',
      title: 'Visit',
      text: 'Zahn 16 – “ok”',
    })
    expect(drafted.statusCode).toBe(201)
    const { id, ...first } = drafted.json<SavedNote>()
    expect(first).toEqual({ textVersion: 1, version: 1, signed: false })

    const edited = await chen.ask('PATCH', `/api/notes/${id}`, { text: 'tooth 16, fine' }, 1)
    expect(edited.json<SavedNote>()).toEqual({ id, textVersion: 1, version: 2, signed: false })
    const signed = await chen.ask('POST', `/api/notes/${id}/sign`, undefined, 2)
    expect(signed.json<SavedNote>()).toEqual({ id, textVersion: 1, version: 3, signed: true })

    const again = await chen.ask('POST', `/api/notes/${id}/sign`, undefined, 3)
    expect([again.statusCode, again.json<Problem>().step]).toEqual([403, 'state'])
    const late = await chen.ask('PATCH', `/api/notes/${id}`, { text: 'later' }, 3)
    expect([late.statusCode, late.json<Problem>().step]).toEqual([403, 'state'])

    const added = await chen.ask('POST', `/api/notes/${id}/addenda`, { text: 'called back' })
    expect([added.statusCode, added.json()]).toEqual([201, { number: 1 }])
    const unlocked = await chen.ask('POST', `/api/notes/${id}/unlock`, { reason: 'wrong tooth' }, 3)
    expect(unlocked.json<SavedNote>()).toEqual({ id, textVersion: 2, version: 4, signed: false })
    const open = await chen.ask('POST', `/api/notes/${id}/addenda`, { text: 'too early' })
    expect([open.statusCode, open.json<Problem>().step]).toEqual([403, 'state'])
    await chen.ask('PATCH', `/api/notes/${id}`, { title: 'Visit, corrected', text: 'tooth 26, fine' }, 4)
    await chen.ask('POST', `/api/notes/${id}/sign`, undefined, 5)

    const read = await chen.ask('GET', `/api/notes/${id}`)
    expect(read.headers.etag).toBe('"6"')
    const note = read.json<Note>()
    expect(note).toMatchObject({
      title: 'Visit, corrected',
      text: 'tooth 26, fine',
      signed: true,
      textVersion: 2,
      version: 6,
      owner: { id: 'chen' },
      author: { id: 'chen' },
      edited: { by: { id: 'chen' }, actingFor: null, fields: ['signed'] },
      addenda: [{ number: 1, textVersion: 1, text: 'called back', author: { id: 'chen' } }],
    })
    expect(note.versions.map(({ number, unlockReason }) => [number, unlockReason])).toEqual([
      [1, null],
      [2, 'wrong tooth'],
    ])
    const before = await chen.get<NoteVersion>(`/api/notes/${id}/versions/1`)
    expect(before).toMatchObject({ title: 'Visit', text: 'tooth 16, fine' })
    expect(before.signature).toMatchObject({ by: { id: 'chen' }, textHash: sha256('tooth 16, fine') })
    expect(note.versions[1]?.signature?.textHash).toBe(sha256('tooth 26, fine'))
    expect((await chen.ask('GET', `/api/notes/${id}/versions/3`)).statusCode).toBe(404)
  })

  test('what is signed is the text as it is stored, to the byte', async () => {
    const chen = await as('chen')
    for (const text of ['', 'naïve\r\n\ttext ', 'Ångström', '🦷 \u{202e}']) {
      const { id } = (await chen.ask('POST', '/api/notes', { patient: 'written', text })).json<SavedNote>()
      await chen.ask('POST', `/api/notes/${id}/sign`, undefined, 1)
      const kept = await chen.get<NoteVersion>(`/api/notes/${id}/versions/1`)
      expect(kept.signature?.textHash).toBe(sha256(kept.text))
    }
    // It would be stored as another character than the one that was sent.
    const half = { patient: 'written', text: 'half a pair \ud83e' }
    expect((await chen.ask('POST', '/api/notes', half)).statusCode).toBe(400)
  })

  test('a signed text cannot be written over, whatever the program is brought to do', async () => {
    const chen = await as('chen')
    const { id } = (
      await chen.ask('POST', '/api/notes', { patient: 'written', text: 'kept' })
    ).json<SavedNote>()
    await chen.ask('POST', `/api/notes/${id}/sign`, undefined, 1)
    const forged = inPractice(database, practiceId, (transaction) =>
      transaction.updateTable('note_version').set({ text: 'forged' }).where('note_id', '=', id).execute(),
    )
    await expect(forged).rejects.toThrow('is signed, open the next one')
  })

  test('who saves what somebody else has changed meanwhile is told who changed what, and nothing is written', async () => {
    const [chen, dee] = [await as('chen'), await as('dee')]
    const { id } = (await dee.ask('POST', '/api/notes', { patient: 'p2', text: 'one' })).json<SavedNote>()
    expect((await chen.ask('PATCH', `/api/notes/${id}`, { text: 'two' }, 1)).statusCode).toBe(200)
    for (const late of [
      await dee.ask('PATCH', `/api/notes/${id}`, { text: 'three' }, 1),
      await dee.ask('POST', `/api/notes/${id}/sign`, undefined, 1),
    ]) {
      expect(late.statusCode).toBe(412)
      const { detail, meanwhile } = late.json<ChangedMeanwhile>()
      expect(detail).toBe('chen changed `text`; read it again before you save')
      expect(meanwhile).toMatchObject([{ by: { id: 'chen' }, actingFor: null, fields: ['text'] }])
    }
    const note = await dee.get<Note>(`/api/notes/${id}`)
    expect(note).toMatchObject({ text: 'two', version: 2, signed: false, owner: { id: 'dee' } })
    expect(note).toMatchObject({ author: { id: 'dee' }, edited: { by: { id: 'chen' }, fields: ['text'] } })
  })

  test('of many who save one version at once, one is kept', async () => {
    const chen = await as('chen')
    const { id } = (await chen.ask('POST', '/api/notes', { patient: 'written', text: '0' })).json<SavedNote>()
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        chen.ask('PATCH', `/api/notes/${id}`, { text: `${index + 1}` }, 1),
      ),
    )
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, ...Array(7).fill(412)])
    expect(await chen.get<Note>(`/api/notes/${id}`)).toMatchObject({ version: 2 })
  })

  test('a save without a version, and an unlock or an addendum without words, are refused', async () => {
    const chen = await as('chen')
    expect((await chen.ask('PATCH', '/api/notes/chen-unsigned', { text: 'x' })).statusCode).toBe(428)
    expect((await chen.ask('POST', '/api/notes/chen-unsigned/sign')).statusCode).toBe(428)
    expect((await chen.ask('POST', '/api/notes/chen-signed/unlock', { reason: 'x' })).statusCode).toBe(428)
    expect((await chen.ask('POST', '/api/notes/chen-signed/unlock', { reason: ' \n' }, 1)).statusCode).toBe(
      400,
    )
    expect((await chen.ask('POST', '/api/notes/chen-signed/addenda', { text: '' })).statusCode).toBe(400)
    expect((await chen.ask('POST', '/api/notes', { patient: 'p1', text: 'a\0b' })).statusCode).toBe(400)
    expect(await chen.get<Note>('/api/notes/chen-signed')).toMatchObject({ signed: true, addenda: [] })
  })
})

describe('whose note it is', () => {
  const draft = (client: Client, owner?: string, patient = 'written') =>
    client.ask('POST', '/api/notes', { patient, text: 'x', ...(owner && { owner }) })

  test('a note for a colleague is theirs, written by oneself', async () => {
    const chen = await as('chen')
    const { id } = (await draft(chen, 'dee')).json<SavedNote>()
    expect(await chen.get<Note>(`/api/notes/${id}`)).toMatchObject({
      owner: { id: 'dee' },
      author: { id: 'chen' },
    })
  })

  test('a note for a colleague out of team access, or reached to view alone, is refused with `team`', async () => {
    for (const [client, owner] of [
      [await as('chen'), 'eve'],
      [await as('dee'), 'chen'],
    ] as const) {
      const answer = await draft(client, owner)
      expect([answer.statusCode, answer.json<Problem>().step]).toEqual([403, 'team'])
    }
  })

  test('a note for a colleague puts the colleague on the care team', async () => {
    const ana = await as('ana')
    expect((await (await as('silent')).ask('GET', '/api/notes')).statusCode).toBe(401)
    expect((await draft(ana, 'silent', 'p3')).statusCode).toBe(201)
    const { careTeam } = await ana.get<CareTeam>('/api/patients/p3/care-team')
    expect(careTeam).toMatchObject([
      { id: 'eve', written: true, ownsRecords: true },
      { id: 'silent', written: false, ownsRecords: true },
    ])
  })

  test.each(['ana', 'bea', 'gone', 'nobody'])('a note of %s is a note of no practitioner', async (owner) => {
    const answer = await draft(await as('ana'), owner)
    expect(answer.statusCode).toBe(422)
    expect(answer.json<Problem>().detail).toContain('is no practitioner who works here')
  })

  test('who is no practitioner says whose note it is', async () => {
    const answer = await draft(await as('ana'))
    expect([answer.statusCode, answer.json<Problem>().detail]).toEqual([
      422,
      'you are no practitioner yourself, name the one it is for',
    ])
  })

  test('an assistant writes for the practitioner acted for, and never signs', async () => {
    const bea = await as('bea', 'chen')
    const { id } = (await draft(bea)).json<SavedNote>()
    await bea.ask('PATCH', `/api/notes/${id}`, { title: 'edited' }, 1)
    const note = await bea.get<Note>(`/api/notes/${id}`)
    expect(note).toMatchObject({
      owner: { id: 'chen' },
      author: { id: 'bea' },
      edited: { by: { id: 'bea' }, actingFor: { id: 'chen' }, fields: ['title'] },
    })
    const signed = await bea.ask('POST', `/api/notes/${id}/sign`, undefined, 2)
    expect([signed.statusCode, signed.json<Problem>().step]).toEqual([403, 'kind'])
    expect((await (await as('chen')).ask('POST', `/api/notes/${id}/sign`, undefined, 2)).statusCode).toBe(200)
  })

  test('an assistant drafts nothing while acting for nobody', async () => {
    const answer = await draft(await as('bea'), 'chen')
    expect([answer.statusCode, answer.json<Problem>().step]).toEqual([403, 'acting'])
  })

  test('nobody signs what they are not responsible for', async () => {
    const chen = await as('chen')
    const answer = await chen.ask('POST', '/api/notes/dee-unsigned/sign', undefined, 1)
    expect([answer.statusCode, answer.json<Problem>().step]).toEqual([403, 'permission'])
  })

  test('who may view a colleague’s note and not edit it is refused with `team`', async () => {
    const dee = await as('dee')
    const answer = await dee.ask('PATCH', '/api/notes/chen-unsigned', { text: 'x' }, 1)
    expect([answer.statusCode, answer.json<Problem>().step]).toEqual([403, 'team'])
  })
})

describe('what is open to whom', () => {
  const openTo = async (client: Client, id: string) =>
    (await client.get<Note>(`/api/notes/${id}`)).acts.map(({ act, open, step }) => [
      act,
      open ? 'open' : step,
    ])

  test('a note says which acts are open, and the step that closes the others', async () => {
    expect(await openTo(await as('chen'), 'chen-unsigned')).toEqual([
      ['edit', 'open'],
      ['sign', 'open'],
      ['unlock', 'state'],
      ['addendum', 'state'],
    ])
    expect(await openTo(await as('chen'), 'chen-signed')).toEqual([
      ['edit', 'state'],
      ['sign', 'state'],
      ['unlock', 'open'],
      ['addendum', 'open'],
    ])
    expect(await openTo(await as('bea', 'chen'), 'chen-unsigned')).toEqual([
      ['edit', 'open'],
      ['sign', 'kind'],
      ['unlock', 'state'],
      ['addendum', 'state'],
    ])
    expect(await openTo(await as('all-three'), 'chen-unsigned')).toEqual([
      ['edit', 'permission'],
      ['sign', 'permission'],
      ['unlock', 'permission'],
      ['addendum', 'permission'],
    ])
  })

  test('what is closed says why in a sentence', async () => {
    const { acts } = await (await as('all-three')).get<Note>('/api/notes/chen-unsigned')
    for (const { why, mend } of acts) expect([why, mend]).not.toContain(undefined)
    expect(acts[0]?.why).toContain('edit')
  })

  test('a signed version stays closed to who reads unsigned notes alone, while the next is open', async () => {
    const [chen, drafter] = [await as('chen'), await as('drafter')]
    const written = await drafter.ask('POST', '/api/notes', { patient: 'written', text: 'x' })
    const { id } = written.json<SavedNote>()
    expect((await drafter.ask('POST', `/api/notes/${id}/sign`, undefined, 1)).statusCode).toBe(200)
    expect(await statusOf(drafter, id)).toBe(404)
    expect(await statusOf(chen, id)).toBe(404)
    const ana = await as('ana')
    await ana.ask('POST', `/api/notes/${id}/unlock`, { reason: 'to be continued' }, 2)
    expect(await statusOf(drafter, id)).toBe(200)
    const old = await drafter.ask('GET', `/api/notes/${id}/versions/1`)
    expect([old.statusCode, old.json<Problem>().step]).toEqual([403, 'permission'])
    expect((await drafter.ask('GET', `/api/notes/${id}/versions/2`)).statusCode).toBe(200)
    expect((await ana.ask('GET', `/api/notes/${id}/versions/1`)).statusCode).toBe(200)
  })
})

describe('the list', () => {
  test('pages follow one another, the newest first, also where many were written at one instant', async () => {
    const eve = await as('eve')
    await inPractice(database, practiceId, async (transaction) => {
      const rows = Array.from({ length: 23 }, (_, index) => ({
        practice_id: practiceId,
        id: `paged${String(index).padStart(2, '0')}`,
        patient_id: 'paged',
        owner_id: 'eve',
        written_at: sql<Date>`${`2031-01-0${1 + (index % 2)}T00:00:00.123456Z`}::timestamptz`,
      }))
      await transaction.insertInto('note').values(rows).execute()
    })
    const whole = await idsOf(eve, '/api/patients/paged/notes', 200)
    expect(whole).toHaveLength(23)
    expect(whole.slice(0, 2)).toEqual(['paged21', 'paged19'])
    expect(whole.slice(-2)).toEqual(['paged02', 'paged00'])
    for (const limit of [1, 5, 22, 23])
      expect(await idsOf(eve, '/api/notes?patient=paged', limit)).toEqual(whole)
  })

  test('it is filtered by owner, patient and signature', async () => {
    const client = await as('view-viewSigned')
    expect(await idsOf(client, '/api/notes?owner=view')).toEqual(['view-signed', 'view-unsigned'])
    expect(await idsOf(client, '/api/notes?owner=view&signed=true')).toEqual(['view-signed'])
    expect(await idsOf(client, '/api/notes?owner=view&signed=false')).toEqual(['view-unsigned'])
    expect(await idsOf(client, '/api/notes?owner=nobody')).toEqual([])
    expect(await idsOf(client, '/api/notes?patient=north')).toEqual(['north-unsigned'])
  })

  test.each([
    'limit=0',
    'limit=201',
    'signed=perhaps',
    'after=nowhere',
    `after=${placeLike('2031-02-31T00:00:00.000000Z', 'a')}`,
    `after=${placeLike('now', 'a')}`,
    `after=${placeLike('2031-02-01T00:00:00.000000Z', 'a\0')}`,
  ])('%s is answered with 400 and a sentence', async (query) => {
    const answer = await (await as('eve')).ask('GET', `/api/notes?${query}`)
    expect(answer.statusCode).toBe(400)
    expect(answer.json<Problem>().detail).not.toBe('')
  })
})

describe('the log', () => {
  test('says which note and which fields, and never a word of it', async () => {
    const chen = await as('chen')
    const canary = 'canary-of-the-log'
    const draft = await chen.ask('POST', '/api/notes', { patient: 'written', title: canary, text: canary })
    const { id } = draft.json<SavedNote>()
    await chen.ask('PATCH', `/api/notes/${id}`, { text: `${canary}!` }, 1)
    await chen.ask('PATCH', `/api/notes/${id}`, { text: canary }, 1)
    await chen.ask('POST', `/api/notes/${id}/sign`, undefined, 2)
    await chen.ask('POST', `/api/notes/${id}/addenda`, { text: canary })
    await chen.ask('POST', `/api/notes/${id}/unlock`, { reason: canary }, 3)
    await chen.ask('GET', `/api/notes/${id}`)
    await (await as('eve')).ask('GET', `/api/notes/${id}`)
    const entries = await inPractice(database, practiceId, (transaction) =>
      transaction
        .selectFrom('audit_entry')
        .select(['operation', 'act', 'outcome', 'member_id', 'detail'])
        .where('practice_id', '=', practiceId)
        .where(sql<boolean>`records @> array[${id}]`)
        .orderBy('id')
        .execute(),
    )
    expect(JSON.stringify(entries)).not.toContain('canary')
    expect(entries).toEqual([
      {
        operation: 'draftNote',
        act: 'create',
        outcome: 'allowed',
        member_id: 'chen',
        detail: { patient: 'written', owner: 'chen' },
      },
      {
        operation: 'editNote',
        act: 'edit',
        outcome: 'allowed',
        member_id: 'chen',
        detail: { fields: ['text'] },
      },
      { operation: 'editNote', act: 'edit', outcome: 'failed', member_id: 'chen', detail: null },
      {
        operation: 'signNote',
        act: 'sign',
        outcome: 'allowed',
        member_id: 'chen',
        detail: { fields: ['signed'] },
      },
      {
        operation: 'addToNote',
        act: 'addendum',
        outcome: 'allowed',
        member_id: 'chen',
        detail: { fields: ['addenda'] },
      },
      {
        operation: 'unlockNote',
        act: 'unlock',
        outcome: 'allowed',
        member_id: 'chen',
        detail: { fields: ['signed', 'version'] },
      },
      { operation: 'readNote', act: 'view', outcome: 'allowed', member_id: 'chen', detail: null },
      { operation: 'readNote', act: 'view', outcome: 'refused', member_id: 'eve', detail: null },
    ])
  })

  test('nothing went wrong on this side', () => {
    expect(reports).toEqual([])
  })
})

async function statusOf(client: Client, id: string): Promise<number> {
  return (await client.ask('GET', `/api/notes/${id}`)).statusCode
}

async function idsOf(client: Client, url: string, limit = 100): Promise<readonly string[]> {
  const ids: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const place = after === '' ? '' : `&after=${after}`
    const answer = await client.ask('GET', `${url}${url.includes('?') ? '&' : '?'}limit=${limit}${place}`)
    if (answer.statusCode !== 200) throw new Error(answer.body)
    const { notes, next } = answer.json<NotePage>()
    ids.push(...notes.map(({ id }) => id))
    after = next
  }
  return ids
}

function placeLike(...parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

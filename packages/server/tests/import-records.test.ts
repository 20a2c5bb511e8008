import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Imported, importFolder } from '../src/import/import-folder.ts'
import { type Files, folders } from './import-folder-of.ts'
import { epochOf, inPractice, withTables } from './with-tables.ts'

const { database } = await withTables()
const folderOf = folders()
const npi = 'http://hl7.org/fhir/sid/us-npi'
let practices = 0

async function attempted(files: Files, practiceId?: string, skipBad = false) {
  practices += 1
  const into = practiceId === undefined ? { newName: `practice ${practices}` } : { id: practiceId }
  return importFolder(database, { folder: folderOf(files), into, skipBad })
}

async function imported(files: Files, practiceId?: string): Promise<Imported> {
  const result = await attempted(files, practiceId)
  if ('badLines' in result) throw new Error(JSON.stringify(result.badLines))
  return result
}

async function reasons(files: Files, practiceId?: string): Promise<readonly string[]> {
  const result = await attempted(files, practiceId)
  if (!('badLines' in result)) throw new Error('everything was imported')
  return result.badLines.map(({ file, line, reason }) => `${file}:${line} ${reason}`)
}

const irvin = {
  resourceType: 'Practitioner',
  id: 'irvin',
  identifier: [{ system: npi, value: '1' }],
  name: [{ family: 'Emard', given: ['Irvin'] }],
}
const dana = { resourceType: 'Practitioner', id: 'dana', name: [{ family: 'Kunze', given: ['Dana'] }] }
const xu = {
  resourceType: 'Patient',
  id: 'xu',
  identifier: [{ system: 'urn:mrn', value: '7' }],
  name: [{ family: 'Xu' }],
  telecom: [
    { system: 'phone', value: '555-0100', use: 'old' },
    { system: 'phone', value: '555-0199', rank: 2 },
    { system: 'phone', value: '555-0200', rank: 1 },
    { system: 'email', value: 'xu@example.org' },
  ],
}
const hill = { resourceType: 'Location', id: 'hill', name: 'Hill Road' }
const encounter = {
  resourceType: 'Encounter',
  id: 'e1',
  status: 'finished',
  type: [{ text: 'Check-up' }],
  subject: { reference: 'Patient/xu' },
  participant: [
    { individual: { reference: 'Practitioner/dana' } },
    { type: [{ coding: [{ code: 'PPRF' }] }], individual: { reference: 'Practitioner/irvin' } },
  ],
  period: { start: '2024-03-07T09:00:00+01:00', end: '2024-03-07T09:30:00+01:00' },
  location: [{ location: { reference: 'Location/hill' } }],
}
const base64 = (text: string, encoding: BufferEncoding = 'utf8') =>
  Buffer.from(text, encoding).toString('base64')
const document = {
  resourceType: 'DocumentReference',
  id: 'd1',
  status: 'current',
  type: { coding: [{ display: 'History and physical note' }] },
  subject: { reference: 'Patient/xu' },
  date: '2024-03-07T10:00:00Z',
  author: [{ reference: `Practitioner?identifier=${npi}|1` }],
  content: [{ attachment: { contentType: 'text/plain; charset=utf-8', data: base64('Grüezi\n') } }],
  context: { encounter: [{ reference: 'Encounter/e1' }] },
}
const all = { 'all.ndjson': [document, encounter, xu, irvin, dana, hill] }

/** What a practice has of everything that is imported. */
async function stored({ practiceId }: { readonly practiceId: string }) {
  return inPractice(database, practiceId, async (transaction) => {
    const of = <
      T extends
        | 'patient'
        | 'appointment'
        | 'note'
        | 'note_version'
        | 'note_signature'
        | 'note_import'
        | 'member'
        | 'location'
        | 'care_team'
        | 'record_owner'
        | 'visited_location'
        | 'patient_identifier',
    >(
      table: T,
    ) =>
      transaction
        .selectFrom(table as 'note')
        .selectAll()
        .where('practice_id', '=', practiceId)
        .execute() as Promise<Record<string, unknown>[]>
    return {
      patients: await of('patient'),
      appointments: await of('appointment'),
      notes: await of('note'),
      versions: (await of('note_version')).toSorted(
        (one, other) => Number(one.version) - Number(other.version),
      ),
      signatures: await of('note_signature'),
      origins: (await of('note_import')).toSorted(
        (one, other) => Number(one.version) - Number(other.version),
      ),
      members: await of('member'),
      locations: await of('location'),
      careTeam: [...(await of('care_team')), ...(await of('record_owner'))]
        .map(({ practitioner_id }) => practitioner_id)
        .toSorted(),
      placed: (await of('visited_location')).map(({ location_id }) => location_id),
      identifiers: await of('patient_identifier'),
    }
  })
}

describe('a patient', () => {
  test('brings phone and e-mail of now, and identifiers', async () => {
    const { patients, identifiers } = await stored(await imported(all))
    expect(patients).toMatchObject([{ id: 'xu', phone: '555-0200', email: 'xu@example.org' }])
    expect(identifiers).toMatchObject([{ system: 'urn:mrn', value: '7', patient_id: 'xu' }])
  })

  test('keeps what a later file does not say', async () => {
    const first = await imported(all)
    const { telecom: _, ...silent } = xu
    await imported({ 'a.ndjson': [{ ...silent, name: [{ family: 'Xu-Li' }] }] }, first.practiceId)
    expect((await stored(first)).patients).toMatchObject([{ family: 'Xu-Li', phone: '555-0200' }])
  })

  test('that was changed here stays so while the file says the same', async () => {
    const first = await imported(all)
    await inPractice(database, first.practiceId, (transaction) =>
      transaction
        .updateTable('patient')
        .set({ phone: '1' })
        .where('practice_id', '=', first.practiceId)
        .execute(),
    )
    expect((await imported(all, first.practiceId)).patients).toEqual({ added: 0, changed: 0, same: 1 })
    expect((await stored(first)).patients).toMatchObject([{ phone: '1' }])
  })
})

describe('an encounter', () => {
  test('becomes an appointment with its primary performer, and ties everyone who took part to the patient', async () => {
    const result = await imported(all)
    expect(result.appointments).toEqual({ added: 1, changed: 0, same: 0 })
    const { appointments, careTeam, placed, locations } = await stored(result)
    expect(appointments).toMatchObject([
      {
        id: 'e1',
        patient_id: 'xu',
        owner_id: 'irvin',
        location_id: 'hill',
        starts_at: new Date('2024-03-07T08:00:00Z'),
        ends_at: new Date('2024-03-07T08:30:00Z'),
        status: 'fulfilled',
        description: 'Check-up',
        source: 'Encounter/e1',
      },
    ])
    expect(careTeam).toEqual(['dana', 'irvin'])
    expect(placed).toEqual(['hill'])
    expect(locations).toMatchObject([{ id: 'hill', name: 'Hill Road' }])
  })

  test.each([
    ['planned', 'booked'],
    ['arrived', 'arrived'],
    ['in-progress', 'arrived'],
    ['finished', 'fulfilled'],
    ['cancelled', 'cancelled'],
  ])('that is %s is an appointment that is %s', async (status, word) => {
    const { appointments } = await stored(await imported({ 'a.ndjson': [xu, { ...encounter, status }] }))
    expect(appointments).toMatchObject([{ status: word }])
  })

  test('that changed is brought up to date, and not added twice', async () => {
    const first = await imported(all)
    const again = await imported(
      {
        'a.ndjson': [
          { ...encounter, period: { start: '2024-03-08T09:00:00Z', end: '2024-03-08T10:00:00Z' } },
        ],
      },
      first.practiceId,
    )
    expect(again.appointments).toEqual({ added: 0, changed: 1, same: 0 })
    expect((await stored(first)).appointments).toMatchObject([
      { starts_at: new Date('2024-03-08T09:00:00Z'), owner_id: 'irvin' },
    ])
  })

  test('entered in error is left', async () => {
    const { left, appointments } = await imported({
      'a.ndjson': [xu, { ...encounter, status: 'entered-in-error' }],
    })
    expect([appointments.added, [...left]]).toEqual([0, [['Encounter entered in error', 1]]])
  })

  test.each([
    [
      { period: { start: '2024-03-08T09:00:00Z', end: '2024-03-07T09:00:00Z' } },
      '`period` ends before it starts',
    ],
    [{ period: {} }, '`period.start` is missing, an appointment begins at some time'],
    [
      { period: { start: '2024-02-30T09:00:00Z' } },
      '`period.start` is no date or instant such as 2024-03-07 or 2024-03-07T09:30:00+01:00',
    ],
    [
      { period: { start: '2024-02-03T09:00:00' } },
      '`period.start` is no date or instant such as 2024-03-07 or 2024-03-07T09:30:00+01:00',
    ],
    [{ subject: undefined }, '`subject` is missing, an appointment is with a patient'],
    [
      { subject: { reference: 'Patient/nobody' } },
      'the patient of the appointment names a patient who is not here: `Patient/nobody`',
    ],
    [{ subject: { reference: 'Group/all' } }, 'the patient of the appointment is no patient but a `Group`'],
    [
      { subject: { reference: 'Patient?identifier=urn:mrn|8' } },
      'the patient of the appointment names a patient by an identifier that nobody, or more than one, has here',
    ],
    [
      { status: 'done' },
      '`status` is none of `planned`, `arrived`, `triaged`, `in-progress`, `onleave`, `finished`, `cancelled`, `entered-in-error`, `unknown`',
    ],
  ])('with %j is refused', async (wrong, reason) => {
    expect(await reasons({ 'a.ndjson': [xu, { ...encounter, ...wrong }] })).toEqual([`a.ndjson:2 ${reason}`])
  })
})

test('an appointment is imported as it says', async () => {
  const appointment = {
    resourceType: 'Appointment',
    id: 'a1',
    status: 'noshow',
    start: '2024-03-07T09:00:00Z',
    minutesDuration: 20,
    participant: [
      { actor: { reference: 'Practitioner/irvin' } },
      { actor: { reference: 'Patient/xu' } },
      { actor: { reference: 'Location/hill' } },
    ],
  }
  const { appointments } = await stored(await imported({ 'a.ndjson': [xu, irvin, hill, appointment] }))
  expect(appointments).toMatchObject([
    { status: 'noshow', owner_id: 'irvin', location_id: 'hill', ends_at: new Date('2024-03-07T09:20:00Z') },
  ])
})

describe('a document', () => {
  test('becomes a locked note of its author that says where it was signed, and has no signature here', async () => {
    const { notes, versions, signatures, origins } = await stored(await imported(all))
    expect(notes).toMatchObject([
      {
        id: 'd1',
        patient_id: 'xu',
        owner_id: 'irvin',
        appointment_id: 'e1',
        title: 'History and physical note',
        signed: true,
        written_at: new Date('2024-03-07T10:00:00Z'),
      },
    ])
    expect(versions).toMatchObject([{ version: 1, text: 'Grüezi\n', author_id: 'irvin' }])
    expect(signatures).toEqual([])
    expect(origins).toMatchObject([
      {
        version: 1,
        source: 'DocumentReference/d1',
        file: 'all.ndjson',
        imported_by: null,
        signed: true,
        author: 'Irvin Emard',
        signer: null,
        text_hash: createHash('sha256').update('Grüezi\n').digest(),
      },
    ])
  })

  test.each([
    [{ status: 'current' }, true],
    [{ status: 'superseded' }, true],
    [{ status: 'current', docStatus: 'final' }, true],
    [{ status: 'current', docStatus: 'amended' }, true],
    [{ status: 'current', docStatus: 'preliminary' }, false],
    [{ status: 'superseded', docStatus: 'preliminary' }, false],
  ])('with %j was signed elsewhere: %s', async (words, signed) => {
    const { notes, signatures, origins } = await stored(
      await imported({ 'a.ndjson': [xu, irvin, { ...document, ...words }] }),
    )
    expect([notes[0]?.signed, origins[0]?.signed, signatures.length]).toEqual([signed, signed, 0])
  })

  test.each([
    [{ reference: 'Practitioner/irvin' }, 'Irvin Emard'],
    [{ reference: 'Practitioner/irvin', display: 'Dr. I. Emard' }, 'Dr. I. Emard'],
    [{ reference: 'Practitioner/unknown' }, 'Practitioner/unknown'],
    [{ reference: 'Organization/clinic', display: 'Hill Clinic' }, 'Hill Clinic'],
  ])('that %j attested was signed by them as the file names them', async (authenticator, signer) => {
    const { signatures, origins } = await stored(
      await imported({ 'a.ndjson': [xu, irvin, { ...document, authenticator }] }),
    )
    expect([signatures, origins.map((one) => one.signer)]).toEqual([[], [signer]])
  })

  test('says which system it comes from', async () => {
    const { origins } = await stored(
      await imported({ 'a.ndjson': [xu, irvin, { ...document, meta: { source: 'urn:old-system' } }] }),
    )
    expect(origins).toMatchObject([{ system: 'urn:old-system' }])
  })

  test.each([
    ['text/plain; charset=iso-8859-1', base64('Grüezi', 'latin1')],
    ['text/plain; charset="UTF-16LE"', base64('Grüezi', 'utf16le')],
    ['TEXT/PLAIN', `${base64('Grüezi').slice(0, 4)}\n ${base64('Grüezi').slice(4)}`],
  ])('of the type %s is read', async (contentType, data) => {
    const content = [
      { attachment: { contentType: 'application/pdf', data: '' } },
      { attachment: { contentType, data } },
    ]
    const { versions } = await stored(await imported({ 'a.ndjson': [xu, irvin, { ...document, content }] }))
    expect(versions).toMatchObject([{ text: 'Grüezi' }])
  })

  test.each([
    [{ contentType: 'text/plain', data: 'a?b' }, 'is not base64'],
    [{ contentType: 'text/plain', data: 'abc' }, 'is not base64'],
    [{ contentType: 'text/plain', data: base64('ü', 'latin1') }, 'holds bytes that are not utf-8'],
    [{ contentType: 'text/plain; charset=klingon', data: '' }, 'has the unknown charset `klingon`'],
    [{ contentType: 'text/plain', data: base64('a\0b') }, 'holds a zero character'],
  ])('with the attachment %j is refused', async (attachment, reason) => {
    expect(await reasons({ 'a.ndjson': [xu, { ...document, content: [{ attachment }] }] })).toEqual([
      `a.ndjson:2 \`content[0].attachment\` ${reason}`,
    ])
  })

  test('without plain text is left', async () => {
    const content = [{ attachment: { contentType: 'application/pdf', data: base64('%PDF') } }]
    const { left, notes } = await imported({ 'a.ndjson': [xu, { ...document, content }] })
    expect([notes.added, [...left]]).toEqual([0, [['DocumentReference without plain text', 1]]])
  })

  test('that is signed and says something else later becomes the next version, and what was signed stays', async () => {
    const first = await imported(all)
    const content = [{ attachment: { contentType: 'text/plain', data: base64('Adieu') } }]
    const again = await imported({ 'a.ndjson': [{ ...document, content }] }, first.practiceId)
    expect(again.notes).toEqual({ added: 0, changed: 1, same: 0, beside: 0 })
    const { notes, versions, signatures, origins } = await stored(first)
    expect(notes).toMatchObject([{ version: 2, signed: true }])
    expect(versions).toMatchObject([{ text: 'Grüezi\n' }, { text: 'Adieu', unlock_reason: null }])
    expect([signatures.length, origins.map(({ signed }) => signed)]).toEqual([0, [true, true]])
  })

  test('that was a draft and is final later is the next version, signed elsewhere', async () => {
    const first = await imported({ 'a.ndjson': [xu, irvin, { ...document, docStatus: 'preliminary' }] })
    const content = [{ attachment: { contentType: 'text/plain', data: base64('Done') } }]
    await imported({ 'a.ndjson': [{ ...document, content, docStatus: 'final' }] }, first.practiceId)
    const { notes, versions, origins } = await stored(first)
    expect(notes).toMatchObject([{ version: 2, signed: true }])
    expect(versions).toMatchObject([{ text: 'Grüezi\n' }, { text: 'Done' }])
    expect(origins.map(({ signed }) => signed)).toEqual([false, true])
  })

  test('about another patient than before is refused', async () => {
    const first = await imported(all)
    const li = { ...xu, id: 'li', identifier: [] }
    expect(
      await reasons(
        { 'a.ndjson': [li, { ...document, subject: { reference: 'Patient/li' } }] },
        first.practiceId,
      ),
    ).toEqual(['a.ndjson:2 the note is about another patient than before, which an import does not change'])
  })
})

describe('a role', () => {
  const role = {
    resourceType: 'PractitionerRole',
    id: 'r1',
    practitioner: { identifier: { system: npi, value: '1' } },
    code: [{ text: 'Physician' }],
    specialty: [{ coding: [{ display: 'General Practice' }] }],
  }

  test('is the job of a practitioner: the specialty, else the code', async () => {
    const other = {
      ...role,
      id: 'r2',
      practitioner: { reference: 'Practitioner/dana' },
      specialty: undefined,
    }
    const result = await imported({ 'a.ndjson': [role, other, irvin, dana] })
    expect(result.roles).toEqual({ added: 2, changed: 0, same: 0 })
    const jobs = (await stored(result)).members.map(({ id, job_title }) => [id, job_title])
    expect(jobs).toEqual(
      expect.arrayContaining([
        ['irvin', 'General Practice'],
        ['dana', 'Physician'],
      ]),
    )
  })

  test('stands for its practitioner where a reference names it', async () => {
    const participant = [{ individual: { reference: 'PractitionerRole/r1' } }]
    const { appointments } = await stored(
      await imported({ 'a.ndjson': [xu, irvin, role, { ...encounter, participant }] }),
    )
    expect(appointments).toMatchObject([{ owner_id: 'irvin' }])
  })
})

describe('a reference by identifier', () => {
  const encounterNumber = { system: 'urn:visits', value: '4711' }
  const numbered = { ...encounter, identifier: [encounterNumber] }
  const ofVisit = {
    ...document,
    context: { encounter: [{ reference: 'Encounter?identifier=urn:visits|4711' }] },
  }

  test.each([
    ['a patient', { ...document, subject: { reference: 'Patient?identifier=urn:mrn|7' } }],
    ['a practitioner', document],
    [
      'a location',
      { ...numbered, location: [{ location: { reference: 'Location?identifier=urn:rooms|1' } }] },
    ],
    ['an encounter', ofVisit],
    [
      'a practitioner by their role',
      { ...document, author: [{ reference: 'PractitionerRole?identifier=urn:roles|r' }] },
    ],
  ])('names %s of the same files', async (_, resource) => {
    const role = {
      resourceType: 'PractitionerRole',
      id: 'r1',
      identifier: [{ system: 'urn:roles', value: 'r' }],
      practitioner: { reference: 'Practitioner/irvin' },
      code: [{ text: 'Physician' }],
    }
    const room = { ...hill, identifier: [{ system: 'urn:rooms', value: '1' }] }
    const rest = [numbered, document].filter(({ resourceType }) => resourceType !== resource.resourceType)
    const result = await imported({ 'a.ndjson': [xu, irvin, dana, room, role, ...rest, resource] })
    expect([...result.unknownReferences]).toEqual([])
    const { appointments, notes } = await stored(result)
    expect(appointments).toMatchObject([{ patient_id: 'xu', owner_id: 'irvin', location_id: 'hill' }])
    expect(notes).toMatchObject([{ patient_id: 'xu', owner_id: 'irvin', appointment_id: 'e1' }])
  })

  test('names an encounter that an earlier import brought, also one from before it had a number', async () => {
    const first = await imported({ 'a.ndjson': [xu, irvin, dana, hill, encounter] })
    const again = await imported({ 'a.ndjson': [numbered] }, first.practiceId)
    expect(again.appointments).toEqual({ added: 0, changed: 0, same: 1 })
    await imported({ 'b.ndjson': [ofVisit] }, first.practiceId)
    expect((await stored(first)).notes).toMatchObject([{ appointment_id: 'e1' }])
  })

  test('names an encounter of a patient who was here before', async () => {
    const first = await imported({ 'a.ndjson': [xu, irvin, dana, hill] })
    await imported({ 'b.ndjson': [numbered] }, first.practiceId)
    await imported({ 'c.ndjson': [ofVisit] }, first.practiceId)
    expect((await stored(first)).notes).toMatchObject([{ appointment_id: 'e1' }])
  })

  test('names none of two encounters with the same number', async () => {
    const result = await imported({
      'a.ndjson': [xu, irvin, dana, hill, numbered, { ...numbered, id: 'e2' }, ofVisit],
    })
    expect([...result.unknownReferences]).toEqual([['Encounter', 1]])
    expect((await stored(result)).notes).toMatchObject([{ appointment_id: null }])
  })
})

describe('later files', () => {
  test('refer to what earlier ones brought, by identifier too', async () => {
    const first = await imported({ 'a.ndjson': [xu, irvin] })
    const byIdentifier = { ...encounter, subject: { reference: 'Patient?identifier=urn:mrn|7' } }
    await imported({ 'b.ndjson': [byIdentifier, { ...document, id: 'd2' }] }, first.practiceId)
    const { appointments, notes, careTeam } = await stored(first)
    expect(appointments).toMatchObject([{ patient_id: 'xu', owner_id: 'irvin' }])
    expect(notes).toMatchObject([{ id: 'd2', owner_id: 'irvin' }])
    expect(careTeam).toEqual(['irvin'])
  })

  test('bring a new name of a practitioner, and leave one who was given an account', async () => {
    const first = await imported({ 'a.ndjson': [irvin, dana] })
    await inPractice(database, first.practiceId, (transaction) =>
      transaction.updateTable('member').set({ has_account: true }).where('id', '=', 'dana').execute(),
    )
    const renamed = [irvin, dana].map((one) => ({ ...one, name: [{ family: 'New' }] }))
    const again = await imported({ 'a.ndjson': renamed }, first.practiceId)
    expect(again.practitioners).toEqual({ added: 0, changed: 1, same: 1 })
    const names = (await stored(first)).members.map(({ id, name }) => [id, name])
    expect(names).toEqual(
      expect.arrayContaining([
        ['irvin', 'New'],
        ['dana', 'Dana Kunze'],
      ]),
    )
  })
})

describe('a Bundle', () => {
  const uuid = (digit: number) => `${String(digit).repeat(8)}-0000-4000-8000-000000000000`
  const entry = (digit: number, resource: object) => ({ fullUrl: `urn:uuid:${uuid(digit)}`, resource })
  const { id: _, ...namelessXu } = xu
  const bundle = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      entry(1, {
        ...encounter,
        subject: { reference: `urn:uuid:${uuid(2)}` },
        participant: [{ individual: { reference: `urn:uuid:${uuid(3)}` } }],
      }),
      entry(2, namelessXu),
      entry(3, { ...irvin, id: 'called-otherwise' }),
      { request: { method: 'DELETE', url: 'Patient/1' } },
    ],
  }

  test('ties its entries by their addresses; one without an id is called by its address', async () => {
    const result = await imported({ 'b.json': JSON.stringify(bundle, null, 2) })
    expect([...result.left]).toEqual([['entry without a resource', 1]])
    const { patients, appointments, careTeam } = await stored(result)
    expect(patients).toMatchObject([{ id: uuid(2) }])
    expect(appointments).toMatchObject([{ patient_id: uuid(2), owner_id: 'called-otherwise' }])
    expect(careTeam).toEqual(['called-otherwise'])
  })

  test('may hold what it is after its entries, and braces and escapes within texts', async () => {
    const name = [{ family: 'a "}]{[\\ \u2028 ü' }]
    const text = `{"entry" : [ ${JSON.stringify({ resource: { ...xu, name } })} ],"resourceType":"Bundle"}`
    const { patients } = await stored(await imported({ 'b.json': text }))
    expect(patients).toMatchObject([{ family: 'a "}]{[\\ \u2028 ü' }])
  })

  test('names the entry that is wrong', async () => {
    const entries = [{ resource: xu }, { resource: { ...irvin, id: 'a b' } }, { resource: { id: 'x' } }]
    expect(await reasons({ 'b.json': JSON.stringify({ resourceType: 'Bundle', entry: entries }) })).toEqual([
      'b.json:2 `id` is no FHIR id: up to 64 letters, digits, `-` and `.`',
      'b.json:3 has no `resourceType`',
    ])
  })

  test.each([
    [JSON.stringify(bundle).slice(0, -30), 'ends in the middle, after entry 3'],
    [
      '{"resourceType":"Bundle","entry":[{"resource":{}},,]}',
      'is not JSON, or has an entry that is no object',
    ],
    ['{"resourceType":"Bundle","entry":[{}', 'ends in the middle, after entry 1'],
    ['{"resourceType":"Bundle","entry":[{},]}', 'is not JSON, or has an entry that is no object'],
    ['{"resourceType":"Bundle","entry":[{}{}]}', 'is not JSON, or has an entry that is no object'],
    [
      '{"resourceType":"Bundle","\\u0065ntry":[{}]}',
      'writes the key `entry` with escapes, write it as it is',
    ],
    [
      `${JSON.stringify(xu)}\n${JSON.stringify(xu)}`,
      'holds several JSON values; if each is on a line of its own, name the file `.ndjson`',
    ],
    ['[]', 'has no `resourceType`'],
    ['', 'is not JSON'],
  ])('that is %s is refused', async (text, reason) => {
    expect((await reasons({ 'b.json': text })).at(0)).toBe(`b.json:0 ${reason}`)
  })

  test('may be a single resource instead', async () => {
    expect((await imported({ 'p.json': JSON.stringify(xu, null, 2) })).patients.added).toBe(1)
  })
})

describe('a contained resource', () => {
  const gp = { resourceType: 'Practitioner', id: 'gp', name: [{ family: 'Moss' }] }
  const treated = (id: string, contained: object) => ({
    ...xu,
    id,
    identifier: [],
    contained: [contained],
    generalPractitioner: [{ reference: '#gp' }],
  })

  test('is one person where it carries an identifier, and one for each resource where it does not', async () => {
    const known = { ...gp, identifier: [{ system: npi, value: '99' }] }
    const first = await imported({
      'a.ndjson': [treated('p1', known), treated('p2', known), treated('p3', gp), treated('p4', gp)],
    })
    expect(first.practitioners.added).toBe(3)
    expect(new Set((await stored(first)).careTeam).size).toBe(3)
  })

  test('is whoever carries its identifier outside of it', async () => {
    const known = { ...gp, identifier: [{ system: npi, value: '1' }] }
    const result = await imported({ 'a.ndjson': [treated('p1', known), irvin, encounter, xu] })
    expect(result.practitioners.added).toBe(1)
    expect((await stored(result)).careTeam).toEqual(['irvin', 'irvin'])
  })

  test('twice is once', async () => {
    const files = { 'a.ndjson': [treated('p1', gp)] }
    const first = await imported(files)
    expect((await imported(files, first.practiceId)).practitioners).toEqual({ added: 0, changed: 0, same: 1 })
  })
})

describe('bad lines', () => {
  const files = {
    'a.ndjson': [
      xu,
      irvin,
      '{',
      { ...encounter, id: 'e0', subject: { reference: 'Patient/nobody' } },
      encounter,
    ],
    'b.ndjson': [
      document,
      { ...document, id: 'd2', subject: { reference: 'Patient/bad' } },
      { ...xu, id: 'bad', gender: 'f' },
    ],
  }

  test('leave everything as it was', async () => {
    const { practiceId } = await imported({ 'a.ndjson': [dana] })
    expect(await reasons(files, practiceId)).toHaveLength(4)
    expect((await stored({ practiceId })).patients).toEqual([])
  })

  test('are left out where that is asked for, and nothing else is', async () => {
    const result = await attempted(files, undefined, true)
    if ('badLines' in result) throw new Error('nothing was imported')
    expect(result.skipped.map(({ file, line }) => `${file}:${line}`)).toEqual([
      'a.ndjson:3',
      'a.ndjson:4',
      'b.ndjson:2',
      'b.ndjson:3',
    ])
    const { patients, appointments, notes } = await stored(result)
    expect([patients.length, appointments.length, notes.length]).toEqual([1, 1, 1])
  })

  test.each([
    [
      { 'a.ndjson': Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1, 10, 0xff, 10]) },
      ['a.ndjson:1 holds bytes that are not UTF-8', 'a.ndjson:2 holds bytes that are not UTF-8'],
    ],
    [
      { 'a.ndjson': ['{"resourceType":"Patient","id":"p","name":[{"family":"\\ud800"}]}'] },
      ['a.ndjson:1 `name[0].family` holds half of a character'],
    ],
    [
      { 'a.ndjson': ['7', 'null', '"x"'] },
      [
        'a.ndjson:1 has no `resourceType`',
        'a.ndjson:2 has no `resourceType`',
        'a.ndjson:3 has no `resourceType`',
      ],
    ],
  ])('of files that are something else are named', async (wrong, said) => {
    expect(await reasons(wrong)).toEqual(said)
  })

  test('that are longer than 32 million characters are not held', { timeout: 60_000 }, async () => {
    const huge = Buffer.concat([
      Buffer.from('{"resourceType":"Patient","id":"'),
      Buffer.alloc(33 * 1024 * 1024, 'x'),
      Buffer.from('"}\n'),
    ])
    expect(await reasons({ 'a.ndjson': huge })).toEqual(['a.ndjson:1 is longer than 32 million characters'])
  })
})

test('an empty folder, and an empty file, bring nothing', async () => {
  const { patients } = await imported({ 'a.ndjson': '' })
  expect(patients).toEqual({ added: 0, changed: 0, same: 0 })
})

test('facts that were added first are those that the database works out itself', async () => {
  const { practiceId } = await imported({ 'a.ndjson': [irvin, dana, hill] })
  await imported({ 'b.ndjson': [encounter, { ...xu, meta: { tag: [{ code: 'vip' }] } }] }, practiceId)
  const facts = await inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('patient_facts')
      .select(['care_team', 'tags', 'locations'])
      .where('practice_id', '=', practiceId)
      .execute(),
  )
  expect(facts).toEqual([{ care_team: ['dana', 'irvin'], tags: ['vip'], locations: ['hill'] }])
})

test('a location that is called otherwise makes a new policy, whose reasons name it so', async () => {
  const { practiceId } = await imported({ 'a.ndjson': [hill] })
  const before = await epochOf(database, practiceId)
  await imported({ 'a.ndjson': [hill] }, practiceId)
  expect(await epochOf(database, practiceId)).toBe(before)
  await imported({ 'a.ndjson': [{ ...hill, name: 'Mill Yard' }] }, practiceId)
  expect(await epochOf(database, practiceId)).toBe(before + 1)
})

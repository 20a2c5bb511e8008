import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { readPolicy } from '../src/access/read-policy.ts'
import { connect } from '../src/database/connect.ts'
import { type Imported, importFolder, type NotImported } from '../src/import/import-folder.ts'
import { storedKinds } from '../src/lists/record-sources.ts'
import { savePatientFacts } from '../src/patients/save-patient-facts.ts'
import { addMembers } from '../src/team/add-members.ts'
import { inPractice, withFolder, withTables } from './with-practice.ts'

const { database, superuserUrl } = await withTables()
const superuser = connect(superuserUrl)
afterAll(() => superuser.destroy())
const parent = withFolder()
let folders = 0

/** A folder with a file for each list of lines; what is no text is written as JSON. */
function folderOf(files: Readonly<Record<string, readonly (string | object)[]>>): string {
  folders += 1
  const folder = join(parent, String(folders))
  mkdirSync(folder)
  for (const [name, lines] of Object.entries(files))
    writeFileSync(
      join(folder, name),
      lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
    )
  return folder
}

async function imported(folder: string, practiceId?: string): Promise<Imported> {
  const result = await attempted(folder, practiceId)
  if ('badLines' in result) throw new Error(JSON.stringify(result.badLines))
  return result
}

function attempted(folder: string, practiceId?: string): Promise<Imported | NotImported> {
  const into = practiceId === undefined ? { newName: `practice of ${folder}` } : { id: practiceId }
  return importFolder(database, { folder, into })
}

function patientsOf({ practiceId }: Imported) {
  return inPractice(database, practiceId, (transaction) =>
    storedKinds.patient
      .rows(transaction, practiceId)
      .select([
        'patient.id',
        'patient.family',
        'patient.given',
        'patient.sort_key',
        'patient.birth_date',
        'patient.gender',
        'facts.care_team',
        'facts.tags',
        'facts.locations',
        'facts.restricted_to',
        'facts.clinical_to',
      ])
      .orderBy('patient.id')
      .execute(),
  )
}

function policyOf({ practiceId }: Imported) {
  return inPractice(database, practiceId, async (transaction) => {
    const { epoch } = await transaction
      .selectFrom('policy_epoch')
      .select('epoch')
      .where('practice_id', '=', practiceId)
      .executeTakeFirstOrThrow()
    return { policy: await readPolicy(transaction, practiceId), epoch: Number(epoch) }
  })
}

async function everythingCounted(): Promise<unknown> {
  const { rows } =
    await sql`select (select count(*) from practice) as practices, (select count(*) from patient) as patients,
    (select count(*) from patient_token) as tokens, (select sum(epoch) from policy_epoch) as epochs`.execute(
      superuser.anywhere,
    )
  return rows
}

const patient = { resourceType: 'Patient', id: 'p1' }
const npi = 'http://hl7.org/fhir/sid/us-npi'
const irvin = {
  resourceType: 'Practitioner',
  id: '0965e26a-8bc3-395f-b7b0-4620fb6e778c',
  identifier: [{ system: npi, value: '9999908392' }],
  name: [{ family: 'Emard19', given: ['Irvin970'], prefix: ['Dr.'] }],
}

describe('a patient', () => {
  test('has the official name, also where another is first, and keeps its digits', async () => {
    const name = [
      { use: 'maiden', family: 'Paucek755', given: ['Yvone889'] },
      { use: 'official', family: 'Cummings51', given: ['Yvone889', 'Janina163'] },
    ]
    const rows = await patientsOf(await imported(folderOf({ 'a.ndjson': [{ ...patient, name }] })))
    expect(rows).toMatchObject([
      { family: 'Cummings51', given: 'Yvone889 Janina163', sort_key: 'cummings51\tyvone889 janina163' },
    ])
  })

  test('may have a name that is text, or none', async () => {
    const folder = folderOf({
      'a.ndjson': [
        { ...patient, name: [{ text: 'Sukarno' }] },
        { ...patient, id: 'p2' },
      ],
    })
    expect(await patientsOf(await imported(folder))).toMatchObject([
      { family: 'Sukarno', given: '' },
      { family: '', given: '', birth_date: null, gender: null },
    ])
  })

  test('may have a given name of which only an extension is known', async () => {
    const name = [{ family: 'Xu', given: [null, 'Wei'], _given: [{ extension: [] }, null] }]
    const rows = await patientsOf(await imported(folderOf({ 'a.ndjson': [{ ...patient, name }] })))
    expect(rows).toMatchObject([{ family: 'Xu', given: 'Wei' }])
  })

  test.each(['1984', '1984-03', '1984-02-29'])('may be born on %s', async (birthDate) => {
    const rows = await patientsOf(await imported(folderOf({ 'a.ndjson': [{ ...patient, birthDate }] })))
    expect(rows).toMatchObject([{ birth_date: birthDate }])
  })

  test('has the codes of its tags, each once', async () => {
    const meta = {
      tag: [{ code: 'vip' }, { system: 'urn:x', code: 'hill' }, { code: 'vip' }, { display: 'x' }],
    }
    const rows = await patientsOf(await imported(folderOf({ 'a.ndjson': [{ ...patient, meta }] })))
    expect(rows).toMatchObject([{ tags: ['hill', 'vip'] }])
  })

  test.each([
    { reference: `Practitioner/${irvin.id}` },
    { reference: `https://ehr.example/fhir/Practitioner/${irvin.id}` },
    { reference: `Practitioner/${irvin.id}/_history/2` },
    { reference: `urn:uuid:${irvin.id}` },
    { reference: `Practitioner?identifier=${npi}|9999908392` },
    { reference: `Practitioner?identifier=${encodeURIComponent(`${npi}|9999908392`)}` },
    { identifier: { system: npi, value: '9999908392' } },
  ])('is treated by the practitioner that %j names, whose file comes later', async (general) => {
    const folder = folderOf({
      'Patient.ndjson': [{ ...patient, generalPractitioner: [general] }],
      'Practitioner.ndjson': [irvin],
    })
    const result = await imported(folder)
    expect(result.unknownReferences).toEqual(new Map())
    expect(await patientsOf(result)).toMatchObject([{ care_team: [irvin.id] }])
  })

  test.each([
    [{ reference: 'Practitioner/nobody' }, 'Practitioner'],
    [{ reference: `Practitioner?identifier=${npi}|1` }, 'Practitioner'],
    [{ reference: `Organization/${irvin.id}` }, 'Organization'],
    [{ reference: 'Practitioner/owner' }, 'Practitioner'],
    [{ reference: 'urn:uuid:00000000-0000-4000-8000-000000000000' }, 'Practitioner'],
    [{ display: 'Dr. Emard' }, 'Practitioner'],
  ])('is treated by nobody where %j names nobody, and that is counted', async (general, type) => {
    const result = await imported(
      folderOf({ 'a.ndjson': [irvin, { ...patient, generalPractitioner: [general] }] }),
    )
    expect(result.unknownReferences).toEqual(new Map([[type, 1]]))
    expect(await patientsOf(result)).toMatchObject([{ care_team: [] }])
  })

  test('is treated by nobody where two practitioners carry the identifier', async () => {
    const general = { reference: `Practitioner?identifier=${npi}|9999908392` }
    const twin = { ...irvin, id: 'twin' }
    const folder = folderOf({ 'a.ndjson': [irvin, twin, { ...patient, generalPractitioner: [general] }] })
    expect(await imported(folder)).toMatchObject({ unknownReferences: new Map([['Practitioner', 1]]) })
  })
})

describe('a practitioner', () => {
  test('becomes a member who signs in nowhere, and the policy is a new one', async () => {
    const result = await imported(folderOf({ 'a.ndjson': [irvin] }))
    const { policy, epoch } = await policyOf(result)
    expect(
      policy.members.map(({ id, name, kind, account, owner }) => ({ id, name, kind, account, owner })),
    ).toEqual([
      { id: irvin.id, name: 'Dr. Irvin970 Emard19', kind: 'practitioner', account: false, owner: false },
      { id: 'owner', name: 'Practice owner', kind: 'administrative', account: true, owner: true },
    ])
    expect(epoch).toBe(2)
  })

  test('who is a member already stays as they are, and the policy too', async () => {
    const folder = folderOf({ 'a.ndjson': [irvin] })
    const first = await imported(folder)
    const again = await imported(folder, first.practiceId)
    expect(again.practitioners).toEqual({ added: 0, changed: 0, same: 1 })
    expect(await policyOf(again)).toEqual(await policyOf(first))
  })

  test('cannot be a member of another kind', async () => {
    expect(await attempted(folderOf({ 'a.ndjson': [{ ...irvin, id: 'owner' }] }))).toMatchObject({
      badLines: [
        { file: 'a.ndjson', line: 1, reason: '`id` is that of a member who is no practitioner: `owner`' },
      ],
    })
  })
})

describe('twice', () => {
  const folder = folderOf({
    'a.ndjson': [irvin, { ...patient, name: [{ family: 'Xu' }], meta: { tag: [{ code: 'a' }] } }],
  })

  test('is once', async () => {
    const first = await imported(folder)
    const before = [await patientsOf(first), await everythingCounted()]
    const again = await imported(folder, first.practiceId)
    expect(again.patients).toEqual({ added: 0, changed: 0, same: 1 })
    expect([await patientsOf(first), await everythingCounted()]).toEqual(before)
  })

  test('brings what changed up to date, and takes nothing from care team, tags and restrictions', async () => {
    const first = await imported(folder)
    const [{ id = '' } = {}] = await patientsOf(first)
    await inPractice(database, first.practiceId, async (transaction) => {
      await addMembers(transaction, first.practiceId, [
        { id: 'b', kind: 'practitioner', status: 'active', account: false },
      ])
      await savePatientFacts(transaction, first.practiceId, [
        { id, careTeam: ['b'], tags: ['a', 'b'], restrictedTo: ['b'], locations: ['hill'] },
      ])
    })
    const changed = { ...patient, name: [{ family: 'Zhang' }], meta: { tag: [{ code: 'c' }] } }
    const again = await imported(folderOf({ 'a.ndjson': [changed] }), first.practiceId)
    expect(again.patients).toEqual({ added: 0, changed: 1, same: 0 })
    expect(await patientsOf(first)).toMatchObject([
      { family: 'Zhang', care_team: ['b'], tags: ['a', 'b', 'c'], restricted_to: ['b'], locations: ['hill'] },
    ])
    const tokens = await inPractice(database, first.practiceId, (transaction) =>
      transaction
        .selectFrom('patient_token')
        .select('token')
        .where('practice_id', '=', first.practiceId)
        .execute(),
    )
    expect(tokens).toEqual([{ token: 'zhang' }])
  })
})

describe('a line', () => {
  test.each([
    ['{"resourceType":"Patient","id":"p1"', 'is not JSON'],
    ['{"id":"p1"}', 'has no `resourceType`'],
    ['[]', 'has no `resourceType`'],
    ['{"resourceType":"Patient"}', '`id` is missing'],
    ['{"resourceType":"Patient","id":"a b"}', '`id` is no FHIR id: up to 64 letters, digits, `-` and `.`'],
    [
      '{"resourceType":"Patient","id":"p1","birthDate":"1984-02-30"}',
      '`birthDate` is a day that no calendar has',
    ],
    [
      '{"resourceType":"Patient","id":"p1","birthDate":"30.2.1984"}',
      '`birthDate` is no date such as 1984, 1984-03 or 1984-03-07',
    ],
    [
      '{"resourceType":"Patient","id":"p1","gender":"f"}',
      '`gender` is none of `male`, `female`, `other`, `unknown`',
    ],
    ['{"resourceType":"Patient","id":"p1","name":{"family":"Xu"}}', '`name` is not a list'],
    [
      '{"resourceType":"Patient","id":"p1","name":[{"family":7}]}',
      '`name[0].family` is not of the type string',
    ],
    [
      '{"resourceType":"Patient","id":"p1","name":[{"family":"X\\u0000"}]}',
      '`name[0].family` holds a zero character',
    ],
    ['{"resourceType":"Practitioner"}', '`id` is missing'],
  ])('%s is named with its place, and nothing is imported', async (line, reason) => {
    const before = await everythingCounted()
    const folder = folderOf({
      'a.ndjson': [{ ...patient, id: 'fine' }, ''],
      'b.ndjson': ['', line, { ...irvin }],
    })
    expect(await attempted(folder)).toMatchObject({ badLines: [{ file: 'b.ndjson', line: 2, reason }] })
    expect(await everythingCounted()).toEqual(before)
  })

  test('that is not UTF-8 is named', async () => {
    const folder = folderOf({})
    writeFileSync(
      join(folder, 'a.ndjson'),
      Buffer.from('{"resourceType":"Patient","id":"p1","name":[{"family":"M\xfcller"}]}', 'latin1'),
    )
    expect(await attempted(folder)).toMatchObject({
      badLines: [{ file: 'a.ndjson', line: 1, reason: 'holds bytes that are not UTF-8' }],
    })
  })

  test('with the id of a line before is named', async () => {
    const folder = folderOf({ 'a.ndjson': [patient], 'b.ndjson': [patient, irvin, irvin] })
    expect(await attempted(folder)).toMatchObject({
      badLines: [
        { file: 'b.ndjson', line: 1, reason: '`id` is that of a patient on a line before: `p1`' },
        {
          file: 'b.ndjson',
          line: 3,
          reason: `\`id\` is that of a practitioner on a line before: \`${irvin.id}\``,
        },
      ],
    })
  })

  test('may hold a line separator inside a text, end in CR LF, and begin with a byte order mark', async () => {
    const folder = folderOf({})
    writeFileSync(
      join(folder, 'a.ndjson'),
      '\ufeff{"resourceType":"Patient","id":"p1","name":[{"family":"A\u2028B"}]}\r\n\r\n',
    )
    expect(await patientsOf(await imported(folder))).toMatchObject([{ family: 'A\u2028B' }])
  })
})

test('other types are counted and left for later', async () => {
  const claim = { resourceType: 'Claim', id: 'c1' }
  const { left } = await imported(
    folderOf({ 'a.ndjson': [patient, claim, claim, { resourceType: 'Organization' }] }),
  )
  expect(left).toEqual(
    new Map([
      ['Claim', 2],
      ['Organization', 1],
    ]),
  )
})

const samples = process.env.ROLECALL_SAMPLE_DATA

describe.skipIf(samples === undefined)('an export that nobody here wrote', () => {
  const none = { added: 0, changed: 0, same: 0 }
  const news = (added: number) => ({ ...none, added })
  const known = (same: number) => ({ ...none, same })

  test.each([
    ['fhir-10', { patients: 13, practitioners: 43, appointments: 1215, notes: 1215, roles: 0, locations: 0 }],
    [
      'fhir-1000',
      { patients: 1144, practitioners: 835, appointments: 0, notes: 0, roles: 835, locations: 836 },
    ],
  ])('%s has what it has, and twice is once', { timeout: 120_000 }, async (name, counts) => {
    const folder = join(samples ?? '', name)
    const kinds = Object.entries(counts)
    const result = await imported(folder)
    expect(result).toMatchObject(Object.fromEntries(kinds.map(([kind, count]) => [kind, news(count)])))
    const { rows } = await inPractice(database, result.practiceId, (transaction) =>
      sql`select (select count(*)::int from patient where practice_id = ${result.practiceId}) as patients,
        (select count(*)::int from member where practice_id = ${result.practiceId} and kind = 'practitioner')
          as practitioners,
        (select count(*)::int from member where practice_id = ${result.practiceId} and job_title is not null) as roles,
        (select count(*)::int from location where practice_id = ${result.practiceId}) as locations,
        (select count(*)::int from appointment where practice_id = ${result.practiceId} and owner_id is not null)
          as appointments,
        (select count(*)::int from note join note_version on note_version.practice_id = note.practice_id
          and note_id = note.id and text <> '' where note.practice_id = ${result.practiceId} and owner_id is not null
          and signed) as notes`.execute(transaction),
    )
    expect(rows).toEqual([counts])
    const again = await imported(folder, result.practiceId)
    expect(again).toMatchObject(Object.fromEntries(kinds.map(([kind, count]) => [kind, known(count)])))
  })
})

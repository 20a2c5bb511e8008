/** Files for an import: resources and tables as systems export them, with some part of each replaced by what none does. */
import fc from 'fast-check'
import { oddInstants, oddNumbers, oddTexts, RawJson } from './odd-values.ts'

export interface AnyFile {
  readonly name: string
  readonly content: Buffer
}

export function anyFiles(): fc.Arbitrary<readonly AnyFile[]> {
  return fc.array(
    fc.oneof(
      { arbitrary: fc.array(anyResource(), { maxLength: 6 }).map(asLines), weight: 3 },
      { arbitrary: fc.array(anyResource(), { maxLength: 4 }).map(asBundle), weight: 1 },
      { arbitrary: anyTable(), weight: 2 },
      { arbitrary: anyBytes(), weight: 1 },
    ),
    { minLength: 1, maxLength: 3 },
  )
}

function asLines(resources: readonly string[]): AnyFile {
  return { name: 'records.ndjson', content: Buffer.from(resources.join('\n')) }
}

function asBundle(resources: readonly string[]): AnyFile {
  const entries = resources.map((resource) => `{"resource":${resource}}`)
  const text = `{"resourceType":"Bundle","type":"collection","entry":[${entries.join(',')}]}`
  return { name: 'bundle.json', content: Buffer.from(text) }
}

function anyBytes(): fc.Arbitrary<AnyFile> {
  const names = [
    'a.ndjson',
    'a.json',
    'a.csv',
    'a',
    '..',
    '../../a.csv',
    'a.csv\u0000',
    '__proto__',
    '\u00ff.csv',
    'a.CSV',
  ]
  const contents = [
    ...[
      '',
      '\n\n',
      '{}',
      '[]',
      'null',
      '\ufeff',
      '\u0000',
      '{"resourceType":"Patient"',
      '"',
      ',,,\n,,,',
      '\r\r\r',
    ],
    ...[
      '{"resourceType":"constructor"}',
      '{"resourceType":"__proto__","id":"x"}',
      '[[[[[[]]]]]]',
      'family name\n"',
    ],
    ...['['.repeat(50_000), `{"resourceType":"Patient","id":"a","x":${'['.repeat(5000)}${']'.repeat(5000)}}`],
  ].map((text) => Buffer.from(text))
  return fc.record({
    name: fc.constantFrom(...names),
    content: fc.constantFrom(...contents, Buffer.from([0xff, 0xfe, 0, 0xd8]), Buffer.alloc(3000, 0xed)),
  })
}

const oddCells = oddTexts.map((text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text))

function anyTable(): fc.Arbitrary<AnyFile> {
  const columns = [
    'id',
    'external id',
    'family name',
    'given name',
    'date of birth',
    'gender',
    'phone',
    'email',
    'tags',
  ]
  const header = fc
    .subarray(columns, { minLength: 1 })
    .chain((some) =>
      fc.oneof(
        { arbitrary: fc.constant(some), weight: 9 },
        { arbitrary: fc.constantFrom(...oddCells).map((odd) => [...some, odd]), weight: 1 },
      ),
    )
  const cells = fc.oneof(
    {
      arbitrary: fc.constantFrom('p1', 'Lopez', '1984-03-07', 'female', 'green', 'a@b.example', ''),
      weight: 8,
    },
    { arbitrary: fc.constantFrom(...oddCells, ...oddInstants), weight: 1 },
  )
  return fc
    .record({
      header,
      rows: fc.array(fc.array(cells, { minLength: 1, maxLength: 10 }), { maxLength: 6 }),
      separator: fc.constantFrom(',', ';', '\t'),
      end: fc.constantFrom('\n', '\r\n', '\r'),
    })
    .map(({ header, rows, separator, end }) => ({
      name: 'patients.csv',
      content: Buffer.from([header, ...rows].map((row) => row.join(separator)).join(end)),
    }))
}

/** A resource as the text of its JSON, with here and there an odd value in place of a part. */
function anyResource(): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...resources), fc.infiniteStream(fc.nat(40)), fc.infiniteStream(anyOdd))
    .map(([resource, chances, odd]) => jsonOf(resource, chances, odd))
}

const anyOdd = fc.constantFrom<unknown>(
  ...[...oddTexts, ...oddInstants, ...oddNumbers, null, true, [], {}, [null], [[]], [{}]],
  ...[new RawJson('['.repeat(3000) + ']'.repeat(3000)), { reference: 'constructor/__proto__' }, ['a', 'a']],
)

function jsonOf(value: unknown, chances: Iterator<number>, odd: Iterator<unknown>): string {
  if (chances.next().value === 0) return oddJson(odd.next().value)
  if (Array.isArray(value)) return `[${value.map((part) => jsonOf(part, chances, odd)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const parts = Object.entries(value).map(
    // What it is stays: an unknown type is left out as a whole.
    ([key, part]) => `"${key}":${key === 'resourceType' ? JSON.stringify(part) : jsonOf(part, chances, odd)}`,
  )
  return `{${parts.join(',')}}`
}

function oddJson(value: unknown): string {
  return value instanceof RawJson ? value.text : JSON.stringify(value)
}

const subject = { reference: 'Patient/p9' }
const identifier = [{ system: 'urn:mrn', value: 'A1' }]
const resources: readonly object[] = [
  {
    resourceType: 'Patient',
    id: 'p9',
    name: [{ use: 'official', family: 'Xu', given: ['Ann', null] }],
    birthDate: '1984-03-07',
    gender: 'female',
    telecom: [{ system: 'phone', value: '+49 1', use: 'home', rank: 1 }],
    identifier,
    meta: { tag: [{ code: 'green' }] },
    generalPractitioner: [{ reference: 'Practitioner/chen', display: 'Chen' }],
  },
  { resourceType: 'Practitioner', id: 'chen', name: [{ text: 'Dr Chen', prefix: ['Dr'] }], identifier },
  {
    resourceType: 'PractitionerRole',
    id: 'r1',
    practitioner: { reference: 'Practitioner/chen' },
    code: [{ text: 'dentist', coding: [{ code: 'x', display: 'Dentist' }] }],
  },
  { resourceType: 'Location', id: 'hill', name: 'Hill', identifier },
  {
    resourceType: 'Encounter',
    id: 'e1',
    status: 'finished',
    subject,
    participant: [{ type: [{ coding: [{ code: 'PPRF' }] }], individual: { reference: 'Practitioner/chen' } }],
    period: { start: '2024-03-07T09:00:00Z', end: '2024-03-07T10:00:00+01:00' },
    location: [{ location: { reference: 'Location/hill' } }],
    reasonCode: [{ text: 'pain' }],
    identifier,
  },
  {
    resourceType: 'Appointment',
    id: 'a1',
    status: 'booked',
    start: '2027-03-07T09:00:00Z',
    end: '2027-03-07',
    minutesDuration: 30,
    description: 'check',
    participant: [{ actor: subject }, { actor: { reference: 'Practitioner/chen' } }],
  },
  {
    resourceType: 'DocumentReference',
    id: 'd1',
    status: 'current',
    docStatus: 'final',
    type: { text: 'letter' },
    subject,
    date: '2024-03-07T09:00:00Z',
    author: [{ reference: 'Practitioner/chen' }],
    authenticator: { reference: 'Practitioner/chen' },
    content: [{ attachment: { contentType: 'text/plain', data: 'aGVsbG8=' } }],
    context: { encounter: [{ reference: 'Encounter/e1' }], period: { start: '2024' } },
  },
]

/** What is uploaded: lines that are made on the way, so that a file of gigabytes is nowhere. */

export interface Content {
  readonly what: string
  /** One line, by its number. */
  readonly line: (number: number) => object
  /** Whether it is kept. Otherwise it is only tried. */
  readonly isKept: boolean
}

const note = Buffer.from('Caries on 26, filled. '.repeat(150)).toString('base64')

export const contents: readonly Content[] = [
  {
    what: 'patients with encounters and notes, kept',
    isKept: true,
    line: (number) => resources[number % 3]?.(Math.trunc(number / 3)) ?? {},
  },
  {
    what: 'references that each name another person, tried',
    isKept: false,
    line: (number) => ({
      ...patient(number),
      generalPractitioner: Array.from({ length: 10 }, (_, index) => ({
        reference: `Practitioner/${number}-${index}`,
        identifier: { system: `urn:number-${number}`, value: `${index}` },
      })),
    }),
  },
  {
    what: 'resources of types that are not read, each its own, tried',
    isKept: false,
    line: (number) => ({ resourceType: `Type${number}`, id: `${number}`, text: 'x'.repeat(500) }),
  },
]

const resources: readonly ((number: number) => object)[] = [patient, encounter, document]

function patient(number: number) {
  return {
    resourceType: 'Patient',
    id: `bench-${number}`,
    name: [{ family: `Family${number % 5000}`, given: [`Given${number % 700}`] }],
    identifier: [{ system: 'urn:bench', value: `${number}` }],
    birthDate: '1984-03-07',
    generalPractitioner: [{ reference: 'Practitioner/chen' }],
  }
}

function encounter(number: number) {
  const start = `2024-03-${String(1 + (number % 28)).padStart(2, '0')}`
  return {
    resourceType: 'Encounter',
    id: `visit-${number}`,
    status: 'finished',
    subject: { reference: `Patient?identifier=urn:bench|${number}` },
    participant: [{ individual: { reference: 'Practitioner/chen' } }],
    period: { start: `${start}T09:00:00Z`, end: `${start}T09:30:00Z` },
  }
}

function document(number: number) {
  return {
    resourceType: 'DocumentReference',
    id: `note-${number}`,
    status: 'current',
    subject: { reference: `Patient/bench-${number}` },
    date: '2024-03-07T10:00:00Z',
    author: [{ reference: 'Practitioner/chen' }],
    content: [{ attachment: { contentType: 'text/plain', data: note } }],
    context: { encounter: [{ reference: `Encounter/visit-${number}` }] },
  }
}

/** What a column of a table of patients is called by those who export one. Compared in small letters and digits alone. */
const names = {
  id: ['id', 'patient id', 'rolecall id'],
  externalId: [
    'external id',
    'identifier',
    'mrn',
    'medical record number',
    'patient number',
    'chart number',
    'file number',
  ],
  family: ['family', 'family name', 'last', 'last name', 'surname', 'patient last name'],
  given: [
    'given',
    'given name',
    'given names',
    'first',
    'first name',
    'first names',
    'forename',
    'patient first name',
  ],
  birthDate: ['birth date', 'date of birth', 'born', 'birthday', 'dob'],
  gender: ['gender', 'sex', 'administrative gender'],
  phone: ['phone', 'phone number', 'telephone', 'mobile', 'mobile phone', 'cell', 'cell phone', 'tel'],
  email: ['email', 'e-mail', 'email address', 'e-mail address', 'mail'],
  tags: ['tags', 'tag', 'labels', 'groups'],
} as const

export type Field = keyof typeof names

export interface Columns {
  /** The field of each column. Undefined: it is not read. */
  readonly fields: readonly (Field | undefined)[]
  /** Columns that are not read, as they are called. */
  readonly unknown: readonly string[]
}

const mostColumns = 1000

/** Map a header, or say what is wrong with it. */
export function columnsOf(header: readonly string[]): Columns | { readonly reason: string } {
  if (header.length > mostColumns)
    return { reason: `has ${header.length} columns, keep at most ${mostColumns} of them` }
  const fields = header.map((name) => fieldOf(name))
  const twice = fields.find((field, index) => field !== undefined && fields.indexOf(field) !== index)
  if (twice !== undefined) {
    const both = header.filter((_, index) => fields[index] === twice).map((name) => `\`${name.trim()}\``)
    return { reason: `${both.join(' and ')} mean the same, keep one of them` }
  }
  if (!fields.includes('family'))
    return { reason: 'has no column for the family name, call one `family name` in the first row' }
  const unknown = header.filter((name, index) => fields[index] === undefined && name.trim() !== '')
  return { fields, unknown: unknown.map((name) => name.trim()) }
}

const fieldsByName: ReadonlyMap<string, Field> = new Map(
  Object.entries(names).flatMap(([field, all]) => all.map((one) => [plainly(one), field as Field] as const)),
)

function fieldOf(name: string): Field | undefined {
  return fieldsByName.get(plainly(name))
}

function plainly(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}

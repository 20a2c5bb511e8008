import { describe, expect, test } from 'vitest'
import { importHere } from '../src/import/import-folder.ts'
import { sourceOf } from '../src/import/source.ts'
import type { DateOrder } from '../src/import/table-date.ts'
import { folders } from './import-folder-of.ts'
import { inPractice, withTables } from './with-tables.ts'

const { database } = await withTables()
const folderOf = folders()
let practices = 0

async function attempted(
  content: string | Buffer,
  { practiceId, dates }: { practiceId?: string; dates?: DateOrder } = {},
) {
  practices += 1
  const file = sourceOf(`${folderOf({ 'patients.csv': content })}/patients.csv`)
  if (file === undefined) throw new Error('a table is a table')
  return importHere(database, {
    files: [file],
    into: practiceId === undefined ? { newName: `practice ${practices}` } : { id: practiceId },
    dates,
  })
}

async function rows(content: string | Buffer, dates?: DateOrder) {
  const result = await attempted(content, dates === undefined ? {} : { dates })
  if ('badLines' in result) throw new Error(JSON.stringify(result.badLines))
  return stored(result.practiceId)
}

function stored(practiceId: string) {
  return inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('patient')
      .innerJoin('patient_facts as facts', (join) =>
        join
          .onRef('facts.practice_id', '=', 'patient.practice_id')
          .onRef('facts.id', '=', 'patient.facts_id'),
      )
      .select(['patient.id', 'family', 'given', 'birth_date', 'gender', 'phone', 'email', 'facts.tags'])
      .where('patient.practice_id', '=', practiceId)
      .orderBy('patient.id')
      .execute(),
  )
}

async function reasons(content: string | Buffer, dates?: DateOrder): Promise<readonly string[]> {
  const result = await attempted(content, dates === undefined ? {} : { dates })
  if (!('badLines' in result)) throw new Error('everything was imported')
  return result.badLines.map(({ line, reason }) => `${line} ${reason}`)
}

describe('a table of patients', () => {
  test.each([
    [
      'commas',
      'Last Name,First Name,DOB,Sex,Phone,E-Mail,Tags,MRN\nXu,Wei,1984-03-07,F,555,w@example.org,vip; hill,7\n',
    ],
    [
      'semicolons and a mark',
      '\ufeffsurname;given names;Date of Birth;gender;mobile;email;labels;external id\r\nXu;Wei;1984-03-07;female;555;w@example.org;vip;7\r\n',
    ],
    [
      'tabs',
      'family\tgiven\tbirth date\tgender\tphone\temail\ttags\tmrn\nXu\tWei\t1984-03-07\tfemale\t555\tw@example.org\tvip\t7',
    ],
    [
      'quotation marks',
      '"last, name","First name",born,sex,tel,mail,tag,"patient number"\n"Xu", "Wei",1984-03-07,w,555,w@example.org,vip,7'.replace(
        'last, name',
        'last name',
      ),
    ],
  ])('with %s is read', async (_, text) => {
    expect(await rows(text)).toMatchObject([
      {
        id: '7',
        family: 'Xu',
        given: 'Wei',
        birth_date: '1984-03-07',
        gender: 'female',
        phone: '555',
        email: 'w@example.org',
      },
    ])
  })

  test('may be UTF-16', async () => {
    expect(await rows(Buffer.from('\ufeffname\tsurname\nx\tMüller\n', 'utf16le'))).toMatchObject([
      { family: 'Müller' },
    ])
  })

  test('names the columns that are not read', async () => {
    const result = await attempted('family,shoe size,\nXu,43,\n')
    expect([...result.left]).toEqual([['column `shoe size`', 1]])
  })

  test('twice is once, also without ids', async () => {
    const text = 'family,given,birth date\nXu,Wei,1984\nXu,Wei,1985\n'
    const { practiceId, patients } = await attempted(text)
    expect(patients.added).toBe(2)
    expect((await attempted(text, { practiceId })).patients).toEqual({ added: 0, changed: 0, same: 2 })
  })

  test('may hold line feeds, quotation marks and separators within quotation marks', async () => {
    expect(await rows('family,given\n"Xu ""the, one""","a\nb"\n')).toMatchObject([
      { family: 'Xu "the, one"', given: 'a\nb' },
    ])
  })

  test.each([
    ['given\nWei\n', ['1 has no column for the family name, call one `family name` in the first row']],
    ['family,surname\nXu,Li\n', ['1 `family` and `surname` mean the same, keep one of them']],
    ['', ['0 is empty, the first row names the columns']],
    ['family,given\n,\nXu,Wei\n', ['2 has no name']],
    ['family\n"Xu\n', ['2 has a quotation mark that is not closed']],
    ['family,given\nXu,Wei,Li\n', ['2 has 3 cells, and the first row names 2']],
    ['family,sex\nXu,q\n', ['2 the gender `q` is none of male, female, other, unknown']],
    [
      'family,given\nXu,Wei\nXu,Wei\n',
      [expect.stringMatching(/^3 `id` is that of a patient on a line before/)],
    ],
    ['family,id\nXu,a b\n', ['2 `id` is no FHIR id: up to 64 letters, digits, `-` and `.`']],
  ])('%j is refused', async (text, said) => {
    expect(await reasons(text)).toEqual(said)
  })

  test('that is not UTF-8 is refused', async () => {
    expect(await reasons(Buffer.from('family\nMüller\n', 'latin1'))).toEqual([
      '2 holds bytes that are not UTF-8, save the table as UTF-8',
    ])
  })
})

describe('a date of birth', () => {
  test.each([
    ['DMY', '07/03/1984'],
    ['MDY', '3-7-1984'],
    ['YMD', '1984.3.7'],
    ['DMY', '1984-03-07'],
  ] as const)('in the order %s is read: %s', async (order, date) => {
    expect(await rows(`family,dob\nXu,${date}\n`, order)).toMatchObject([{ birth_date: '1984-03-07' }])
  })

  test.each([
    [
      '03/04/1984',
      undefined,
      'may be read in several ways: write it as 1984-03-07, or say the order of the whole column (DMY, MDY or YMD)',
    ],
    [
      '25/04/1984',
      undefined,
      'may be read in several ways: write it as 1984-03-07, or say the order of the whole column (DMY, MDY or YMD)',
    ],
    ['25/04/1984', 'MDY', 'is no day in the order MDY'],
    ['25/04/84', 'DMY', 'has a year that is not of four digits'],
    ['7 March 1984', undefined, 'is no date such as 1984-03-07'],
    ['1984-02-30', undefined, 'may be read'],
  ] as const)('%s in the order %s is refused', async (date, order, reason) => {
    const [said] = await reasons(`family,dob\nXu,${date}\n`, order)
    expect(said).toContain(`2 the birth date \`${date}\` ${reason}`)
  })
})

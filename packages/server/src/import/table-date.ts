import { partialDate, type Read, readAs } from './fhir-resource.ts'

/** In which order a table writes day, month and year. */
export const dateOrders = ['DMY', 'MDY', 'YMD'] as const
export type DateOrder = (typeof dateOrders)[number]

/**
 * A date of birth as ISO 8601 says, or in the order that was given. Nothing is guessed: a birth date that was read the
 * wrong way round is somebody else's.
 */
export function dateIn(cell: string, order: DateOrder | undefined): Read<string> {
  const iso = partialDate.safeParse(cell)
  if (iso.success) return { value: cell }
  const parts = cell.split(/[./\- ]+/)
  if (parts.length !== 3 || !parts.every((part) => /^\d{1,4}$/.test(part))) return notADate
  if (order === undefined) return { reason: ambiguous }
  const [year = '', month = '', day = ''] = { DMY: [2, 1, 0], MDY: [2, 0, 1], YMD: [0, 1, 2] }[order].map(
    (index) => parts[index] ?? '',
  )
  if (year.length !== 4) return { reason: 'has a year that is not of four digits' }
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const read = readAs(partialDate, date)
  return 'reason' in read ? { reason: `is no day in the order ${order}` } : read
}

const ambiguous =
  'may be read in several ways: write it as 1984-03-07, or say the order of the whole column (DMY, MDY or YMD)'
const notADate = { reason: 'is no date such as 1984-03-07' }

import type { TagUse } from '@rolecall/contract'

const number = new Intl.NumberFormat('en')

/** `46 patients you can see carry it, and 1 limit or role uses it.` */
export function tagUseInWords({ patients, limits }: TagUse): string {
  const carry =
    patients === 0
      ? 'No patient you can see carries it'
      : patients === 1
        ? '1 patient you can see carries it'
        : `${number.format(patients)} patients you can see carry it`
  const use =
    limits === 0
      ? 'no limit or role turns on it'
      : limits === 1
        ? '1 limit or role turns on it'
        : `${number.format(limits)} limits or roles turn on it`
  return `${carry}, and ${use}.`
}

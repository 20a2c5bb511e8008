import type { TagUse } from '@rolecall/contract'

const number = new Intl.NumberFormat('en')

/** `On 46 patients you can see, used by 1 limit or role.` */
export function tagUseInWords({ patients, limits }: TagUse): string {
  const on =
    patients === 0
      ? 'On no patients'
      : patients === 1
        ? 'On 1 patient'
        : `On ${number.format(patients)} patients`
  const use =
    limits === 0
      ? 'not used by limits or roles'
      : limits === 1
        ? 'used by 1 limit or role'
        : `used by ${number.format(limits)} limits or roles`
  return `${on} you can see, ${use}.`
}

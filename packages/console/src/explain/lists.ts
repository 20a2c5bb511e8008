/** The pages that list records of a kind. */
export const lists: Readonly<
  Record<string, { readonly to: '/patients' | '/calendar'; readonly pronoun: 'them' | 'it' }>
> = {
  patient: { to: '/patients', pronoun: 'them' },
  appointment: { to: '/calendar', pronoun: 'it' },
}

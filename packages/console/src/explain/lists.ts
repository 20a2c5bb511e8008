/** The pages that list records of a kind. */
export const lists: Readonly<
  Record<string, { readonly to: '/patients' | '/calendar'; readonly name: string }>
> = {
  patient: { to: '/patients', name: 'the patients' },
  appointment: { to: '/calendar', name: 'the calendar' },
}

import type { AboutPatient } from '@rolecall/contract'

/** Whom an appointment is with, as far as one may know. */
export function nameOf({ given, family }: AboutPatient): string {
  const name = [given, family].filter((part) => part !== null && part !== '').join(' ')
  return name === '' ? 'A patient' : name
}

import type { HumanName } from './fhir-resource.ts'

export interface PatientName {
  readonly family: string
  readonly given: string
}

/** What a person is called now comes before what they were called once. */
const uses = ['official', 'usual', undefined, 'nickname', 'anonymous', 'temp', 'maiden', 'old']

/** The name to show: the official one where there is one. Digits in names stay. */
export function chosenName(names: readonly HumanName[] = []): PatientName {
  const [best] = names.toSorted((one, other) => uses.indexOf(one.use) - uses.indexOf(other.use))
  if (best === undefined) return { family: '', given: '' }
  const given = joined(best.given)
  if (best.family === undefined && given === '') return { family: best.text ?? '', given: '' }
  return { family: best.family ?? '', given }
}

/** A practitioner as people speak of them: `Dr. Irvin Emard`. */
export function fullName(names: readonly HumanName[] = []): string | undefined {
  const { family, given } = chosenName(names)
  const prefix = joined(names.find((name) => name.family === family)?.prefix)
  const full = [prefix, given, family].filter((part) => part !== '').join(' ')
  return full === '' ? undefined : full
}

function joined(parts: readonly (string | null)[] = []): string {
  return parts.filter((part) => part !== null).join(' ')
}

export const sorts = {
  '-name': 'Name, Z to A',
  birthDate: 'Oldest first',
  '-birthDate': 'Youngest first',
} as const
export type Sort = keyof typeof sorts

export function isSort(text: unknown): text is Sort {
  return typeof text === 'string' && Object.hasOwn(sorts, text)
}

/** What the address of the patients page carries, so that it can be shared, and gone back to. */
export interface PatientsSearch {
  readonly search?: string
  /** Only those who carry this tag. */
  readonly tag?: string
  /** Only those this practitioner treats. */
  readonly practitioner?: string
  /** Without it: by name. */
  readonly sort?: Sort
  /** The patient id that Why? is asked about. */
  readonly why?: string
  /** Another member whose answer is shown. */
  readonly member?: string
  /** For an assistant: the practitioner they would act for. */
  readonly actingFor?: string
}

export function readPatientsSearch(given: Record<string, unknown>): PatientsSearch {
  return {
    ...text(given, 'search'),
    ...text(given, 'tag'),
    ...text(given, 'practitioner'),
    ...(isSort(given.sort) && { sort: given.sort }),
    ...text(given, 'why'),
    ...text(given, 'member'),
    ...text(given, 'actingFor'),
  }
}

function text<Name extends string>(given: Record<string, unknown>, name: Name): { [name in Name]?: string } {
  const value = given[name]
  return typeof value === 'string' && value !== '' ? ({ [name]: value } as { [name in Name]: string }) : {}
}

/** The same address with Why? closed. */
export function withoutWhy({
  why: _,
  member: __,
  actingFor: ___,
  ...others
}: PatientsSearch): PatientsSearch {
  return others
}

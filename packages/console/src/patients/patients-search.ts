/** What the address of the patients page carries, so that it can be shared, and gone back to. */
export interface PatientsSearch {
  readonly search?: string
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
export function withoutWhy({ search }: PatientsSearch): PatientsSearch {
  return search === undefined ? {} : { search }
}

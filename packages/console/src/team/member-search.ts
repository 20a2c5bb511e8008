/** For whom an assistant is looked at who acts for nobody. */
export const nobody = 'nobody'

/** What the address of a person's page carries. */
export interface MemberSearch {
  /** For an assistant: for whom they would act. */
  readonly for?: string
}

export function readMemberSearch({ for: actingFor }: Record<string, unknown>): MemberSearch {
  return typeof actingFor === 'string' && actingFor !== '' ? { for: actingFor } : {}
}

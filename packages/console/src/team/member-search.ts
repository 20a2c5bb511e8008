/** In place of a practitioner’s id: the assistant works for no one. */
export const nobody = 'nobody'

/** What the address of a person's page carries. */
export interface MemberSearch {
  /** For an assistant: who they would work for. */
  readonly for?: string
}

export function readMemberSearch({ for: actingFor }: Record<string, unknown>): MemberSearch {
  return typeof actingFor === 'string' && actingFor !== '' ? { for: actingFor } : {}
}

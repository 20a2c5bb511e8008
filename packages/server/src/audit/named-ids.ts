import type { AuditEntry, AuditValue } from './entry.ts'

/** No entry is about so many members or roles; what names more is a list of records. */
const mostNamed = 20

/** Ids in an entry that may be those of members or roles: who did it, for whom, to what, and what its detail names. */
export function namedIds({
  memberId,
  actingFor,
  records,
  detail = {},
}: Pick<AuditEntry, 'memberId' | 'actingFor' | 'records' | 'detail'>): readonly string[] {
  const actors = [memberId, actingFor].filter((id) => id !== undefined)
  const others = [records, ...Object.values(detail)].flatMap(textsIn)
  return [...new Set([...actors, ...others])]
}

function textsIn(value: AuditValue): readonly string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) && value.length <= mostNamed ? value : []
}

import type { Named, WholePatient } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { queryOf, viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'

interface Known extends Named {
  readonly kind: string
}

/** The people one knows of here: everyone for those who list them, else those who can see the patient. By name. */
export function usePeople(patient: WholePatient, isWanted: boolean): readonly Known[] {
  const me = useMe()
  const viewer = viewerKey(me)
  const mayList = me.open.includes('listMembers')
  const { data: all } = useQuery({ ...queryOf('GET /api/members', viewer), enabled: isWanted && mayList })
  const { data: seers } = useQuery({
    ...queryOf('GET /api/who-can', viewer, { query: { kind: 'patient', act: 'view', record: patient.id } }),
    enabled: isWanted,
  })
  const known = new Map<string, Known>()
  for (const { id, name, kind } of seers?.members ?? []) known.set(id, { id, name, kind })
  for (const { id, name, kind, status, standing } of all?.members ?? []) {
    const isHere = (status === 'active' || status === 'invited') && standing !== 'ended'
    if (isHere) known.set(id, { id, name, kind })
  }
  for (const one of patient.careTeam) known.set(one.id, { ...one, kind: 'practitioner' })
  return [...known.values()].sort((a, b) => a.name.localeCompare(b.name))
}

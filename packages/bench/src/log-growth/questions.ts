import { type Operation, type OperationId, operations } from '@rolecall/contract'

/** Records of the practice that is asked about. */
export interface Known {
  readonly patient: string
  readonly note: string
  readonly appointment: string
  readonly member: string
}

export interface Question {
  readonly operation: OperationId
  readonly url: string
}

/** Every `GET` of the contract, each with what it needs to be answered. */
export function questionsAbout(known: Known): readonly Question[] {
  const all = Object.entries(operations) as [OperationId, Operation][]
  return all
    .filter(([, { method }]) => method === 'GET')
    .map(([operation, { path }]) => ({
      operation,
      url: filled(operation, path, known) + (queries(known)[operation] ?? ''),
    }))
}

function filled(operation: OperationId, path: string, { patient, note, appointment, member }: Known): string {
  const id = path.startsWith('/api/notes')
    ? note
    : path.startsWith('/api/appointments')
      ? appointment
      : path.startsWith('/api/members')
        ? member
        : path.startsWith('/api/imports')
          ? '0190a000-0000-4000-8000-00000000abcd'
          : patient
  const url = path.replace(':id', id).replace(':patient', patient).replace(':number', '1')
  if (url.includes(':')) throw new Error(`\`${operation}\` takes more than is known here: \`${url}\``)
  return url
}

function queries({ patient, member }: Known): Partial<Record<OperationId, string>> {
  return {
    listAppointments: '?from=2026-11-02T00:00:00Z&until=2026-11-09T00:00:00Z',
    why: `?patient=${patient}`,
    whoCan: `?record=${patient}`,
    listAudit: `?member=${member}`,
  }
}

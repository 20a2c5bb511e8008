import type { HandlersOf } from '../request/handler.ts'
import { exportPatients } from './export-patients.ts'

export function exportHandlers(): HandlersOf<'exportPatients'> {
  return {
    async exportPatients(_, { door }) {
      const { body, records } = await exportPatients(door)
      return { status: 200, body, records }
    },
  }
}

/**
 * Everything the server offers. One entry an operation; each domain has a file of its own.
 */
import { announcementOperations } from './announcements.ts'
import { appointmentOperations } from './appointments.ts'
import { auditOperations } from './audit.ts'
import { healthOperations } from './health.ts'
import { importOperations } from './import.ts'
import { noteOperations } from './notes.ts'
import type { Operation } from './operation.ts'
import { patientOperations } from './patients.ts'
import { practiceOperations } from './practice.ts'
import { roleOperations } from './roles.ts'
import { setupOperations } from './setup.ts'
import { signInOperations } from './signin.ts'
import { teamOperations } from './team.ts'
import { whyOperations } from './why.ts'

export const operations = {
  ...healthOperations,
  ...signInOperations,
  ...announcementOperations,
  ...setupOperations,
  ...teamOperations,
  ...roleOperations,
  ...practiceOperations,
  ...patientOperations,
  ...importOperations,
  ...noteOperations,
  ...appointmentOperations,
  ...whyOperations,
  ...auditOperations,
} as const satisfies Record<string, Operation>

export type Operations = typeof operations
export type OperationId = keyof Operations

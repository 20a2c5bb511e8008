/** Every operation and the domain that answers it. */

import { auditHandlers } from './activity/handlers.ts'
import { appointmentHandlers } from './appointments/handlers.ts'
import { demoHandlers } from './demo/handlers.ts'
import { whyHandlers } from './explain/handlers.ts'
import { exportHandlers } from './export/handlers.ts'
import { healthHandlers } from './health/handlers.ts'
import { importHandlers } from './import/handlers.ts'
import { noteHandlers } from './notes/handlers.ts'
import { patientHandlers } from './patients/handlers.ts'
import { practiceHandlers } from './practice/handlers.ts'
import type { Handlers } from './request/handler.ts'
import { roleHandlers } from './roles/handlers.ts'
import type { ServerParts } from './server-parts.ts'
import { setupHandlers } from './setup/handlers.ts'
import { signInHandlers } from './signin/handlers.ts'
import { teamHandlers } from './team/handlers.ts'

export function handlersOf(parts: ServerParts): Handlers {
  return {
    ...healthHandlers(parts),
    ...demoHandlers(parts),
    ...signInHandlers(parts),
    ...setupHandlers(parts),
    ...teamHandlers(parts),
    ...roleHandlers(),
    ...practiceHandlers(),
    ...patientHandlers(),
    ...importHandlers(parts),
    ...exportHandlers(),
    ...noteHandlers(),
    ...appointmentHandlers(),
    ...whyHandlers(),
    ...auditHandlers(parts.verifying),
  }
}

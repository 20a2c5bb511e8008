import { fileURLToPath } from 'node:url'
import { type Verifications, verifications } from './activity/verifications.ts'
import { type AuditLog, auditLog } from './audit/log.ts'
import { type BackgroundWork, backgroundWork } from './background-work.ts'
import type { Database } from './database/connect.ts'
import type { Picking } from './demo/demo-people.ts'
import { handlersOf } from './handlers.ts'
import type { AppParts } from './http/app.ts'
import { enter } from './request/handle-request.ts'
import type { SessionTimes } from './signin/session-times.ts'

export interface Served {
  readonly database: Database
  /** Where the key and the heads of the log are. Undefined: it is not sealed. */
  readonly auditFolder?: string | undefined
  /** Where people are made up: there one picks whom to be. Undefined: everyone proves who they are. */
  readonly picking?: Picking | undefined
  /** How long sessions last. Undefined: as usual. */
  readonly times?: SessionTimes | undefined
  /** Megabytes of heap that an import by upload can take. Undefined: as usual. */
  readonly maxImportHeapMb?: number | undefined
}

/** What the handlers of the domains are made of. */
export interface ServerParts extends Served {
  readonly log: AuditLog
  readonly verifying: Verifications
  readonly background: BackgroundWork
  /** Says in one sentence what went wrong, to who runs the server. */
  readonly report: (sentence: string) => void
}

/** What the HTTP server is made of. */
export function appParts(served: Served, report: (sentence: string) => void): AppParts {
  const log = auditLog(served.database)
  const { database, auditFolder: folder } = served
  const sealing = folder === undefined ? undefined : { database, folder }
  const background = backgroundWork()
  const verifying = verifications({ sealing, report })
  const parts: ServerParts = { ...served, log, verifying, background, report }
  return {
    handlers: handlersOf(parts),
    enter: (asked, work) => enter(parts, asked, work),
    consoleFolder: fileURLToPath(new URL('../../console/dist', import.meta.url)),
    report,
    onStop: () => background.stop(),
  }
}

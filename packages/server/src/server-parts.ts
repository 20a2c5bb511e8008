import { fileURLToPath } from 'node:url'
import { CompiledQuery } from 'kysely'
import type { Database } from './database/connect.ts'
import { handlersOf } from './handlers.ts'
import type { AppParts } from './http/app.ts'
import { enter } from './signin/enter.ts'
import { closeSession, openSession } from './signin/sessions.ts'
import type { Introductions } from './team/introduction.ts'
import { listPeople } from './team/list-people.ts'

export interface ServedPractice {
  readonly database: Database
  readonly practiceId: string
  readonly introductions: Introductions
  /** Whether it is the demo's, and nobody in it is real. */
  readonly madeUp: boolean
}

/** What the HTTP server is made of, for one practice. */
export function serverParts(
  { database, practiceId, introductions, madeUp }: ServedPractice,
  report: (sentence: string) => void,
): AppParts {
  return {
    handlers: handlersOf({
      introductions,
      isWell: () => answers(database),
      listPeople: () => listPeople(database, practiceId, introductions, madeUp),
      openSession: (picked) => openSession(database, practiceId, picked),
      closeSession: (token) => closeSession(database, token),
    }),
    enter: (how, work) => enter(database, how, work),
    consoleFolder: fileURLToPath(new URL('../../console/dist', import.meta.url)),
    report,
  }
}

async function answers(database: Database): Promise<boolean> {
  try {
    await database.executeQuery(CompiledQuery.raw('select 1'))
    return true
  } catch {
    return false
  }
}

import { practiceCatalog } from '@rolecall/core'
import { z } from 'zod'
import type { Operation } from './operation.ts'
import { problem } from './problem.ts'
import { email, linkToken, password, personName } from './signin.ts'
import { timeZone } from './time-zone.ts'

export const setupOperations = {
  setUp: {
    method: 'POST',
    path: '/api/set-up',
    summary: 'Make the first practice and its owner, by the link that the start printed',
    needs: 'public',
    effect: 'changes',
    body: z.object({
      token: linkToken,
      practice: z.object({
        name: personName,
        /** What kind of practice it is: `dental`, `medical`, …. */
        kind: z.string().regex(/^[a-z][a-z-]{0,39}$/, 'give a word in lower case such as `dental`'),
        timeZone,
      }),
      /** Whether people here share patients: what team access everybody starts with. */
      sharesPatients: z.boolean(),
      /** Whether clinical assistants may read signed notes, by a role of their own. */
      assistantsReadSignedNotes: z.boolean(),
      modules: z.array(z.enum(Object.keys(practiceCatalog.modules))).max(100),
      owner: z.object({
        name: personName,
        email,
        password,
        memberKind: z.enum(['practitioner', 'administrative']),
      }),
    }),
    endings: {
      204: null,
      400: problem,
      409: problem,
      410: problem,
      422: problem,
      429: problem,
      503: problem,
    },
  },
} as const satisfies Record<string, Operation>

import type { Operation } from './operation.ts'
import { members } from './people.ts'
import { refusals } from './problem.ts'

/** Those who may view the log may be told why somebody else reaches something or not. */
export const logReaders = { anyOf: ['audit.view', 'accounts.manage'] } as const

export const teamOperations = {
  listMembers: {
    method: 'GET',
    path: '/api/members',
    summary: 'The people of the practice',
    needs: logReaders,
    effect: 'looks',
    endings: { 200: members, ...refusals },
  },
} as const satisfies Record<string, Operation>

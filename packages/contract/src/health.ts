import { z } from 'zod'
import type { Operation } from './operation.ts'
import { problem } from './problem.ts'

export const healthOperations = {
  health: {
    method: 'GET',
    path: '/api/health',
    summary: 'Whether the server and its database answer',
    needs: 'public',
    effect: 'looks',
    endings: { 200: z.object({ status: z.literal('ok') }), 503: problem },
  },
} as const satisfies Record<string, Operation>

import { z } from 'zod'
import type { Operation } from './operation.ts'
import { problem } from './problem.ts'

export const healthOperations = {
  health: {
    method: 'GET',
    path: '/api/health',
    summary: 'Whether the program lives',
    needs: 'public',
    effect: 'looks',
    unlimited: true,
    endings: { 200: z.object({ status: z.literal('ok') }) },
  },
  ready: {
    method: 'GET',
    path: '/api/ready',
    summary:
      'Whether it can answer: the database is there and in shape, keeps practices apart, and takes the log',
    needs: 'public',
    effect: 'looks',
    unlimited: true,
    endings: {
      200: z.object({
        status: z.literal('ready'),
        /** What an operator should look at although requests are answered: that the log is not being sealed. */
        warnings: z.array(z.string()),
      }),
      503: problem,
    },
  },
} as const satisfies Record<string, Operation>

import { z } from 'zod'
import type { Operation } from './operation.ts'
import { problem, refusals } from './problem.ts'

/** What was done at the machine that Rolecall runs on, as everybody is told who managed accounts then. */
const announcement = z.object({ id: z.string(), at: z.iso.datetime(), words: z.string() })

export const announcements = z.object({ announcements: z.array(announcement) })
export type Announcements = z.infer<typeof announcements>

export const announcementOperations = {
  listAnnouncements: {
    method: 'GET',
    path: '/api/announcements',
    summary: 'What was done at the machine, as far as one was to be told and has not said that one saw it',
    needs: 'signed-in',
    effect: 'looks',
    endings: { 200: announcements, ...refusals },
  },
  seeAnnouncement: {
    method: 'PUT',
    path: '/api/announcements/:id/seen',
    summary: 'Say that one has seen what one was told; it is shown no more',
    needs: { kind: 'account', act: 'edit' },
    effect: 'changes',
    params: z.object({ id: z.uuid() }),
    endings: { 204: null, 400: problem, 404: problem, ...refusals },
  },
} as const satisfies Record<string, Operation>

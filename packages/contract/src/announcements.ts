import { z } from 'zod'
import type { Operation } from './operation.ts'
import { problem, refusals } from './problem.ts'

/**
 * What one was told of: what was done at the machine that Rolecall runs on, as everybody who managed accounts then, or what
 * an import brought beside one's own notes.
 */
const announcement = z.object({ id: z.string(), at: z.iso.datetime(), words: z.string() })

export const announcements = z.object({ announcements: z.array(announcement) })
export type Announcements = z.infer<typeof announcements>

export const announcementOperations = {
  listAnnouncements: {
    method: 'GET',
    path: '/api/announcements',
    summary: 'What one was told of, as far as one has not said that one saw it',
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

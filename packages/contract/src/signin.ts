import { z } from 'zod'
import { id } from './id.ts'
import type { Operation } from './operation.ts'
import { me, people } from './people.ts'
import { problem, refusals } from './problem.ts'

export const signInOperations = {
  listPeople: {
    method: 'GET',
    path: '/api/people',
    summary: 'Whom one can sign in as, where a person is picked and nothing is proved',
    needs: 'public',
    effect: 'looks',
    endings: { 200: people, 404: problem, 503: problem },
  },
  pickPerson: {
    method: 'POST',
    path: '/api/session/picked',
    summary: 'Sign in as a made-up person, who proves nothing',
    needs: 'public',
    effect: 'changes',
    body: z.object({ member: id, actingFor: id.optional() }),
    endings: { 204: null, 400: problem, 403: problem, 404: problem, 503: problem },
  },
  closeSession: {
    method: 'DELETE',
    path: '/api/session',
    summary: 'Sign out',
    needs: 'public',
    effect: 'changes',
    endings: { 204: null, 503: problem },
  },
  me: {
    method: 'GET',
    path: '/api/me',
    summary: 'Who is signed in, and for whom they act',
    needs: 'signed-in',
    effect: 'looks',
    endings: { 200: me, ...refusals },
  },
  actFor: {
    method: 'PUT',
    path: '/api/session/acting-for',
    summary: 'Act for a practitioner one manages, or for nobody',
    needs: 'signed-in',
    effect: 'changes',
    body: z.object({ practitioner: id.nullable() }),
    endings: { 204: null, 400: problem, ...refusals },
  },
} as const satisfies Record<string, Operation>

/**
 * Everything the server offers. One entry an operation.
 */
import { z } from 'zod'
import { id } from './id.ts'
import type { Operation } from './operation.ts'
import { patientCount, patientPage, search } from './patients.ts'
import { me, members, people } from './people.ts'
import { problem } from './problem.ts'
import { why } from './why.ts'

/** Those who may view the log may be told why somebody else reaches something or not. */
const logReaders = { anyOf: ['audit.view', 'accounts.manage'] } as const

export const operations = {
  health: {
    method: 'GET',
    path: '/api/health',
    summary: 'Whether the server and its database answer',
    needs: 'public',
    endings: { 200: z.object({ status: z.literal('ok') }), 503: problem },
  },
  listPeople: {
    method: 'GET',
    path: '/api/people',
    summary: 'Whom one can sign in as, where a person is picked and nothing is proved',
    needs: 'public',
    endings: { 200: people, 503: problem },
  },
  openSession: {
    method: 'POST',
    path: '/api/session',
    summary: 'Sign in as a person',
    needs: 'public',
    body: z.object({ member: id, actingFor: id.optional() }),
    endings: { 204: null, 400: problem, 403: problem, 503: problem },
  },
  closeSession: {
    method: 'DELETE',
    path: '/api/session',
    summary: 'Sign out',
    needs: 'public',
    endings: { 204: null, 503: problem },
  },
  me: {
    method: 'GET',
    path: '/api/me',
    summary: 'Who is signed in, and for whom they act',
    needs: 'signed-in',
    endings: { 200: me, 401: problem, 503: problem },
  },
  actFor: {
    method: 'PUT',
    path: '/api/session/acting-for',
    summary: 'Act for a practitioner one manages, or for nobody',
    needs: 'signed-in',
    body: z.object({ practitioner: id.nullable() }),
    endings: { 204: null, 400: problem, 401: problem, 403: problem, 503: problem },
  },
  listPatients: {
    method: 'GET',
    path: '/api/patients',
    summary: 'The patients one may view, by family name, given name and id',
    needs: 'signed-in',
    query: z.object({
      search,
      after: z.string().max(2000).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(100),
    }),
    endings: { 200: patientPage, 400: problem, 401: problem, 503: problem },
  },
  countPatients: {
    method: 'GET',
    path: '/api/patients/count',
    summary: 'How many patients one may view',
    needs: 'signed-in',
    query: z.object({ search }),
    endings: { 200: patientCount, 400: problem, 401: problem, 503: problem },
  },
  why: {
    method: 'GET',
    path: '/api/why',
    summary: 'Why one may view a patient or not; about somebody else for those who may view the log',
    needs: 'signed-in',
    query: z.object({
      patient: id.optional(),
      member: id.optional(),
      actingFor: id.optional(),
    }),
    endings: { 200: why, 400: problem, 401: problem, 403: problem, 404: problem, 503: problem },
  },
  listMembers: {
    method: 'GET',
    path: '/api/members',
    summary: 'The people of the practice',
    needs: logReaders,
    endings: { 200: members, 401: problem, 403: problem, 503: problem },
  },
} as const satisfies Record<string, Operation>

export type Operations = typeof operations
export type OperationId = keyof Operations

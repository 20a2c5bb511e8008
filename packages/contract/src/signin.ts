import { z } from 'zod'
import { id } from './id.ts'
import type { Operation } from './operation.ts'
import { me, people } from './people.ts'
import { problem, refusals } from './problem.ts'
import { text } from './text.ts'

/** Longer than any that is accepted, so that a long one gets the sentence about its length. */
export const password = z.string().min(1).max(2048)

/** As it was typed. Whether it is an address is asked where an account is made, and nowhere else. */
export const email = text(320).min(1)

export const personName = text(200).trim().min(1)

/** The secret part of a link. */
export const linkToken = z.string().min(1).max(200)

/** How one gets in here. */
export const entrance = z.object({
  /** `set-up`: there is no practice yet. `password`: everybody proves who they are. `pick`: people are made up. */
  way: z.enum(['set-up', 'password', 'pick']),
  /** The only practice here; null where there is none, or several. */
  practice: z.object({ name: z.string() }).nullable(),
  madeUp: z.boolean(),
})
export type Entrance = z.infer<typeof entrance>

/** A right password, and several places it opens: ask again with the `id` of one. */
export const practiceChoice = z.object({ practices: z.array(z.object({ id: z.string(), name: z.string() })) })
export type PracticeChoice = z.infer<typeof practiceChoice>

const ownSession = z.object({
  id: z.string(),
  /** What the browser said it is. */
  device: z.string(),
  startedAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  /** Whether it is the one that asks. */
  current: z.boolean(),
})
export const ownSessions = z.object({ sessions: z.array(ownSession) })
export type OwnSessions = z.infer<typeof ownSessions>

/** Whether a password would be taken, and a sentence about it either way. */
export const passwordStrength = z.object({ accepted: z.boolean(), sentence: z.string() })
export type PasswordStrength = z.infer<typeof passwordStrength>

export const signInOperations = {
  entrance: {
    method: 'GET',
    path: '/api/entrance',
    summary: 'How one gets in here',
    needs: 'public',
    effect: 'looks',
    endings: { 200: entrance, 503: problem },
  },
  signIn: {
    method: 'POST',
    path: '/api/session',
    summary: 'Sign in with address and password',
    needs: 'public',
    effect: 'changes',
    body: z.object({ email, password, practice: z.uuid().optional() }),
    endings: { 204: null, 400: problem, 401: problem, 409: practiceChoice, 429: problem, 503: problem },
  },
  // The session is locked and lets nothing in, so this one looks at the cookie itself.
  unlockSession: {
    method: 'POST',
    path: '/api/session/unlock',
    summary: 'Go on with a session that was idle, by its password',
    needs: 'public',
    effect: 'changes',
    body: z.object({ password }),
    endings: { 204: null, 400: problem, 401: problem, 429: problem, 503: problem },
  },
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
  listSessions: {
    method: 'GET',
    path: '/api/sessions',
    summary: 'Where one is signed in to this practice',
    needs: 'signed-in',
    effect: 'looks',
    endings: { 200: ownSessions, ...refusals },
  },
  endSession: {
    method: 'DELETE',
    path: '/api/sessions/:id',
    summary: 'End one of one’s own sessions',
    needs: 'signed-in',
    effect: 'changes',
    params: z.object({ id: z.uuid() }),
    endings: { 204: null, 400: problem, 404: problem, ...refusals },
  },
  endOtherSessions: {
    method: 'DELETE',
    path: '/api/sessions',
    summary: 'End all of one’s sessions in this practice but the one that asks',
    needs: 'signed-in',
    effect: 'changes',
    endings: { 204: null, ...refusals },
  },
  // A password is slow to check on purpose. This one looks at the cookie itself, so that no transaction waits for that.
  changePassword: {
    method: 'PUT',
    path: '/api/account/password',
    summary: 'Choose another password, which ends one’s other sessions in every practice',
    needs: 'public',
    effect: 'changes',
    body: z.object({ current: password, next: password }),
    endings: {
      204: null,
      400: problem,
      401: problem,
      403: problem,
      422: problem,
      429: problem,
      503: problem,
    },
  },
  passwordStrength: {
    method: 'POST',
    path: '/api/account/password/strength',
    summary: 'Whether a password would be accepted, and why not',
    needs: 'public',
    effect: 'looks',
    body: z.object({
      password: z.string().max(2048),
      /** What it must not be made of: the person’s name and address, the name of the practice. */
      words: z.array(z.string().max(320)).max(20).optional(),
    }),
    endings: { 200: passwordStrength, 400: problem, 429: problem, 503: problem },
  },
  requestPasswordReset: {
    method: 'POST',
    path: '/api/password-reset',
    summary: 'Send a link for a new password to an address, if it has an account',
    needs: 'public',
    effect: 'changes',
    body: z.object({ email }),
    endings: { 202: null, 400: problem, 503: problem },
  },
  resetPassword: {
    method: 'PUT',
    path: '/api/password-reset',
    summary: 'Choose a new password by the link from the mail, which ends all of one’s sessions',
    needs: 'public',
    effect: 'changes',
    body: z.object({ token: linkToken, password }),
    endings: { 204: null, 400: problem, 410: problem, 422: problem, 429: problem, 503: problem },
  },
  acceptInvitation: {
    method: 'PUT',
    path: '/api/invitation',
    summary:
      'Accept an invitation by the link from the mail, with a new account or with the one of the address',
    needs: 'public',
    effect: 'changes-policy',
    body: z.object({ token: linkToken, name: personName.optional(), password: password.optional() }),
    endings: {
      204: null,
      400: problem,
      401: problem,
      409: problem,
      410: problem,
      422: problem,
      429: problem,
      503: problem,
    },
  },
} as const satisfies Record<string, Operation>

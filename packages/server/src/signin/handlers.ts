import { whyNotActFor } from '../access/acting-for.ts'
import { isRefusal, problem, refusedEnding } from '../access/problem.ts'
import type { ClientContext, HandlersOf } from '../request/handler.ts'
import type { ServerParts } from '../server-parts.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { changePassword } from './change-password.ts'
import { checkPassword } from './check-password.ts'
import type { Asker } from './client-info.ts'
import { requestReset, resetPassword } from './reset-password.ts'
import { usualTimes } from './session-times.ts'
import { closeSession } from './sessions.ts'
import { signIn } from './sign-in.ts'
import { entranceOf } from './sign-in-options.ts'
import { unlockSession } from './unlock.ts'

type Sessions = 'closeSession' | 'actFor' | 'listSessions' | 'endSession' | 'endOtherSessions'
type Announced = 'listAnnouncements' | 'seeAnnouncement'
type Proving = 'entrance' | 'signIn' | 'unlockSession'
type Invited = 'acceptInvitation'
type Passwords = 'changePassword' | 'passwordStrength' | 'requestPasswordReset' | 'resetPassword'

export function signInHandlers(
  parts: ServerParts,
): HandlersOf<Sessions | Announced | Proving | Invited | Passwords> {
  return {
    ...sessionHandlers(parts),
    ...announcementHandlers(),
    ...provingHandlers(parts),
    ...invitationHandlers(parts),
    ...passwordHandlers(parts),
  }
}

export function askerOf({ requestId, address, device, deviceCookie }: ClientContext): Asker {
  return { requestId, address, device, deviceToken: deviceCookie.token }
}

function sessionHandlers({ database }: ServerParts): HandlersOf<Sessions> {
  return {
    async closeSession(_, { cookie, requestId }) {
      if (cookie.token !== undefined) await closeSession(database, cookie.token, requestId)
      cookie.clear()
      return { status: 204 }
    },
    async actFor({ body: { practitioner } }, { door, session }) {
      const refused =
        practitioner === null ? undefined : whyNotActFor(door.snapshot, door.member, practitioner, door.at)
      if (refused !== undefined) return problem(403, refused)
      await session.actFor(practitioner)
      return { status: 204 }
    },
    async listSessions(_, { session }) {
      return { status: 200, body: { sessions: await session.all.list() } }
    },
    async endSession({ params: { id } }, { session }, { cookie }) {
      if ((await session.all.end({ id })) === 0)
        return problem(404, 'you have no such session, it may be over')
      if (id === session.id) cookie.clear()
      return { status: 204 }
    },
    async endOtherSessions(_, { session }) {
      await session.all.end('others')
      return { status: 204 }
    },
  }
}

function announcementHandlers(): HandlersOf<Announced> {
  return {
    async listAnnouncements(_, { session }) {
      return { status: 200, body: { announcements: await session.all.announcements.list() } }
    },
    async seeAnnouncement({ params: { id } }, { door, session }) {
      const records = [id]
      const seen = await door.perform('account', 'edit', { records }, () => session.all.announcements.see(id))
      if (isRefusal(seen)) return { status: 403, body: refusedEnding(seen).body }
      return seen ? { status: 204, records } : problem(404, 'you were told no such thing, or have seen it')
    },
  }
}

function provingHandlers({ database, log, times = usualTimes, picking }: ServerParts): HandlersOf<Proving> {
  const parts = { database, log, times }
  return {
    async entrance() {
      return { status: 200, body: await entranceOf(database, picking?.practiceId) }
    },
    async signIn({ body }, client) {
      const done = await signIn(parts, body, askerOf(client))
      switch (done.outcome) {
        case 'in': {
          const { cookie, deviceCookie, requestId } = client
          if (cookie.token !== undefined) await closeSession(database, cookie.token, requestId)
          cookie.set(done.token)
          deviceCookie.set(done.deviceToken)
          return { status: 204 }
        }
        case 'choose':
          return { status: 409, body: { practices: [...done.practices] } }
        case 'wrong':
          return problem(401, 'wrong e-mail or password')
        case 'throttled':
          return throttled(done.minutesLeft)
        case 'busy':
          return busy()
      }
    },
    async unlockSession({ body: { password } }, client) {
      const { cookie } = client
      const done = await unlockSession(parts, { token: cookie.token, password }, askerOf(client))
      switch (done.outcome) {
        case 'unlocked':
          cookie.set(done.token)
          return { status: 204 }
        case 'signed-out':
          return signedOut()
        case 'wrong':
          return problem(401, 'this is not your password, try again', { reason: 'locked' })
        case 'throttled':
          return throttled(done.minutesLeft)
        case 'busy':
          return busy()
      }
    },
  }
}

function invitationHandlers({ database, log, times = usualTimes }: ServerParts): HandlersOf<Invited> {
  return {
    async acceptInvitation({ body }, client) {
      const done = await acceptInvitation({ database, log, times }, body, askerOf(client))
      switch (done.outcome) {
        case 'in':
          client.cookie.set(done.token)
          client.deviceCookie.set(done.deviceToken)
          return { status: 204 }
        case 'gone':
          return problem(410, 'this invitation is over, ask the practice for a new one')
        case 'wrong':
          return problem(401, 'your address has an account already, give the password of that one')
        case 'taken':
          return problem(409, 'your account has a place in this practice already, sign in')
        case 'conflict':
          return problem(
            409,
            'what you were given here breaks a rule of the practice, ask who invited you to look at it; your invitation stays open',
          )
        case 'unconfirmed':
          return problem(
            409,
            'this invitation has to be confirmed first, the admins of the practice were told; wait until they send it again',
          )
        case 'not-yet':
          return problem(409, 'you have accepted, and can sign in once the practice lets you begin')
        case 'weak':
          return problem(422, done.sentence)
        case 'throttled':
          return throttled(done.minutesLeft)
        case 'busy':
          return busy()
      }
    },
  }
}

function passwordHandlers({ database, log, times = usualTimes }: ServerParts): HandlersOf<Passwords> {
  return {
    async changePassword({ body }, client) {
      const given = { token: client.cookie.token, ...body }
      const done = await changePassword({ database, log, times }, given, askerOf(client))
      switch (done.outcome) {
        case 'changed':
          client.cookie.set(done.token)
          return { status: 204 }
        case 'signed-out':
          return signedOut()
        case 'locked':
          return problem(401, 'nobody was here for a while, prove by your password who you are', {
            reason: 'locked',
          })
        case 'wrong':
          return problem(403, 'the present password is not right, try again')
        case 'weak':
          return problem(422, done.sentence)
        case 'throttled':
          return throttled(done.minutesLeft)
        case 'busy':
          return busy()
      }
    },
    async passwordStrength({ body: { password, words = [] } }, { address }) {
      const strength = await checkPassword(password, words, address)
      return strength === 'busy' ? tooManyChecks() : { status: 200, body: strength }
    },
    async requestPasswordReset({ body: { email } }, client) {
      await requestReset({ database, log }, email, askerOf(client))
      return { status: 202 }
    },
    async resetPassword({ body }, client) {
      const done = await resetPassword({ database, log }, body, askerOf(client))
      switch (done.outcome) {
        case 'reset':
          client.cookie.clear()
          client.deviceCookie.set(done.deviceToken)
          return { status: 204 }
        case 'gone':
          return problem(410, 'this link was used or is too old, ask for a new one')
        case 'weak':
          return problem(422, done.sentence)
        case 'busy':
          return busy()
      }
    },
  }
}

function signedOut() {
  return problem(401, 'you are not signed in, sign in first', { reason: 'signed-out' })
}

function throttled(minutesLeft: number) {
  const minutes = minutesLeft === 1 ? 'a minute' : `${minutesLeft} minutes`
  return problem(
    429,
    `too many attempts, try again in ${minutes}; a browser you signed in with before still lets you in`,
  )
}

function tooManyChecks() {
  return problem(503, 'too many passwords are being checked at the moment, try again')
}

export function busy() {
  return problem(503, 'too many people sign in at the moment, try again')
}

import type { Problem } from '@rolecall/contract'
import { beforeEach, expect, test } from 'vitest'
import { raiseEpoch } from '../src/access/raise-epoch.ts'
import { deliverDue, type LeavingMail, NeverDelivered } from '../src/delivery/delivery.ts'
import { postMail } from '../src/delivery/outbox.ts'
import { smtpPostman } from '../src/delivery/smtp.ts'
import { terminalPostman } from '../src/delivery/terminal.ts'
import { newToken, tokenHash } from '../src/signin/token.ts'
import { Client } from './client.ts'
import { spreadOfTimes, timeOf } from './spread-of-times.ts'
import { addColleague, owner, ownerPassword, provenClient, withSetUp } from './with-account.ts'
import { lastToken, withSmtp } from './with-smtp.ts'
import { inPractice } from './with-tables.ts'

const { app, database, practiceId } = await withSetUp()
const { arrived, reports, answers, overSmtp } = await withSmtp(database)

beforeEach(async () => {
  arrived.length = 0
  reports.length = 0
  answers.onMail = () => undefined
  await database.anywhere.deleteFrom('outbox').execute()
  await database.anywhere.deleteFrom('throttle').execute()
})

const ask = (email: string) => new Client(app).ask('POST', '/api/password-reset', { email })
const choose = (token: string, password: string) =>
  new Client(app).ask('PUT', '/api/password-reset', { token, password })

async function resetToken(email: string): Promise<string> {
  expect((await ask(email)).statusCode).toBe(202)
  expect(await deliverDue(overSmtp)).toBe(1)
  return lastToken(arrived, 'reset')
}

test('a link by mail lets one choose a password, ends every session, and opens once', async () => {
  const email = 'forgot@gs.example'
  await addColleague(database, practiceId, { email, password: 'twenty slim candles burn blue' })
  const before = await provenClient(app, email, 'twenty slim candles burn blue')
  const token = await resetToken(email)
  expect(arrived[0]).toMatchObject({ recipients: [email], text: expect.stringContaining(`To: ${email}`) })
  const next = 'thirty slim candles burn green'
  expect((await choose(token, next)).statusCode).toBe(204)
  expect((await before.ask('GET', '/api/me')).statusCode).toBe(401)
  await provenClient(app, email, next)
  const again = await choose(token, 'forty slim candles burn orange')
  expect([again.statusCode, again.json<Problem>().detail]).toEqual([410, expect.stringContaining('new one')])
})

test('of a link that is used by many at once one use counts', async () => {
  const token = await resetToken(owner.email)
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, index) => choose(token, `${ownerPassword} number ${index}`)),
  )
  const statuses = answers.map(({ statusCode }) => statusCode)
  expect(statuses.sort()).toEqual([204, 410, 410, 410, 410, 410])
})

test('used, too old and never made get the same bytes, and a weak password uses nothing up', async () => {
  const old = await resetToken(owner.email)
  await database.anywhere
    .updateTable('password_reset')
    .set({ ends_at: new Date(Date.now() - 1) })
    .execute()
  const used = await resetToken(owner.email)
  const weak = await choose(used, 'mira okonkwo 1')
  expect(weak.statusCode).toBe(422)
  expect((await choose(used, ownerPassword)).statusCode).toBe(204)
  const [first, ...others] = await Promise.all(
    [old, used, 'never made', newToken(practiceId)].map((token) => choose(token, ownerPassword)),
  )
  expect(first?.statusCode).toBe(410)
  for (const other of others) expect(other.rawPayload).toEqual(first?.rawPayload)
})

test('a reset undoes the other links to the account', async () => {
  const [one, two] = [await resetToken(owner.email), await resetToken(owner.email)]
  expect((await choose(two, ownerPassword)).statusCode).toBe(204)
  expect((await choose(one, ownerPassword)).statusCode).toBe(410)
})

test('whoever asks for a link learns nothing from the answer or its time, and no mail goes where no account is', async () => {
  const answers: Awaited<ReturnType<typeof ask>>[] = []
  const askAfresh = async (email: string) => {
    await database.anywhere.deleteFrom('throttle').execute()
    return timeOf(async () => answers.push(await ask(email)))
  }
  const spread = await spreadOfTimes(
    async () => [await askAfresh(owner.email), await askAfresh('nobody@gs.example')],
    { even: 0.25, enough: 5, most: 30 },
  )
  expect(spread).toBeLessThan(0.25)
  for (const { statusCode, rawPayload } of answers) expect([statusCode, rawPayload.length]).toEqual([202, 0])
  const mails = await database.anywhere.selectFrom('outbox').select('recipient').execute()
  expect(new Set(mails.map(({ recipient }) => recipient))).toEqual(new Set([owner.email]))
})

test('no more than three links go to one address in an hour', async () => {
  for (let round = 0; round < 5; round++) expect((await ask(owner.email)).statusCode).toBe(202)
  expect(await database.anywhere.selectFrom('outbox').select('id').execute()).toHaveLength(3)
})

test('until a mail leaves nothing in the database opens anything, and afterwards it is gone', async () => {
  await ask(owner.email)
  const [waiting] = await database.anywhere.selectFrom('outbox').selectAll().execute()
  expect(waiting?.link).toEqual({ reset: expect.any(String) })
  expect(JSON.stringify(waiting)).not.toContain('#token')
  await deliverDue(overSmtp)
  expect(await database.anywhere.selectFrom('outbox').selectAll().execute()).toEqual([])
  const hashes = await database.anywhere.selectFrom('password_reset').select('token_hash').execute()
  const token = lastToken(arrived, 'reset')
  expect(hashes.some(({ token_hash }) => token_hash.equals(tokenHash(token)))).toBe(true)
  expect(hashes.some(({ token_hash }) => token_hash.equals(Buffer.from(token)))).toBe(false)
})

test('a mail server that is busy is asked again later, ever later; one that says no for good is not', async () => {
  await ask(owner.email)
  answers.onMail = () => Object.assign(new Error(`busy with ${owner.email}`), { responseCode: 451 })
  expect(await deliverDue(overSmtp)).toBe(1)
  expect(await deliverDue(overSmtp)).toBe(0)
  const waits = [await waitOfTheMail()]
  await comeNow()
  expect(await deliverDue(overSmtp)).toBe(1)
  waits.push(await waitOfTheMail())
  expect(waits[0]).toBeGreaterThan(25)
  expect(waits[1]).toBeGreaterThan((waits[0] ?? 0) * 1.5)
  answers.onMail = () => Object.assign(new Error(`no ${owner.email} here`), { responseCode: 550 })
  await comeNow()
  await deliverDue(overSmtp)
  expect(await database.anywhere.selectFrom('outbox').select('id').execute()).toEqual([])
  expect(reports).toHaveLength(3)
  expect(reports.at(-1)).toContain('550')
  expect(reports.join()).not.toContain(owner.email)
})

test('no mail server at all keeps the mail', async () => {
  await ask(owner.email)
  const nowhere = smtpPostman({ smtpUrl: 'smtp://127.0.0.1:1', from: 'x@rolecall.example' })
  await deliverDue({ ...overSmtp, postman: nowhere })
  expect(await database.anywhere.selectFrom('outbox').select('attempts').execute()).toEqual([{ attempts: 1 }])
})

test('two who deliver at once send each mail once', async () => {
  const sent: LeavingMail[] = []
  for (let number = 0; number < 30; number++)
    await postMail(database.anywhere, { to: `${number}@gs.example`, subject: 'x', body: 'y' })
  const slow = {
    async deliver(mail: LeavingMail) {
      await new Promise((done) => setTimeout(done, 2))
      sent.push(mail)
    },
  }
  const rounds = Array.from({ length: 6 }, () => deliverDue({ ...overSmtp, postman: slow }))
  await Promise.all(rounds)
  expect(sent.map(({ to }) => to).sort()).toHaveLength(30)
  expect(new Set(sent.map(({ to }) => to)).size).toBe(30)
})

test('where people try things out a mail is written out with its link, and nothing in it is an order to the terminal', async () => {
  const out: string[] = []
  const shown = { ...overSmtp, postman: terminalPostman((line) => out.push(line)) }
  await ask(owner.email)
  await deliverDue(shown)
  expect(out.join()).toContain(`To: ${owner.email}`)
  const [, token = ''] = out.join().match(/https:\/\/rolecall\.example\/reset#token=([\w-]+)$/m) ?? []
  expect((await choose(token, ownerPassword)).statusCode).toBe(204)
  await postMail(database.anywhere, { to: 'a@gs.example', subject: '\u001b[2Jx\r', body: 'y\u0007\u009b2J' })
  await deliverDue(shown)
  expect(out.at(-1)).toContain('Subject: [2Jx\n')
  expect(out.join('').replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
  expect(await deliverDue(shown)).toBe(0)
})

test('a mail nobody takes within three days is dropped', async () => {
  await ask(owner.email)
  await database.anywhere
    .updateTable('outbox')
    .set({ ends_at: new Date(Date.now() - 1) })
    .execute()
  const never = { deliver: () => Promise.reject(new NeverDelivered('x')) }
  expect(await deliverDue({ ...overSmtp, postman: never })).toBe(0)
  expect(await database.anywhere.selectFrom('outbox').select('id').execute()).toEqual([])
})

test('an invited person accepts by the link, chooses a password and is in; the link opens once', async () => {
  const member = await invite('new@gs.example', 'Noor Haddad')
  const accept = (body: object) => new Client(app).ask('PUT', '/api/invitation', body)
  await deliverDue(overSmtp)
  const token = lastToken(arrived, 'accept')
  expect((await accept({ token, password: 'noor haddad 12345' })).statusCode).toBe(422)
  const client = new Client(app)
  const password = 'fifty calm turtles read maps'
  expect((await client.ask('PUT', '/api/invitation', { token, password })).statusCode).toBe(204)
  expect(await client.get('/api/me')).toMatchObject({ member: { id: member, name: 'Noor Haddad' } })
  expect((await accept({ token, password })).statusCode).toBe(410)
  await provenClient(app, 'new@gs.example', password)
})

test('an invited person who has an account proves its password, and nobody gets a second one', async () => {
  const email = 'has@gs.example'
  const password = 'sixty loud parrots play chess'
  const { memberId } = await addColleague(database, practiceId, { email, password })
  await inPractice(database, practiceId, async (transaction) => {
    await transaction
      .updateTable('member')
      .set({ account_id: null, has_account: false })
      .where('id', '=', memberId)
      .execute()
    await transaction.deleteFrom('membership').where('member_id', '=', memberId).execute()
    await raiseEpoch(transaction, practiceId)
  })
  await invite(email, 'Has Account')
  await deliverDue(overSmtp)
  const token = lastToken(arrived, 'accept')
  const client = new Client(app)
  const accept = (body: object) => client.ask('PUT', '/api/invitation', { token, ...body })
  expect((await accept({})).statusCode).toBe(401)
  expect((await accept({ password: 'seventy loud parrots play chess' })).statusCode).toBe(401)
  expect((await accept({ password })).statusCode).toBe(204)
  const accounts = await database.anywhere
    .selectFrom('account')
    .select('id')
    .where('email', '=', email)
    .execute()
  expect(accounts).toHaveLength(1)
})

test('nobody accepts what the practice does not allow: nothing becomes of it, and the log says why', async () => {
  const email = 'both@gs.example'
  // As an import, or a hand in the database, may leave it: no operation gives both of these to one person.
  const giveBoth = (member: string) =>
    inPractice(database, practiceId, async (transaction) => {
      const own = { practice_id: practiceId }
      const duties = ['biller', 'bookkeeper']
      await transaction
        .insertInto('separation')
        .values({ ...own, roles: duties, most: 1 })
        .execute()
      const grants = duties.map((role_id) => ({
        ...own,
        id: crypto.randomUUID(),
        member_id: member,
        role_id,
        is_located: false,
        is_tagged: false,
      }))
      await transaction.insertInto('role_grant').values(grants).execute()
      await raiseEpoch(transaction, practiceId)
    })
  const member = await invite(email, 'Both Hands', giveBoth)
  await deliverDue(overSmtp)
  const token = lastToken(arrived, 'accept')
  const accept = () =>
    new Client(app).ask('PUT', '/api/invitation', { token, password: 'eighty slow otters knit socks' })
  const refused = await accept()
  expect([refused.statusCode, refused.json<Problem>().detail]).toEqual([
    409,
    expect.stringContaining('breaks a rule of the practice'),
  ])
  expect(refused.cookies).toEqual([])
  const rows = await inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('member')
      .select(['status', 'account_id', 'has_account'])
      .where('id', '=', member)
      .execute(),
  )
  expect(rows).toEqual([{ status: 'invited', account_id: null, has_account: false }])
  const accounts = database.anywhere.selectFrom('account').select('id').where('email', '=', email)
  expect(await accounts.execute()).toEqual([])
  const entries = await inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('audit_entry')
      .select(['outcome', 'detail'])
      .where('operation', '=', 'acceptInvitation')
      .where('outcome', '=', 'failed')
      .execute(),
  )
  expect(entries).toMatchObject([
    {
      detail: {
        faults: [expect.stringMatching(/^Both Hands would hold Biller and Bookkeeper, and one person may/)],
      },
    },
  ])
  // Once it is mended the same link opens.
  await inPractice(database, practiceId, async (transaction) => {
    await transaction.deleteFrom('separation').execute()
    await raiseEpoch(transaction, practiceId)
  })
  expect((await accept()).statusCode).toBe(204)
})

/** A member whom the owner added and then invited. Between the two, what `meanwhile` does. */
async function invite(
  email: string,
  name: string,
  meanwhile: (member: string) => Promise<void> = async () => {},
): Promise<string> {
  const client = await provenClient(app)
  const added = await client.ask('POST', '/api/members', { kind: 'administrative', name })
  const { id } = added.json<{ readonly id: string }>()
  await meanwhile(id)
  expect((await client.ask('POST', `/api/members/${id}/invite`, { email })).statusCode).toBe(202)
  return id
}

async function waitOfTheMail(): Promise<number> {
  const [mail] = await database.anywhere.selectFrom('outbox').select('next_attempt_at').execute()
  return ((mail?.next_attempt_at.getTime() ?? 0) - Date.now()) / 1000
}

async function comeNow(): Promise<void> {
  await database.anywhere.updateTable('outbox').set({ next_attempt_at: new Date() }).execute()
}

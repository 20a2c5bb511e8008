/** An invitation opens one place, for one address, as it was sent: whatever happens between sending and accepting. */
import { randomUUID } from 'node:crypto'
import type { Announcements, HeldRole, Problem, RoleView, WholeMember } from '@rolecall/contract'
import { beforeEach, describe, expect, test } from 'vitest'
import { deliverDue } from '../../src/delivery/delivery.ts'
import { postMail } from '../../src/delivery/outbox.ts'
import { recoverOwner } from '../../src/signin/recover-owner.ts'
import { Client } from '../client.ts'
import { addColleague, owner, ownerPassword, provenClient, withSetUp } from '../with-account.ts'
import { type ArrivedMail, lastToken, tokensIn, withSmtp } from '../with-smtp.ts'
import { inPractice } from '../with-tables.ts'

const { app, database, practiceId } = await withSetUp()
const { arrived, answers, overSmtp } = await withSmtp(database)
const password = 'fifty calm turtles read maps'
const mira = await provenClient(app)

beforeEach(async () => {
  arrived.length = 0
  answers.onMail = () => undefined
  await database.anywhere.deleteFrom('outbox').execute()
  await database.anywhere.deleteFrom('throttle').execute()
})

const json = async <T>(asked: ReturnType<Client['ask']>, status: number): Promise<T> => {
  const response = await asked
  if (response.statusCode !== status) throw new Error(`${response.statusCode} ${response.body}`)
  return response.body === '' ? (undefined as T) : response.json<T>()
}
const read = (id: string) => mira.get<WholeMember>(`/api/members/${id}`)
const added = async (body: object = {}) =>
  (
    await json<WholeMember>(
      mira.ask('POST', '/api/members', { kind: 'administrative', name: 'Noor', ...body }),
      201,
    )
  ).id
const invite = (id: string, email: string, by = mira) =>
  json(by.ask('POST', `/api/members/${id}/invite`, { email }), 202)
const give = (id: string, body: object, by = mira) =>
  json<HeldRole>(by.ask('POST', `/api/members/${id}/grants`, body), 201)
const accept = async (token: string) => {
  const response = await new Client(app).ask('PUT', '/api/invitation', { token, password })
  return [response.statusCode, response.body === '' ? '' : response.json<Problem>().detail] as const
}
const freshEmail = () => `${randomUUID()}@gs.example`
const recipients = () => arrived.flatMap((mail) => mail.recipients)

/** Once, while the first mail is on its way to the mail server. */
function whileSending(work: () => Promise<unknown>): void {
  answers.onMail = async () => {
    answers.onMail = () => undefined
    await work()
    return undefined
  }
}

async function admin(): Promise<{ readonly id: string; readonly client: Client }> {
  const email = freshEmail()
  const { memberId } = await addColleague(database, practiceId, { email, password, name: 'Mara Whitfield' })
  await give(memberId, { role: 'admin' })
  return { id: memberId, client: await provenClient(app, email, password) }
}

describe('attack 1: a withdrawn invitation', () => {
  test('sends no mail to the address it was for, and the next one opens under its own', async () => {
    const id = await added()
    const [wrong, right] = [freshEmail(), freshEmail()]
    await invite(id, wrong)
    await invite(id, right)
    while ((await deliverDue(overSmtp)) > 0);
    expect(recipients()).toEqual([right])
    expect((await accept(lastToken(arrived, 'accept')))[0]).toBe(204)
    const accounts = await database.anywhere
      .selectFrom('account')
      .select('email')
      .where('email', 'in', [wrong, right])
      .execute()
    expect(accounts).toEqual([{ email: right }])
  })

  test('opens nothing where its mail was on the way already', async () => {
    const id = await added()
    const [wrong, right] = [freshEmail(), freshEmail()]
    await invite(id, wrong)
    whileSending(() => invite(id, right))
    while ((await deliverDue(overSmtp)) > 0);
    expect(recipients()).toEqual([wrong, right])
    const [toWrong, toRight] = arrived.map((mail) => tokensIn(mail, 'accept')[0] ?? '')
    expect((await accept(toWrong ?? ''))[0]).toBe(410)
    expect((await accept(toRight ?? ''))[0]).toBe(204)
  })

  test('sends no mail that a server took from the queue before', async () => {
    const id = await added()
    const wrong = freshEmail()
    await postMail(database.anywhere, { to: 'first@gs.example', subject: 'x', body: 'y' })
    await invite(id, wrong)
    // Both mails are taken together; the invitation is withdrawn while the first one leaves.
    whileSending(() => invite(id, freshEmail()))
    expect(await deliverDue(overSmtp)).toBe(2)
    expect(recipients()).toEqual(['first@gs.example'])
  })

  test('is what a corrected address leaves behind', async () => {
    const id = await added()
    await invite(id, freshEmail())
    await deliverDue(overSmtp)
    const token = lastToken(arrived, 'accept')
    const { version } = await read(id)
    await json(mira.ask('PATCH', `/api/members/${id}`, { email: freshEmail() }, version), 200)
    expect((await accept(token))[0]).toBe(410)
    expect((await read(id)).invitation).toBeNull()
  })

  test('is what a lock leaves behind, also once it is undone', async () => {
    const id = await added({ kind: 'practitioner', name: 'Dr Ito' })
    await invite(id, freshEmail())
    await deliverDue(overSmtp)
    const token = lastToken(arrived, 'accept')
    expect((await mira.ask('POST', `/api/members/${id}/lock`)).statusCode).toBe(204)
    expect((await accept(token))[0]).toBe(410)
    expect((await mira.ask('POST', `/api/members/${id}/unlock`)).statusCode).toBe(204)
    expect((await accept(token))[0]).toBe(410)
  })

  test('is what an account made at the machine leaves behind', async () => {
    const id = await added()
    await invite(id, freshEmail())
    await deliverDue(overSmtp)
    const [{ id: miraId }] = (await mira.get<{ members: WholeMember[] }>('/api/members')).members.filter(
      (member) => member.owner,
    ) as [WholeMember]
    const swap = (from: string, to: string) =>
      inPractice(database, practiceId, async (transaction) => {
        for (const [one, is_owner] of [
          [from, false],
          [to, true],
        ] as const)
          await transaction
            .updateTable('member')
            .set({ is_owner })
            .where('practice_id', '=', practiceId)
            .where('id', '=', one)
            .execute()
      })
    await swap(miraId, id)
    const recovered = await recoverOwner(database, { id: practiceId, name: 'Green Street' }, freshEmail())
    expect(recovered).toMatchObject({ name: 'Noor' })
    await swap(id, miraId)
    expect((await accept(lastToken(arrived, 'accept')))[0]).toBe(410)
  })
})

describe('attack 1: a mail for a new password', () => {
  const ask = (email: string) => new Client(app).ask('POST', '/api/password-reset', { email })

  test.each(['before it leaves', 'while it leaves'] as const)(
    'that was asked for before the password was changed opens nothing, changed %s',
    async (when) => {
      const email = freshEmail()
      await addColleague(database, practiceId, { email, password })
      const client = await provenClient(app, email, password)
      const change = () =>
        json(
          client.ask('PUT', '/api/account/password', { current: password, next: `${password} again` }),
          204,
        )
      if (when === 'while it leaves')
        await postMail(database.anywhere, { to: 'first@gs.example', subject: 'x', body: 'y' })
      await ask(email)
      if (when === 'before it leaves') await change()
      else whileSending(change)
      await deliverDue(overSmtp)
      expect(recipients()).toEqual(when === 'before it leaves' ? [] : ['first@gs.example'])
      await provenClient(app, email, `${password} again`)
      await ask(email)
      await deliverDue(overSmtp)
      expect(tokensIn(arrived.at(-1) as ArrivedMail, 'reset')).toHaveLength(1)
    },
  )
})

describe('attack 1: an invitation has to be confirmed', () => {
  const confirm = [409, expect.stringContaining('has to be confirmed first')]

  async function sentBy(client: Client, id?: string) {
    const member = id ?? (await added())
    const email = freshEmail()
    await invite(member, email, client)
    await deliverDue(overSmtp)
    return {
      member,
      token: lastToken(
        arrived.filter((mail) => mail.recipients.includes(email)),
        'accept',
      ),
    }
  }

  test('once its sender has left; the admins are told once, and sending it again confirms it', async () => {
    const mara = await admin()
    const { member, token } = await sentBy(mara.client)
    await json(mira.ask('POST', `/api/members/${mara.id}/archive`, {}), 204)
    arrived.length = 0
    expect(await accept(token)).toEqual(confirm)
    expect(await accept(token)).toEqual(confirm)
    expect((await read(member)).status).toBe('invited')
    while ((await deliverDue(overSmtp)) > 0);
    expect(recipients().filter((one) => one === owner.email)).toHaveLength(1)
    const { announcements } = await mira.get<Announcements>('/api/announcements')
    expect(announcements.map(({ words }) => words)).toContainEqual(
      expect.stringContaining('Mara Whitfield, who sent it, can no longer invite them'),
    )
    expect((await read(member)).invitation?.needsConfirmation).toBe(true)
    await invite(member, freshEmail())
    expect((await read(member)).invitation?.needsConfirmation).toBe(false)
    await deliverDue(overSmtp)
    expect((await accept(token))[0]).toBe(410)
    expect((await accept(lastToken(arrived, 'accept')))[0]).toBe(204)
  })

  test('once its sender manages no accounts', async () => {
    const mara = await admin()
    const { token } = await sentBy(mara.client)
    for (const { grant } of (await read(mara.id)).roles)
      await mira.ask('DELETE', `/api/members/${mara.id}/grants/${grant}`)
    expect(await accept(token)).toEqual(confirm)
  })

  test('where it was sent before senders were kept', async () => {
    const { member, token } = await sentBy(mira)
    await inPractice(database, practiceId, (transaction) =>
      transaction
        .updateTable('invitation')
        .set({ invited_by: null, offer_hash: null })
        .where('practice_id', '=', practiceId)
        .where('member_id', '=', member)
        .execute(),
    )
    expect(await accept(token)).toEqual(confirm)
  })

  test.each([
    [
      'a role that waits allows more',
      (_: string, role: RoleView) => editRole(role, { permissions: ['patients.view', 'notes.view'] }),
    ],
    ['another role waits', (id: string) => give(id, { role: 'biller' })],
    [
      'a role that waits lasts longer',
      async (id: string) => {
        const [held] = (await read(id)).roles
        return json(mira.ask('PATCH', `/api/members/${id}/grants/${held?.grant}`, { until: null }), 200)
      },
    ],
    [
      'a limit was lifted',
      (id: string) =>
        json(
          mira.ask('PUT', `/api/members/${id}/limits`, { tags: null, ownNotesOnly: null, hidePrices: null }),
          200,
        ),
    ],
    [
      'more colleagues are in reach',
      (id: string) =>
        json(
          mira.ask('PUT', `/api/members/${id}/team-access`, { team: { setting: 'all', level: 'edit' } }),
          200,
        ),
    ],
  ])('once %s', async (_, change) => {
    const role = await json<RoleView>(
      mira.ask('POST', '/api/roles', { label: 'Desk', permissions: ['patients.view'] }),
      201,
    )
    const id = await added()
    await give(id, { role: role.id, until: '2099-01-01T00:00:00Z' })
    await mira.ask('PUT', `/api/members/${id}/team-access`, { team: { setting: 'own' } })
    await mira.ask('PUT', `/api/members/${id}/limits`, { tags: null, ownNotesOnly: null, hidePrices: {} })
    const { token } = await sentBy(mira, id)
    await change(id, role)
    expect(await accept(token)).toEqual(confirm)
    const again = await sentBy(mira, id)
    expect((await accept(again.token))[0]).toBe(204)
  })

  test('never for what only others were given, or what a role is called', async () => {
    const role = await json<RoleView>(
      mira.ask('POST', '/api/roles', { label: 'Desk', permissions: ['patients.view'] }),
      201,
    )
    const id = await added()
    await give(id, { role: role.id })
    const { token } = await sentBy(mira, id)
    await editRole(role, { label: 'Reception' })
    await give(await added(), { role: 'admin' })
    expect((await accept(token))[0]).toBe(204)
  })

  const editRole = (role: RoleView, body: object) =>
    json(mira.ask('PATCH', `/api/roles/${role.id}`, body, role.version), 200)
})

describe('attack 7: a name in a mail', () => {
  const hostile = `{link} $& $1 {0} %s\r\nBcc: thief@evil.example\r\n\r\nhttps://evil.example/`

  test('moves no link, adds no header and no recipient', async () => {
    await inPractice(database, practiceId, (transaction) =>
      transaction.updateTable('practice').set({ name: hostile }).where('id', '=', practiceId).execute(),
    )
    const id = await added({ name: hostile })
    const email = freshEmail()
    await invite(id, email)
    await deliverDue(overSmtp)
    const [mail] = arrived
    expect(mail?.recipients).toEqual([email])
    const [headers = '', ...body] = mail?.text.split('\r\n\r\n') ?? []
    expect(headers).not.toMatch(/^bcc:/im)
    const text = body.join('\n\n')
    expect(text.match(/#token=/g)).toHaveLength(1)
    expect(text).toMatch(
      /Accept the invitation here:\s+https:\/\/rolecall\.example\/accept#token=[\w-]+\s+The link works once/,
    )
    expect(text).toContain('{link} $& $1 {0} %s Bcc: thief@evil.example')
    expect((await accept(lastToken(arrived, 'accept')))[0]).toBe(204)
    await inPractice(database, practiceId, (transaction) =>
      transaction
        .updateTable('practice')
        .set({ name: 'Green Street' })
        .where('id', '=', practiceId)
        .execute(),
    )
  })

  test.each([
    'a@gs.example, thief@evil.example',
    'a@gs.example\r\nBcc: thief@evil.example',
    'Team: a@gs.example, thief@evil.example;',
    'thief@evil.example <a@gs.example>',
  ])('is no second address: `%s` reaches no thief', async (to) => {
    await postMail(database.anywhere, { to, subject: 'Hello\r\nBcc: thief@evil.example', body: 'x' })
    await deliverDue(overSmtp)
    expect(recipients()).not.toContain('thief@evil.example')
    for (const { text } of arrived) expect(text.split('\r\n\r\n')[0]).not.toMatch(/^bcc:/im)
  })
})

test('attack 10: a changed password renews the token of the session that changed it', async () => {
  const email = freshEmail()
  await addColleague(database, practiceId, { email, password })
  const client = await provenClient(app, email, password)
  const copied = new Client(app, { rolecall: client.cookie('rolecall') })
  expect((await copied.ask('GET', '/api/me')).statusCode).toBe(200)
  const changed = await client.ask('PUT', '/api/account/password', { current: password, next: ownerPassword })
  expect(changed.statusCode).toBe(204)
  expect((await client.ask('GET', '/api/me')).statusCode).toBe(200)
  expect((await copied.ask('GET', '/api/me')).statusCode).toBe(401)
})

/**
 * Getting mail out of the outbox. Whoever takes a mail sets the time of its next attempt first, so that two servers do
 * not send it twice and one that dies on the way does not keep it.
 */
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Database } from '../database/connect.ts'
import { isOutage } from '../database/is-outage.ts'
import { codeOf, seeToDatabase, Troubles } from '../database/troubles.ts'
import type { MailLink } from './outbox.ts'

/** A mail as it leaves. */
export interface LeavingMail {
  readonly to: string
  readonly subject: string
  readonly text: string
}

export interface Postman {
  /** Hand a mail over. It fails where the mail has to be tried again, or, as `NeverDelivered`, where that is no use. */
  deliver(mail: LeavingMail): Promise<void>
}

/** The mail server will not take this mail, now or later. */
export class NeverDelivered extends Error {}

export interface DeliveryParts {
  readonly database: Database
  readonly postman: Postman
  /**
   * Makes the path and secret of the link in a mail, as it leaves.
   *
   * @returns undefined if what it would open has ended: the mail is of no use
   */
  readonly mintLink: (database: Database, mailId: string, link: MailLink) => Promise<string | undefined>
  /** What links begin with. */
  readonly publicUrl: string
  /** For whoever runs the server: without addresses and contents. */
  readonly report: (sentence: string) => void
}

export interface Delivery {
  stop(): Promise<void>
}

/** Deliver what is due, again and again. `every`: milliseconds between two looks into an empty outbox. */
export function startDelivery({ every = 2000, ...parts }: DeliveryParts & { every?: number }): Delivery {
  const stopping = new AbortController()
  const { signal } = stopping
  const troubles = new Troubles(parts.report)
  const running = (async () => {
    while (!signal.aborted) {
      const taken = await deliverDue(parts).then(
        (count) => {
          troubles.over('outbox', 'the outbox can be read again, mail leaves')
          return count
        },
        (error: unknown) => {
          troubles.met('outbox', isOutage(error) ? 'outage' : codeOf(error), whyWaiting(error))
          return 0
        },
      )
      if (taken === 0) await setTimeout(every, undefined, { signal }).catch(() => {})
    }
  })()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}

interface DueMail {
  readonly id: string
  readonly recipient: string
  readonly subject: string
  readonly body: string
  readonly after_link: string
  readonly link: MailLink | null
  readonly attempts: number
}

const atOnce = 10

/** Try the mails whose time has come, once each. Returns how many they were. */
export async function deliverDue(parts: DeliveryParts): Promise<number> {
  const { anywhere } = parts.database
  await sql`delete from outbox where ends_at < now()`.execute(anywhere)
  const { rows } = await sql<DueMail>`
    with due as (
      update outbox set attempts = attempts + 1,
        next_attempt_at = now() + least(interval '1 hour', interval '30 seconds' * 2 ^ least(attempts, 10))
      where id in (
        select id from outbox where next_attempt_at <= now() order by next_attempt_at limit ${atOnce}
        for update skip locked
      )
      returning id, recipient, subject, body, after_link, link, attempts, created_at
    )
    select id, recipient, subject, body, after_link, link, attempts from due order by created_at`.execute(
    anywhere,
  )
  for (const mail of rows) await deliverOne(parts, mail)
  return rows.length
}

async function deliverOne(
  { database, postman, mintLink, publicUrl, report }: DeliveryParts,
  mail: DueMail,
): Promise<void> {
  const { id, recipient: to, subject, attempts } = mail
  const path = mail.link === null ? '' : await mintLink(database, id, mail.link)
  if (path === undefined) return drop(database, id)
  const text = mail.link === null ? mail.body : `${mail.body}${publicUrl}${path}${mail.after_link}`
  try {
    await postman.deliver({ to, subject, text })
  } catch (error) {
    if (!(error instanceof NeverDelivered)) {
      report(`a mail could not be sent at attempt ${attempts}, it is tried again: ${codeOf(error)}`)
      return
    }
    report(`a mail was dropped, the mail server does not take it: ${error.message}`)
  }
  await drop(database, id)
}

async function drop({ anywhere }: Database, id: string): Promise<void> {
  await anywhere.deleteFrom('outbox').where('id', '=', id).execute()
}

function whyWaiting(error: unknown): string {
  return isOutage(error)
    ? `the database does not answer (${codeOf(error)}), so mail waits in the outbox: ${seeToDatabase}; mail then leaves by itself`
    : `mail waits in the outbox, which cannot be read (${codeOf(error)}): \`/api/ready\` says what the database lacks; mail leaves by itself once that is mended`
}

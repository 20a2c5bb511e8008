import { SMTPServer } from 'smtp-server'
import { afterAll } from 'vitest'
import type { Database } from '../src/database/connect.ts'
import { smtpPostman } from '../src/delivery/smtp.ts'
import { mintLink } from '../src/signin/mint-link.ts'

export interface ArrivedMail {
  /** Of the envelope: who gets it, whatever its headers say. */
  readonly recipients: readonly string[]
  /** As it was sent, in lines that are whole again. */
  readonly text: string
}

const publicUrl = 'https://rolecall.example'

/** A mail server on this machine, and what delivers to it. */
export async function withSmtp(database: Database) {
  const arrived: ArrivedMail[] = []
  const reports: string[] = []
  const answers: { onMail: () => Error | undefined | Promise<Error | undefined> } = {
    onMail: () => undefined,
  }
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, done) {
      let raw = ''
      stream.on('data', (piece: Buffer) => {
        raw += piece
      })
      stream.on('end', async () => {
        const answer = await answers.onMail()
        const recipients = envelope.rcptTo.map(({ address }) => address)
        if (answer === undefined) arrived.push({ recipients, text: wholeLines(raw) })
        done(answer)
      })
    },
  })
  await new Promise<void>((listening) => smtp.listen(0, '127.0.0.1', listening))
  afterAll(() => new Promise<void>((closed) => smtp.close(() => closed())))
  const address = smtp.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const postman = smtpPostman({
    smtpUrl: `smtp://127.0.0.1:${port}`,
    from: 'Rolecall <no-reply@rolecall.example>',
  })
  const report = (sentence: string) => void reports.push(sentence)
  return { arrived, reports, answers, overSmtp: { database, postman, mintLink, publicUrl, report } }
}

/** Quoted-printable, undone as far as these tests look. */
function wholeLines(raw: string): string {
  return raw.replaceAll('=\r\n', '').replaceAll('=3D', '=')
}

/** The secrets of the links in a mail. */
export function tokensIn({ text }: ArrivedMail, path: 'reset' | 'accept'): readonly string[] {
  return Array.from(
    text.matchAll(new RegExp(`${publicUrl}/${path}#token=([\\w-]+)`, 'g')),
    ([, token]) => token ?? '',
  )
}

/** The secret of the one link in the last mail that arrived. */
export function lastToken(arrived: readonly ArrivedMail[], path: 'reset' | 'accept'): string {
  const last = arrived.at(-1)
  const [token, ...others] = last === undefined ? [] : tokensIn(last, path)
  if (token === undefined || others.length > 0) throw new Error(`not one link in ${last?.text}`)
  return token
}

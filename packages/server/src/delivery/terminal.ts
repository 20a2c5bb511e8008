import type { Postman } from './delivery.ts'

/** Prints every mail to the terminal, in full and with its link, instead of sending it. */
export function terminalPostman(out: (line: string) => void): Postman {
  return {
    async deliver({ to, subject, text }) {
      const lines = [`To: ${to}`, `Subject: ${subject}`, '', ...text.trimEnd().split('\n')]
      out(
        ['', 'e-mail (printed here, not sent):', ...lines.map((line) => `  ${harmless(line)}`), ''].join(
          '\n',
        ),
      )
    },
  }
}

/** Names are what people typed; a terminal takes some characters as orders. */
function harmless(line: string): string {
  return line.replaceAll(/\p{Cc}/gu, '').trimEnd()
}

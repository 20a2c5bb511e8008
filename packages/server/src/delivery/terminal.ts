import type { Postman } from './delivery.ts'

/** Mail that leaves nowhere: written out in full, with its link, for whoever tries things out at this machine. */
export function terminalPostman(out: (line: string) => void): Postman {
  return {
    async deliver({ to, subject, text }) {
      const lines = [`To: ${to}`, `Subject: ${subject}`, '', ...text.trimEnd().split('\n')]
      out(['', 'a mail, which leaves nowhere:', ...lines.map((line) => `  ${harmless(line)}`), ''].join('\n'))
    },
  }
}

/** Names are what people typed; a terminal takes some characters as orders. */
function harmless(line: string): string {
  return line.replaceAll(/\p{Cc}/gu, '').trimEnd()
}

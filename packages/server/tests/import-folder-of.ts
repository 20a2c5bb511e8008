import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withFolder } from './with-folder.ts'

export type Files = Readonly<Record<string, string | Buffer | readonly (string | object)[]>>

/** Makes folders with files. A list is written as lines: what is no text, as JSON. */
export function folders(): (files: Files) => string {
  const parent = withFolder()
  let count = 0
  return (files) => {
    count += 1
    const folder = join(parent, String(count))
    mkdirSync(folder)
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), contentOf(content))
    return folder
  }
}

function contentOf(content: Files[string]): string | Buffer {
  if (typeof content === 'string' || Buffer.isBuffer(content)) return content
  return content.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
}

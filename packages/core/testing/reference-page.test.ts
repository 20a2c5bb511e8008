import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))

test('the reference page says what the catalogue says; `npm run reference` writes it anew', () => {
  const page = execFileSync(process.execPath, ['scripts/reference.ts', '--print'], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(readFileSync(`${root}docs/reference.md`, 'utf8')).toBe(page)
})

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const built = fileURLToPath(new URL('../dist', import.meta.url))
const page = readFileSync(`${built}/index.html`, 'utf8')

test('the first load is at most 250 kB, compressed', () => {
  const files = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) =>
    readFileSync(`${built}${path}`),
  )
  const bytes = [Buffer.from(page), ...files].reduce((sum, file) => sum + gzipSync(file).length, 0)
  expect(files.length).toBeGreaterThan(2)
  expect(bytes).toBeLessThanOrEqual(250_000)
})

test('the page holds no script of its own, so that the content policy need allow none', () => {
  for (const [, attributes, inline] of page.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)) {
    expect(attributes).toContain('src="/')
    expect(inline).toBe('')
  }
})

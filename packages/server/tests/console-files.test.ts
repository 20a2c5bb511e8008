import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import Fastify from 'fastify'
import { afterAll, expect, test } from 'vitest'
import { addNotFound } from '../src/http/add-not-found.ts'
import { withFolder } from './with-folder.ts'

const folder = withFolder()
const script = 'const words = "many words";\n'.repeat(200)
mkdirSync(join(folder, 'assets'))
writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Rolecall</title>')
writeFileSync(join(folder, 'assets', 'index-a1b2c3.js'), script)
writeFileSync(join(folder, 'assets', 'index-a1b2c3.js.gz'), gzipSync(script))
const app = Fastify()
await addNotFound(app, folder, [])
afterAll(() => app.close())

test('a file is sent as the browser likes it best, and what it is stays said', async () => {
  const url = '/assets/index-a1b2c3.js'
  const squeezed = await app.inject({ url, headers: { 'accept-encoding': 'gzip, deflate, br' } })
  expect(squeezed.headers).toMatchObject({
    'content-encoding': 'gzip',
    'content-type': expect.stringContaining('javascript'),
    vary: 'accept-encoding',
  })
  expect(gunzipSync(squeezed.rawPayload).toString()).toBe(script)
  const plain = await app.inject({ url })
  expect(plain.headers).not.toHaveProperty('content-encoding')
  expect(plain.payload).toBe(script)
})

test('what is named by its content is kept, and the page that names it is asked for again', async () => {
  const kept = async (url: string) => (await app.inject({ url })).headers['cache-control']
  expect(await kept('/assets/index-a1b2c3.js')).toBe('public, max-age=31536000, immutable')
  expect(await kept('/')).toBe('no-cache')
})

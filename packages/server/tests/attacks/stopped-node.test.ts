import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { signedIn } from '../client.ts'
import { withDemo } from '../with-practice.ts'

const { app, practiceId, url } = await withDemo()
const holder = fileURLToPath(new URL('hold-policy.ts', import.meta.url))

describe('attack 19: a node is stopped in the middle of a change of policy', () => {
  test('another node answers, and its changes are made before it gives up', async () => {
    const mara = await signedIn(app, 'mara')
    const stopped = spawn(process.execPath, [holder, url, practiceId], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      await once(stopped.stdout, 'data')
      stopped.kill('SIGSTOP')
      expect((await mara.ask('GET', '/api/me')).statusCode).toBe(200)
      const added = await mara.ask('POST', '/api/tags', { label: 'Waited for' })
      expect([added.statusCode, added.body]).toEqual([201, expect.any(String)])
      const { id } = added.json<{ id: string }>()
      expect((await mara.ask('PATCH', `/api/tags/${id}`, { label: 'Changed' })).statusCode).toBe(200)
    } finally {
      stopped.kill('SIGKILL')
    }
  })
})

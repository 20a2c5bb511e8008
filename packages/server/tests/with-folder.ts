import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** An empty folder that is gone after the tests of the file. PostgreSQL, which never is root, may enter it. */
export function withFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-test-'))
  chmodSync(folder, 0o755)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

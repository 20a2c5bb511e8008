import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { startDemo } from './demo.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of a demo that nobody has used. */
    demo: string
  }
}

/** Making the demo takes longer than copying it: it is made once, and each test file begins with a copy. */
export async function setup(project: TestProject): Promise<() => void> {
  const [demo] = await Promise.all([startDemo(), build()])
  await demo.stop('kept')
  project.provide('demo', demo.folder)
  return () => rmSync(demo.folder, { recursive: true, force: true })
}

/** The browser gets the console as it is installed: built, from the sources as they are now. */
async function build(): Promise<void> {
  const cwd = fileURLToPath(new URL('../../..', import.meta.url))
  await promisify(execFile)('npm', ['run', 'build'], { cwd, shell: process.platform === 'win32' })
}

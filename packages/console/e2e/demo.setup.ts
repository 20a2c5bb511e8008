import { rmSync } from 'node:fs'
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
  const demo = await startDemo()
  await demo.stop('kept')
  project.provide('demo', demo.folder)
  return () => rmSync(demo.folder, { recursive: true, force: true })
}

import { defineConfig } from 'vitest/config'

const postgres = './packages/testbed/postgres.setup.ts'
const builtConsole = './packages/testbed/console.setup.ts'
const madeDemo = './packages/console/e2e/demo.setup.ts'

/** More worlds, more runs: `npm run test:long`. */
const isLong = process.env.ROLECALL_LONG === '1'

export default defineConfig({
  test: {
    maxWorkers: '100%',
    // One process runs many files, and reads the program once: reading it took a quarter of the time. What a file leaves
    // behind is kept under ids of its own.
    isolate: false,
    testTimeout: isLong ? 30 * 60_000 : 60_000,
    hookTimeout: 60_000,
    projects: [
      project('core', { globalSetup: [postgres] }),
      project('contract'),
      project('server', { globalSetup: [postgres] }),
      project('console', { folder: 'console/src' }),
      project('e2e', { folder: 'console/e2e', globalSetup: [postgres, builtConsole, madeDemo] }),
      project('bench'),
      project('testbed', { globalSetup: [postgres] }),
    ],
  },
})

function project(
  name: string,
  { folder = name, globalSetup = [] }: { folder?: string; globalSetup?: string[] } = {},
) {
  return {
    extends: true as const,
    test: { name, include: [`packages/${folder}/**/*.test.{ts,tsx}`], globalSetup },
  }
}

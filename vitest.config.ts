import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const postgres = './packages/testbed/postgres.setup.ts'
const migrated = './packages/server/tests/migrated.setup.ts'
const madeDemo = './packages/console/e2e/demo.setup.ts'

/** More worlds, more runs: `npm run test:long`. */
const isLong = process.env.ROLECALL_LONG === '1'

/** Many tests wait for a program or a clock: more files run than there are processors. */
const waiting = Math.ceil(1.5 * availableParallelism())
/** Those that draw pages keep the processors busy. */
const drawing = { maxWorkers: availableParallelism(), groupOrder: 1 }

export default defineConfig({
  test: {
    // One process runs many files, and reads the program once: reading it took a quarter of the time. What a file leaves
    // behind is kept under ids of its own.
    isolate: false,
    testTimeout: isLong ? 30 * 60_000 : 60_000,
    hookTimeout: 60_000,
    // What is waited for comes late on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      project('core', { globalSetup: [postgres] }),
      project('contract'),
      project('server', { globalSetup: [postgres, migrated] }),
      project('console', { folder: 'console/src' }),
      project('e2e', { folder: 'console/e2e', globalSetup: [postgres, madeDemo], ...drawing }),
      project('bench'),
      project('testbed', { globalSetup: [postgres] }),
    ],
  },
})

function project(
  name: string,
  { folder = name, globalSetup = [] as string[], maxWorkers = waiting, groupOrder = 0 } = {},
) {
  return {
    extends: true as const,
    test: {
      name,
      include: [`packages/${folder}/**/*.test.{ts,tsx}`],
      globalSetup,
      maxWorkers,
      sequence: { groupOrder },
    },
  }
}

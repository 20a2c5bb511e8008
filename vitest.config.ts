import { defineConfig } from 'vitest/config'

const postgres = './packages/testbed/postgres.setup.ts'

/** More worlds, more runs: `npm run test:long`. */
const isLong = process.env.ROLECALL_LONG === '1'

export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: isLong ? 30 * 60_000 : 30_000,
    hookTimeout: 60_000,
    projects: [
      project('core'),
      project('contract'),
      project('server', [postgres]),
      project('console', [postgres]),
      project('bench'),
      project('testbed', [postgres]),
    ],
  },
})

function project(name: string, globalSetup: string[] = []) {
  return {
    extends: true as const,
    test: { name, include: [`packages/${name}/**/*.test.{ts,tsx}`], globalSetup },
  }
}

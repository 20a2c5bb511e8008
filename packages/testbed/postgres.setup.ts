import type { TestProject } from 'vitest/node'
import type { ClusterAddress } from './address.ts'
import { type Cluster, startCluster } from './start-cluster.ts'

export { databaseUrl } from './address.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: ClusterAddress
  }
}

/** Vitest loads this file once for each project, and all of them share one cluster. */
const shared: typeof globalThis & { rolecallCluster?: (Cluster & { users: number }) | undefined } = globalThis

export async function setup(project: TestProject): Promise<void> {
  shared.rolecallCluster ??= { ...(await startCluster()), users: 0 }
  shared.rolecallCluster.users += 1
  project.provide('postgres', shared.rolecallCluster.address)
}

export async function teardown(): Promise<void> {
  const cluster = shared.rolecallCluster
  if (!cluster) return
  cluster.users -= 1
  if (cluster.users > 0) return
  shared.rolecallCluster = undefined
  await cluster.stop()
}

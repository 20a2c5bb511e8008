import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import type { ClusterAddress } from './address.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: ClusterAddress
  }
}

type Cluster = { readonly process: ChildProcess; readonly address: ClusterAddress; users: number }

/** Vitest loads this file once for each project, and all of them share one cluster. */
const shared: typeof globalThis & { rolecallCluster?: Cluster | undefined } = globalThis

export async function setup(project: TestProject): Promise<void> {
  shared.rolecallCluster ??= await startCluster()
  shared.rolecallCluster.users += 1
  project.provide('postgres', shared.rolecallCluster.address)
}

export async function teardown(): Promise<void> {
  const cluster = shared.rolecallCluster
  if (!cluster) return
  cluster.users -= 1
  if (cluster.users > 0) return
  shared.rolecallCluster = undefined
  const exit = once(cluster.process, 'exit')
  cluster.process.stdin?.end()
  await exit
}

async function startCluster(): Promise<Cluster> {
  const script = fileURLToPath(new URL('cluster.ts', import.meta.url))
  // Detached, so that Ctrl-C reaches the tests only, and the cluster ends after them.
  const cluster = spawn(process.execPath, [script], { detached: true, stdio: ['pipe', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: cluster.stdout })) {
    return { process: cluster, address: JSON.parse(line), users: 0 }
  }
  throw new Error('the test database did not start, its own message is above')
}

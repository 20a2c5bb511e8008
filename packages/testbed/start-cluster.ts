import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type ClusterAddress, databaseUrl } from './address.ts'

export interface Cluster {
  readonly address: ClusterAddress
  /** Where its superuser signs in. */
  readonly superuserUrl: string
  stop(): Promise<void>
}

/** Start a throw-away PostgreSQL. It ends with `stop`, or with this process, however that ends. */
export async function startCluster(): Promise<Cluster> {
  const script = fileURLToPath(new URL('cluster.ts', import.meta.url))
  // Detached, so that Ctrl-C reaches the tests only, and the cluster ends after them.
  const cluster = spawn(process.execPath, [script], { detached: true, stdio: ['pipe', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: cluster.stdout })) {
    const address: ClusterAddress = JSON.parse(line)
    const stop = async () => {
      const exit = once(cluster, 'exit')
      cluster.stdin.end()
      await exit
    }
    return { address, superuserUrl: databaseUrl(address, 'postgres', 'postgres'), stop }
  }
  throw new Error('the test database did not start, its own message is above')
}

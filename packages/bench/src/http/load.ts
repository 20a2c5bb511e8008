/**
 * The load of `bench -- http`, a process of its own: `node load.ts URL COOKIE CONNECTIONS SECONDS` asks as fast as it is
 * answered, and prints what came of it.
 */
import autocannon from 'autocannon'

export interface Load {
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  readonly answered: number
  /** Answers other than 2xx, and requests without one. */
  readonly failed: number
}

if (import.meta.main) {
  const [url = '', cookie = '', connections = '1', seconds = '5'] = process.argv.slice(2)
  const result = await autocannon({
    url,
    headers: { cookie },
    connections: Number(connections),
    duration: Number(seconds),
  })
  const load: Load = {
    perSecond: result['2xx'] / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    answered: result['2xx'],
    failed: result.non2xx + result.errors + result.timeouts,
  }
  console.log(JSON.stringify(load))
}

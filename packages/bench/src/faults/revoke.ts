/** Requests on two servers right after a revoke was answered: none may be allowed. */
import { setTimeout as pause } from 'node:timers/promises'
import { startEmbeddedPostgres } from 'rolecall/src/database/embedded-postgres.ts'
import { withFolder } from '../serving/folder.ts'
import { startServing } from '../serving/serving.ts'

export interface RevokeResult {
  readonly revokes: number
  /** Begun after the revoke was answered. */
  readonly requests: number
  readonly allowed: number
  /** Neither allowed nor refused: a request that tells nothing. */
  readonly others: number
  /** Begun before it was answered, and allowed: shows that there was something to take away. */
  readonly allowedBefore: number
}

const [giver, holder] = ['mara', 'bo']
const role = 'administrative'

export function revoke(requests: number): Promise<RevokeResult> {
  return withFolder(async (folder) => {
    const postgres = await startEmbeddedPostgres(folder, 'rolecall bench')
    const { url, adminUrl } = postgres
    const asked = {
      folder,
      database: { url, adminUrl },
      members: [giver, holder],
      variants: ['whole'],
    } as const
    const servers = [await startServing(asked), await startServing(asked)]
    try {
      const result = { revokes: 0, requests: 0, allowed: 0, others: 0, allowedBefore: 0 }
      while (result.requests < requests) await revokeOnce(servers, result)
      return result
    } finally {
      for (const server of servers) await server.stop()
      await postgres.stop()
    }
  })
}

type Servers = readonly Awaited<ReturnType<typeof startServing>>[]

async function revokeOnce(
  servers: Servers,
  result: { -readonly [K in keyof RevokeResult]: number },
): Promise<void> {
  const policy = servers[result.revokes % servers.length]
  if (policy === undefined) return
  const given = await change(policy, 'POST', `/api/members/${holder}/grants`, { role })
  const { grant } = (await given.json()) as { readonly grant: string }
  let answeredAt = Number.POSITIVE_INFINITY
  let isOver = false
  const askers = servers.flatMap(({ addresses, cookies }) =>
    Array.from({ length: 8 }, async () => {
      const headers = { cookie: cookies[holder] ?? '' }
      while (!isOver) {
        const begun = performance.now()
        const response = await fetch(`${addresses.whole}/api/patients/count`, { headers })
        await response.arrayBuffer()
        count(response.status, begun > answeredAt, result)
      }
    }),
  )
  try {
    await pause(50)
    const before = result.requests
    await change(policy, 'DELETE', `/api/members/${holder}/grants/${encodeURIComponent(grant)}`)
    answeredAt = performance.now()
    while (result.requests - before < 250) await pause(5)
  } finally {
    isOver = true
    await Promise.all(askers)
  }
  result.revokes++
}

function count(
  status: number,
  isAfter: boolean,
  result: { -readonly [K in keyof RevokeResult]: number },
): void {
  if (!isAfter) {
    if (status === 200) result.allowedBefore++
    return
  }
  result.requests++
  if (status === 200) result.allowed++
  else if (status !== 403) result.others++
}

async function change(
  { addresses, cookies }: Servers[number],
  method: string,
  path: string,
  body?: object,
): Promise<Response> {
  const response = await fetch(`${addresses.whole}${path}`, {
    method,
    headers: {
      cookie: cookies[giver] ?? '',
      'sec-fetch-site': 'same-origin',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return response
}

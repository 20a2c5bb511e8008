import { createHash } from 'node:crypto'
import type { PoolClient } from 'pg'

/** How many texts get a name in one connection: PostgreSQL keeps what it prepared until the connection ends. */
const most = 300

const names = new Map<string, string>()

/**
 * A connection that PostgreSQL reads each text of once: it keeps what it read under a name, and gets the name alone
 * the next time. Texts are few, since values never are part of them; those beyond `most` are read each time.
 */
export function namedStatements(client: PoolClient): Pick<PoolClient, 'query'> {
  const query = (text: string, values?: unknown[]) =>
    values === undefined || values.length === 0
      ? client.query(text)
      : client.query({ ...nameOf(text), text, values })
  return { query: query as PoolClient['query'] }
}

function nameOf(text: string): { name?: string } {
  const known = names.get(text)
  if (known !== undefined) return { name: known }
  if (names.size >= most) return {}
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 20)
  names.set(text, name)
  return { name }
}

import { Client } from 'pg'

/** Ask a PostgreSQL one thing, past everything that keeps programs from it. */
export async function ask(url: string, query: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client(url)
  await client.connect()
  try {
    return (await client.query(query)).rows
  } finally {
    await client.end()
  }
}

import type { FastifyInstance } from 'fastify'
import type { Client } from './client.ts'

export interface Answered<T> {
  readonly status: number
  readonly body: T
}

/** Files by name. A list is written as lines of JSON. */
export type SentFiles = Readonly<Record<string, string | readonly object[]>>

export type SendFiles = <T>(client: Client, files: SentFiles, query?: string) => Promise<Answered<T>>

/** Let the server listen. @returns what uploads files to its import over the network. */
export async function fileSender(app: FastifyInstance): Promise<SendFiles> {
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  return async <T>(client: Client, files: SentFiles, query = '') => {
    const form = new FormData()
    for (const [name, content] of Object.entries(files))
      form.append('file', new Blob([typeof content === 'string' ? content : linesOf(content)]), name)
    const response = await fetch(`${address}/api/imports${query}`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin', cookie: cookiesOf(client) },
      body: form,
    })
    return { status: response.status, body: (await response.json()) as T }
  }
}

function linesOf(resources: readonly object[]): string {
  return resources.map((one) => JSON.stringify(one)).join('\n')
}

function cookiesOf(client: Client): string {
  return ['rolecall', '__Host-rolecall']
    .flatMap((name) => (client.cookie(name) ? [`${name}=${client.cookie(name)}`] : []))
    .join('; ')
}

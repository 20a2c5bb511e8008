import { setTimeout as pause } from 'node:timers/promises'
import type { ImportReport } from '@rolecall/contract'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
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
    if (response.status !== 202) return { status: response.status, body: (await response.json()) as T }
    const end = await ended(client, (await response.json()) as ImportReport)
    return { status: end.statusCode, body: end.json<T>() }
  }
}

/** Upload files without a network. */
export async function injectFiles(
  app: FastifyInstance,
  client: Client,
  files: SentFiles,
  query = '',
): Promise<LightMyRequestResponse> {
  const parts = Object.entries(files).map(([name, content]) => {
    const text = typeof content === 'string' ? content : linesOf(content)
    return `--XX\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n${text}\r\n`
  })
  const answer = await app.inject({
    method: 'POST',
    url: `/api/imports${query}`,
    headers: {
      host: '127.0.0.1',
      'sec-fetch-site': 'same-origin',
      'content-type': 'multipart/form-data; boundary=XX',
      cookie: cookiesOf(client),
    },
    payload: `${parts.join('')}--XX--\r\n`,
  })
  return answer.statusCode === 202 ? ended(client, answer.json<ImportReport>()) : answer
}

/** On a busy machine the answer comes before the end. @returns the report at the end */
async function ended(client: Client, { id }: ImportReport): Promise<LightMyRequestResponse> {
  for (;;) {
    const answer = await client.ask('GET', `/api/imports/${id}`)
    const { state } = answer.json<ImportReport>()
    if (state !== 'reading' && state !== 'saving') return answer
    await pause(100)
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

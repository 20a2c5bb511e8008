import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'

/** A browser as far as the server can tell: it keeps the cookie. */
export class Client {
  readonly #app: FastifyInstance
  #cookies: Record<string, string>
  /** Where it is. */
  readonly #address: string

  constructor(app: FastifyInstance, cookies: Readonly<Record<string, string>> = {}, address = '127.0.0.1') {
    this.#app = app
    this.#cookies = { ...cookies }
    this.#address = address
  }

  cookie(name: string): string {
    return this.#cookies[name] ?? ''
  }

  async ask(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    body?: object,
    /** What `If-Match` names. */
    version?: number,
  ): Promise<LightMyRequestResponse> {
    const ifMatch = version === undefined ? {} : { 'if-match': `"${version}"` }
    const headers = { host: '127.0.0.1', 'sec-fetch-site': 'same-origin', ...ifMatch }
    const from = { remoteAddress: this.#address, cookies: this.#cookies }
    const request: InjectOptions = { method, url, headers, ...from }
    const response = await this.#app.inject(body === undefined ? request : { ...request, payload: body })
    for (const { name, value } of response.cookies) this.#cookies = { ...this.#cookies, [name]: value }
    return response
  }

  async get<T>(url: string): Promise<T> {
    return (await this.ask('GET', url)).json<T>()
  }
}

export async function signedIn(app: FastifyInstance, member: string, actingFor?: string): Promise<Client> {
  const client = new Client(app)
  const { statusCode, body } = await client.ask('POST', '/api/session/picked', {
    member,
    ...(actingFor && { actingFor }),
  })
  if (statusCode !== 204) throw new Error(body)
  return client
}

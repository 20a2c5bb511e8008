/** The description of the interface, and a page to read and try it. Everything comes from this machine. */
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import files from '@fastify/static'
import type { Operation } from '@rolecall/contract'
import type { FastifyInstance } from 'fastify'
import { openApiOf } from './openapi.ts'

const own = fileURLToPath(new URL('docs/', import.meta.url))
const swaggerUi = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')))

const ofSwaggerUi = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png']

export async function addDocs(
  app: FastifyInstance,
  operations: Readonly<Record<string, Operation>>,
): Promise<void> {
  const description = JSON.stringify(openApiOf(operations, version()))
  app.get('/api/openapi.json', (_, reply) =>
    reply.header('cache-control', 'no-cache').type('application/json').send(description),
  )
  await app.register(files, { root: own, serve: false })
  app.get('/api/docs', (_, reply) => reply.header('cache-control', 'no-cache').sendFile('index.html', own))
  app.get('/api/docs/initialise.js', (_, reply) => reply.sendFile('initialise.js', own))
  for (const name of ofSwaggerUi) app.get(`/api/docs/${name}`, (_, reply) => reply.sendFile(name, swaggerUi))
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}

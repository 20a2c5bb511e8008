/**
 * The thread in which uploads are imported, one after the other: it has a heap and connections of its own. The server
 * does not wait for it, and goes on if it runs out of memory.
 */
import { once } from 'node:events'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { connect } from '../database/connect.ts'
import { causeOf } from './error-cause.ts'
import { importFiles } from './import-files.ts'
import type { FromImport, ImportOrder, ThreadData, ToImport } from './import-messages.ts'
import { saveRun, withProgress, withResult } from './import-run.ts'

/** One for the import itself, one for what it writes ahead of its end. */
const connections = 2

const server = portOf(parentPort)
const { databaseUrl }: ThreadData = workerData
const database = connect(databaseUrl, {
  connections,
  report: (sentence) => send({ type: 'notice', sentence }),
})
for (;;) {
  const message = await nextMessage()
  if (message.type === 'order') send(await run(message.order))
}

async function run({ report, settings }: ImportOrder): Promise<FromImport> {
  let current = report
  try {
    const result = await importFiles(database, {
      ...settings,
      onProgress: (progress) => {
        current = withProgress(current, progress)
        send({ type: 'progress', progress })
      },
      mayTell: async (lines) => {
        send({ type: 'mayTell', lines })
        const answer = await nextMessage()
        return answer.type === 'mayTell' && answer.mayTell
      },
      beforeCommit: (transaction, imported) =>
        saveRun(transaction, settings.into.id, withResult(current, imported)),
    })
    return { type: 'result', result }
  } catch (error) {
    return { type: 'error', cause: causeOf(error) }
  }
}

function send(message: FromImport): void {
  server.postMessage(message)
}

/** What comes while nothing listens waits. */
async function nextMessage(): Promise<ToImport> {
  const [message] = await once(server, 'message')
  return message as ToImport
}

function portOf(port: MessagePort | null): MessagePort {
  if (port === null) throw new Error('this file is started as a worker')
  return port
}

/**
 * The thread in which an upload is imported: it has a heap and connections of its own. The server does not wait for it,
 * and goes on if it runs out of memory.
 */
import { once } from 'node:events'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { connect } from '../database/connect.ts'
import { causeOf } from './error-cause.ts'
import { importFiles } from './import-files.ts'
import type { FromImport, ImportOrder, ToImport } from './import-messages.ts'
import { saveRun, withProgress, withResult } from './import-run.ts'

/** One for the import itself, one for what it writes ahead of its end. */
const connections = 2

const { databaseUrl, report, settings }: ImportOrder = workerData
const server = portOf(parentPort)
const send = (message: FromImport) => server.postMessage(message)

let current = report

async function run(): Promise<FromImport> {
  const database = connect(databaseUrl, {
    connections,
    report: (sentence) => send({ type: 'notice', sentence }),
  })
  try {
    const result = await importFiles(database, {
      ...settings,
      onProgress: (progress) => {
        current = withProgress(current, progress)
        send({ type: 'progress', progress })
      },
      mayTell: async (lines) => {
        send({ type: 'mayTell', lines })
        const [answer] = await once(server, 'message')
        return (answer as ToImport).mayTell
      },
      beforeCommit: (transaction, imported) =>
        saveRun(transaction, settings.into.id, withResult(current, imported)),
    })
    return { type: 'result', result }
  } catch (error) {
    return { type: 'error', cause: causeOf(error) }
  } finally {
    await database.destroy().catch(() => {})
  }
}

function portOf(port: MessagePort | null): MessagePort {
  if (port === null) throw new Error('this file is started as a worker')
  return port
}

send(await run())

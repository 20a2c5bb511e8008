/** A thread that checks nothing and never ends. */
import { parentPort } from 'node:worker_threads'

parentPort?.on('message', () => {
  for (;;);
})
parentPort?.postMessage('ready')

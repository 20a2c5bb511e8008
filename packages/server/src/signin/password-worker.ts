/** The thread in which passwords are checked: an estimate may take long, and no request is to wait for it. */
import { parentPort } from 'node:worker_threads'
import { passwordStrength } from './password-strength.ts'

export interface Candidate {
  readonly password: string
  readonly about: readonly string[]
}

parentPort?.on('message', ({ password, about }: Candidate) =>
  parentPort?.postMessage(passwordStrength(password, about)),
)
// The lists are read by the first check: whoever waits for `ready` waits for them as well.
passwordStrength('seven quiet otters paint umbrellas', [])
parentPort?.postMessage('ready')

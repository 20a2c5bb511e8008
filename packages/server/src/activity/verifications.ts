/**
 * Looking at a log for somebody who asked over HTTP. A small one is looked at while they wait; a large one goes on, and
 * they ask again how far it has come. One at a time in a practice: who asks meanwhile is told about that one.
 */
import type { AuditVerification } from '@rolecall/contract'
import type { Accepted, Gap } from '../audit/accepted-truncations.ts'
import type { Sealing } from '../audit/seal-practice.ts'
import { timeOf } from '../audit/tamper-finding.ts'
import { type Verification, verifyPractice } from '../audit/verify-practice.ts'

export interface Verifications {
  /** Begin, or join the one that runs, and wait for a moment. */
  start(practiceId: string): Promise<AuditVerification>
  stateOf(practiceId: string): AuditVerification
}

const nothing: AuditVerification = {
  state: 'none',
  startedAt: null,
  finishedAt: null,
  entries: 0,
  waiting: 0,
  key: null,
  finding: null,
  accepted: [],
  words: 'nobody had the log verified since this server started',
}

export interface VerificationsParts {
  /** Undefined: nothing is sealed by this server. */
  readonly sealing: Sealing | undefined
  readonly report: (sentence: string) => void
  /** How long the answer waits, in milliseconds. */
  readonly patience?: number
}

export function verifications({ sealing, report, patience = 2000 }: VerificationsParts): Verifications {
  const states = new Map<string, AuditVerification>()
  const running = new Map<string, Promise<void>>()

  const run = async (practiceId: string, parts: Sealing): Promise<void> => {
    const startedAt = new Date().toISOString()
    const tell = (state: Partial<AuditVerification>) =>
      states.set(practiceId, { ...nothing, startedAt, ...state } as AuditVerification)
    const onProgress = (entries: number) =>
      tell({ state: 'running', entries, words: `${count(entries)} looked at so far` })
    onProgress(0)
    try {
      const verified = await verifyPractice({ ...parts, onProgress }, practiceId)
      tell({ ...shown(verified), finishedAt: new Date().toISOString() })
      if (verified.state !== 'sound') report(`the log of practice ${practiceId}: ${shown(verified).words}`)
    } catch (error) {
      report(`the log could not be verified: ${error instanceof Error ? error.message : String(error)}`)
      const words = 'the log could not be looked at, the server’s output says why'
      tell({ state: 'failed', finishedAt: new Date().toISOString(), words })
    }
  }

  const stateOf = (practiceId: string) => states.get(practiceId) ?? nothing

  return {
    stateOf,
    async start(practiceId) {
      if (sealing === undefined) return { ...nothing, state: 'failed', words: 'this server seals no log' }
      const run1 =
        running.get(practiceId) ?? run(practiceId, sealing).finally(() => running.delete(practiceId))
      running.set(practiceId, run1)
      await Promise.race([run1, later(patience)])
      return stateOf(practiceId)
    },
  }
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref())
}

function shown(
  verified: Verification,
): Pick<AuditVerification, 'state' | 'words'> & Partial<AuditVerification> {
  const words = verificationWords(verified)
  if (verified.state === 'unverifiable') return { state: verified.state, words }
  const { state, entries, waiting, key } = verified
  const accepted = verified.accepted.map((gap) => ({
    entries: gap.entries,
    since: timeOf(gap.since),
    until: timeOf(gap.until),
    at: timeOf(gap.at),
    reason: gap.reason,
  }))
  if (state === 'sound') return { state, entries, waiting, key, accepted, words }
  const { finding } = verified
  const at = finding.at === null ? null : timeOf(finding.at)
  return { state, entries, waiting, key, accepted, words, finding: { ...finding, at } }
}

/** What came out, in a sentence. */
export function verificationWords(verified: Verification): string {
  switch (verified.state) {
    case 'unverifiable':
      return verified.because
    case 'tampered':
      return `the log was tampered with: ${verified.finding.words}`
    case 'sound': {
      const { entries, waiting } = verified
      const rest = waiting === 0 ? '' : `, ${count(waiting)} not sealed yet`
      const gaps = verified.accepted.map((gap) => `; ${gapWords(gap)}`).join('')
      return `the log is as it was written: ${count(entries)} in unbroken order${rest}${gaps}`
    }
  }
}

function gapWords({ at, reason, ...gap }: Accepted): string {
  return `missing and accepted as missing at ${timeOf(at)}: ${missingWords(gap)}; the reason given: ${reason}`
}

/** What is missing, for whoever decides whether to accept that. */
export function missingWords({ entries, since, until }: Pick<Gap, 'entries' | 'since' | 'until'>): string {
  const when = since === until ? `at ${timeOf(since)}` : `between ${timeOf(since)} and ${timeOf(until)}`
  return `${count(entries)} sealed ${when}`
}

function count(entries: number): string {
  return `${entries.toLocaleString('en')} ${entries === 1 ? 'entry' : 'entries'}`
}

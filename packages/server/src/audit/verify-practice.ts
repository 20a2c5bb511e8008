/**
 * Whether the log of a practice is as it was written: the chain from its first link on, each entry against its digest,
 * the heads outside the database, what is in no link at all, and then the search index. In one snapshot, a few entries at
 * a time.
 */
import type { KeyObject } from 'node:crypto'
import type { Database, Transaction } from '../database/connect.ts'
import { type Accepted, readAccepted } from './accepted-truncations.ts'
import { fingerprintOf, verifyingKey } from './audit-folder.ts'
import { type Head, readHeads, sizeOfHeads } from './heads.ts'
import { headOf, isSignedBy, noHead, type Seal } from './seal.ts'
import type { Sealing } from './seal-practice.ts'
import { digestOf, type StoredEntry } from './stored-entry.ts'
import { entriesOf, sealsAfter } from './stored-seals.ts'
import { type Finding, finding, timeOf } from './tamper-finding.ts'
import { traceEntry } from './trace-entry.ts'
import { strangers } from './unsealed-check.ts'
import { IndexCheck } from './verify-index.ts'

export interface Checked {
  /** Entries that are sealed and were looked at. */
  readonly entries: number
  readonly seals: number
  /** Entries that are not sealed yet: those of the last second, unless sealing is behind. */
  readonly waiting: number
  /** What is missing, and was accepted as missing. */
  readonly accepted: readonly Accepted[]
}

export type Verification =
  | (Checked & { readonly state: 'sound'; readonly key: string | null })
  | (Checked & { readonly state: 'tampered'; readonly key: string | null; readonly finding: Finding })
  /** What it would be held against is gone. */
  | { readonly state: 'unverifiable'; readonly because: string }

export interface Verifying extends Sealing {
  readonly onProgress?: (entries: number) => void
  /** As if this were accepted already. */
  readonly presuming?: Accepted
}

export async function verifyPractice(verifying: Verifying, practiceId: string): Promise<Verification> {
  const { database, folder } = verifying
  // Before the snapshot: heads follow the database, so that it has a seal for each of these.
  const size = await sizeOfHeads(folder, practiceId)
  const key = await verifyingKey(folder)
  const { presuming } = verifying
  const accepted = [
    ...(await readAccepted(folder, practiceId, key)),
    ...(presuming === undefined ? [] : [presuming]),
  ]
  return database.within({ practiceId, mode: 'look' }, async (transaction) => {
    const [first] = await sealsAfter(transaction, practiceId, { after: 0, limit: 1 })
    if (key === undefined && (first !== undefined || size !== undefined))
      return unverifiable(`the key of the log is gone from \`${folder}\``)
    if (size === undefined && first !== undefined)
      return unverifiable(`the heads of the log are gone from \`${folder}\``)
    const pass = new Pass(verifying, { transaction, practiceId, key, size: size ?? 0, accepted })
    const found = (await pass.chain()) ?? (await pass.rest()) ?? (await pass.index())
    const checked = { ...pass.checked, key: key === undefined ? null : fingerprintOf(key) }
    return found === undefined
      ? { state: 'sound', ...checked }
      : { state: 'tampered', ...checked, finding: found }
  })
}

function unverifiable(missing: string): Verification {
  return {
    state: 'unverifiable',
    because: `${missing}, and without it nobody can say whether the log is as it was; put the folder back from a backup`,
  }
}

interface Inputs {
  readonly transaction: Transaction
  readonly practiceId: string
  readonly key: KeyObject | undefined
  readonly size: number
  readonly accepted: readonly Accepted[]
}

/** How many seals are read at a time, and up to how many of their entries. */
const sealsAtOnce = 50
const entriesAtOnce = 2000

/** A second or two are between a clock and its own correction. Microseconds. */
const tolerance = 2_000_000n

/** What was sealed of a cluster at one time of sealing, and at the one before. */
interface Times {
  readonly horizon: string
  readonly sealedAt: string
  readonly before: { readonly newer: bigint; readonly sealedAt: bigint } | undefined
}

/** One pass over a log. */
class Pass {
  readonly #database: Database
  readonly #folder: string
  readonly #onProgress: (entries: number) => void
  readonly #inputs: Inputs
  readonly #index: IndexCheck
  readonly #times = new Map<string, Times>()
  readonly #accepted: Accepted[] = []
  #last: Seal | undefined
  /** What the next seal has to follow. */
  #number = 0
  #head: Buffer = noHead
  #heads: AsyncIterator<Head | 'bad'>
  #headsSeen = 0
  #entries = 0
  #waiting = 0

  constructor({ database, folder, onProgress = () => {} }: Verifying, inputs: Inputs) {
    this.#database = database
    this.#folder = folder
    this.#onProgress = onProgress
    this.#inputs = inputs
    this.#index = new IndexCheck(inputs.transaction, inputs.practiceId)
    this.#heads = readHeads(folder, inputs.practiceId, inputs.size)
  }

  get checked(): Checked {
    return {
      entries: this.#entries,
      seals: this.#number,
      waiting: this.#waiting,
      accepted: this.#accepted,
    }
  }

  /** Every link and its entries. */
  async chain(): Promise<Finding | undefined> {
    const { transaction, practiceId } = this.#inputs
    for (;;) {
      const after = this.#number
      const seals = await sealsAfter(transaction, practiceId, { after, limit: sealsAtOnce })
      if (seals.length === 0) return this.#headsLeft()
      for (const group of grouped(seals)) {
        const entries = await entriesOf(
          transaction,
          practiceId,
          group.flatMap((seal) => seal.entries),
        )
        const twice = firstTwice(entries)
        if (twice !== undefined) return finding('duplicated', twice, 'is there twice under the same number')
        const byId = new Map(entries.map((entry) => [entry.id, entry]))
        for (const seal of group) {
          const found = (await this.#link(seal, byId)) ?? (await this.#contents(seal, byId))
          if (found !== undefined) return found
        }
        await this.#index.look(entries)
        this.#onProgress(this.#entries)
      }
    }
  }

  /** What no link holds, and heads without a link. */
  async rest(): Promise<Finding | undefined> {
    const found = await strangers(this.#inputs.transaction, {
      practiceId: this.#inputs.practiceId,
      sealed: this.#entries,
      horizons: new Map(Array.from(this.#times, ([cluster, { horizon }]) => [cluster, horizon])),
      last: this.#last && { cluster: this.#last.cluster, sealedAt: this.#last.sealedAt },
      tolerance,
    })
    this.#waiting = found.waiting
    return found.finding
  }

  /** The search index beside the log. */
  index(): Promise<Finding | undefined> {
    return this.#index.finding()
  }

  async #link(seal: Seal, byId: ReadonlyMap<string, StoredEntry>): Promise<Finding | undefined> {
    const { number, head, signature } = seal
    const bad = { entry: seal.entries[0] ?? null, at: byId.get(seal.entries[0] ?? '')?.at ?? seal.sealedAt }
    let outside = await this.#nextHead()
    const gap = number > this.#number + 1 ? this.#gapHere(number - 1) : undefined
    if (gap !== undefined) outside = await this.#overGap(gap, outside)
    if (outside === 'bad') return finding('heads', bad, headsEdited(number))
    const expected = this.#number + 1
    if (number !== expected) {
      const gone = outside === undefined ? bad : { entry: outside.first || null, at: outside.at }
      return finding(
        'deleted',
        gone,
        `and what was sealed with it are gone: ${sealsGone(expected, number - 1)}`,
      )
    }
    const { key } = this.#inputs
    const isSigned = key !== undefined && isSignedBy(key, head, signature)
    const isItsHead = headOf(seal).equals(head)
    if (outside !== undefined && outside.head !== head.toString('hex')) {
      if (
        key === undefined ||
        !isSignedBy(key, Buffer.from(outside.head, 'hex'), Buffer.from(outside.signature, 'hex'))
      )
        return finding('heads', bad, headsEdited(number))
      if (isItsHead) return finding('rewritten', bad, rewritten(number, isSigned))
      return finding('seal', bad, `is sealed by seal ${number}, which was edited`)
    }
    if (!isSigned && isItsHead && outside === undefined)
      return finding('rewritten', bad, rewritten(number, false))
    if (!isSigned) return finding('seal', bad, `is sealed by seal ${number}, whose signature was edited`)
    if (!isItsHead || seal.entries.length !== seal.digests.length)
      return finding('seal', bad, `is sealed by seal ${number}, which was edited`)
    if (!seal.previous.equals(this.#head))
      return finding('seal', bad, `is sealed by seal ${number}, which does not follow the one before`)
    this.#last = seal
    this.#number = number
    this.#head = head
    this.#keepTime(seal)
    return undefined
  }

  /** The seals that are missing from here on and were accepted as missing, up to a number or to the end. */
  #gapHere(to?: number): Accepted | undefined {
    const behind = this.#head.toString('hex')
    return this.#inputs.accepted.findLast(
      (gap) => gap.from === this.#number + 1 && gap.behind === behind && (to === undefined || gap.to === to),
    )
  }

  /** Go on behind a gap. `first` is the head of the first seal in it; what comes out is the head behind the last. */
  async #overGap(gap: Accepted, first: Head | 'bad' | undefined): Promise<Head | 'bad' | undefined> {
    let head = first
    for (let number = gap.from; number < gap.to; number++) {
      if (typeof head !== 'object' || head.number !== number) return 'bad'
      head = await this.#nextHead()
    }
    if (typeof head !== 'object' || head.number !== gap.to || head.head !== gap.last) return 'bad'
    this.#accepted.push(gap)
    this.#number = gap.to
    this.#head = Buffer.from(gap.last, 'hex')
    return this.#nextHead()
  }

  #keepTime({ cluster, horizon, sealedAt }: Seal): void {
    const known = this.#times.get(cluster)
    if (known?.sealedAt === sealedAt) return
    const before = known && { newer: newerThan(known.horizon), sealedAt: BigInt(known.sealedAt) }
    this.#times.set(cluster, { horizon, sealedAt, before })
  }

  async #contents(seal: Seal, byId: ReadonlyMap<string, StoredEntry>): Promise<Finding | undefined> {
    const { transaction, practiceId } = this.#inputs
    for (const [place, id] of seal.entries.entries()) {
      const entry = byId.get(id)
      const digest = seal.digests[place] ?? noHead
      if (entry !== undefined && digestOf(entry).equals(digest)) {
        const untimely = this.#untimely(entry, seal)
        if (untimely !== undefined) return untimely
        this.#entries++
        continue
      }
      const trace = await traceEntry(this.#database, transaction, {
        practiceId,
        id,
        digest,
        sealedAt: seal.sealedAt,
      })
      const bad = { entry: id, at: entry?.at ?? seal.sealedAt }
      if (trace !== undefined && 'as' in trace)
        return finding('reordered', bad, `is not in its place: what it said stands as entry ${trace.as} now`)
      if (trace !== undefined)
        return finding(
          'moved',
          bad,
          'is not what it was: what it said stands in the log of another practice now',
        )
      if (entry === undefined)
        return finding('deleted', bad, `is gone; the time is that of seal ${seal.number}, which holds it`)
      return finding('edited', bad, 'was edited after it was sealed')
    }
    return undefined
  }

  /** A sealed entry that claims a time at which its transaction had not begun, or that had not come. */
  #untimely(entry: StoredEntry, { cluster, sealedAt }: Seal): Finding | undefined {
    const sealed = BigInt(sealedAt)
    const at = BigInt(entry.at)
    const before = this.#times.get(cluster)?.before
    // Where the clock was set back in between, nothing can be said.
    if (before === undefined || sealed < before.sealedAt) return undefined
    const isEarly = BigInt(entry.xact) >= before.newer && at < before.sealedAt - tolerance
    if (!isEarly && at <= sealed + tolerance) return undefined
    return finding('inserted', { entry: entry.id, at: entry.at }, untimely(timeOf(sealedAt)))
  }

  async #nextHead(): Promise<Head | 'bad' | undefined> {
    const { done, value } = await this.#heads.next()
    if (done) return undefined
    this.#headsSeen++
    return value
  }

  /** The chain ended. A head that is left had a seal once; a head that is not there yet may come. */
  async #headsLeft(): Promise<Finding | undefined> {
    let next = await this.#nextHead()
    const gap = typeof next === 'object' ? this.#gapHere() : undefined
    if (gap !== undefined) next = await this.#overGap(gap, next)
    const last = this.#number
    if (next === 'bad') return finding('heads', { entry: null, at: null }, headsEdited(last + 1))
    if (next !== undefined)
      return finding(
        'cut',
        { entry: next.first || null, at: next.at },
        `and everything sealed with it or later are gone: the log was cut behind seal ${last}; the time is that of seal ${next.number}`,
      )
    return this.#headsSeen < last ? this.#headsMissing(last) : undefined
  }

  /** Heads are added right after each time of sealing: those of one time may be on their way, and no more. */
  async #headsMissing(last: number): Promise<Finding | undefined> {
    const { transaction, practiceId } = this.#inputs
    const size = (await sizeOfHeads(this.#folder, practiceId)) ?? 0
    let there = 0
    for await (const head of readHeads(this.#folder, practiceId, size)) {
      if (head === 'bad') break
      there = head.number
      if (there >= last) return undefined
    }
    for (let after = there; ; ) {
      const seals = await sealsAfter(transaction, practiceId, { after, limit: sealsAtOnce })
      const late = seals.find(({ sealedAt }) => sealedAt !== this.#last?.sealedAt)
      if (late !== undefined)
        return finding(
          'heads',
          { entry: late.entries[0] ?? null, at: late.sealedAt },
          `has its seal, and the file of heads was cut behind seal ${there}`,
        )
      after = seals.at(-1)?.number ?? last
      if (after >= last) return undefined
    }
  }
}

/** Neighbouring seals that together have not too many entries. */
function* grouped(seals: readonly Seal[]): Generator<readonly Seal[]> {
  let group: Seal[] = []
  let count = 0
  for (const seal of seals) {
    if (group.length > 0 && count + seal.entries.length > entriesAtOnce) {
      yield group
      group = []
      count = 0
    }
    group.push(seal)
    count += seal.entries.length
  }
  yield group
}

function firstTwice(entries: readonly StoredEntry[]): { entry: string; at: string } | undefined {
  const seen = new Set<string>()
  for (const { id, at } of entries) {
    if (seen.has(id)) return { entry: id, at }
    seen.add(id)
  }
  return undefined
}

/** Transactions from here on had no number yet when the snapshot was taken. */
function newerThan(horizon: string): bigint {
  return BigInt(horizon.split(':')[1] ?? 0)
}

function headsEdited(number: number): string {
  return `is sealed by seal ${number}, whose head in the file of heads was edited`
}

function sealsGone(first: number, last: number): string {
  return first === last ? `seal ${first} is missing` : `seals ${first} to ${last} are missing`
}

function rewritten(number: number, isSigned: boolean): string {
  return isSigned
    ? `and everything behind it were written anew: seal ${number} is not the one whose head was kept`
    : `and everything behind it were written anew: seal ${number} was not made with the key of this log`
}

function untimely(sealedAt: string): string {
  return `was put in later: it was sealed at ${sealedAt}, and had to be written just before`
}

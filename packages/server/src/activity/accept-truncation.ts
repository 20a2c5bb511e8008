/** Accepting, at the machine itself, that the end of a log is missing: after an old backup was restored, say. */
import { randomUUID } from 'node:crypto'
import { announce, type Told } from '../access/announce.ts'
import { openPractice } from '../access/open-practice.ts'
import { type Accepted, addAccepted, missingEnd, signAccepted } from '../audit/accepted-truncations.ts'
import { signingKey } from '../audit/audit-folder.ts'
import { insertEntries } from '../audit/log.ts'
import { sealPractice } from '../audit/seal-practice.ts'
import { lastSeal } from '../audit/stored-seals.ts'
import { timeOf } from '../audit/tamper-finding.ts'
import { type Verifying, verifyPractice } from '../audit/verify-practice.ts'
import type { Database } from '../database/connect.ts'
import { acceptedGap } from '../delivery/mails.ts'
import { missingWords, verificationWords } from './verifications.ts'

export type GapAccepted = { readonly missing: string; readonly told: Told } | { readonly refused: string }

interface Practice {
  readonly id: string
  readonly name: string
}

/**
 * Accept what is missing at the end of a log, and go on sealing behind it. Everything else has to be as it was written:
 * nothing that was edited, exchanged or taken from the middle is ever accepted.
 */
export async function acceptGap(
  verifying: Verifying,
  practice: Practice,
  reason: string | undefined,
): Promise<GapAccepted> {
  const { database, folder } = verifying
  const key = await signingKey(folder)
  const last = await database.within({ practiceId: practice.id, mode: 'look' }, (look) =>
    lastSeal(look, practice.id),
  )
  const gap = key && (await missingEnd(folder, practice.id, last))
  if (key === undefined || gap === undefined) {
    const verified = await verifyPractice(verifying, practice.id)
    return { refused: `there is nothing to accept: ${verificationWords(verified)}` }
  }
  const at = String(BigInt(Date.now()) * 1000n)
  const accepted = signAccepted(key, practice.id, { ...gap, at, reason: reason ?? '' })
  const verified = await verifyPractice({ ...verifying, presuming: accepted }, practice.id)
  if (verified.state !== 'sound')
    return {
      refused: `only a missing end is accepted, and something else is the matter: ${verificationWords(verified)}`,
    }
  const missing = missingWords(gap)
  if (reason === undefined)
    return { refused: `missing at the end: ${missing}; say why with \`--reason TEXT\` to accept it` }
  const told = await enterAccepted(database, practice, accepted)
  // The entry first: it says what is going to be accepted. Without the signed line nothing is, and it is done again.
  await addAccepted(folder, practice.id, accepted)
  const sealed = await sealPractice({ database, folder }, practice.id)
  return 'trouble' in sealed ? { refused: sealed.trouble } : { missing, told }
}

/** The entry of it, which everybody who manages accounts is told of. */
function enterAccepted(database: Database, practice: Practice, accepted: Accepted): Promise<Told> {
  const practiceId = practice.id
  const { entries, since, until, reason } = accepted
  return database.within({ practiceId, mode: 'change' }, async (transaction) => {
    const told = await announce(
      transaction,
      await openPractice(transaction, practiceId, 'look'),
      acceptedGap({ missing: missingWords(accepted), reason }),
    )
    await insertEntries(transaction, [
      {
        practiceId,
        requestId: randomUUID(),
        operation: 'rolecall audit accept',
        kind: 'audit',
        records: [],
        outcome: 'allowed',
        carriedBy: [],
        detail: {
          missing: entries,
          since: timeOf(since),
          until: timeOf(until),
          reason,
          told: told.members,
        },
      },
    ])
    return told
  })
}

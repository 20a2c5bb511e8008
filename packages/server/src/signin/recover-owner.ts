/** Letting an owner in again who cannot get in any more, from the machine itself. */
import { randomUUID } from 'node:crypto'
import { announce, type Told } from '../access/announce.ts'
import { isEmail } from '../access/email-key.ts'
import { openPractice } from '../access/open-practice.ts'
import { raiseEpoch, takePolicy } from '../access/raise-epoch.ts'
import { insertEntries } from '../audit/log.ts'
import { canary } from '../database/canary.ts'
import type { Database, Transaction } from '../database/connect.ts'
import { recovery } from '../delivery/mails.ts'
import { accountOf, createAccount, linkAccount } from './account.ts'
import { newResetToken } from './link-token.ts'
import { withdrawInvitations } from './withdraw-invitations.ts'

export type Recovered =
  | {
      readonly name: string
      readonly address: string
      readonly token: string
      readonly told: Told
    }
  | { readonly refused: string }

/** Make a link by which the owner chooses a new password; where they have no account, with one of the address given. */
export function recoverOwner(
  database: Database,
  practice: { readonly id: string; readonly name: string },
  email: string | undefined,
): Promise<Recovered> {
  const practiceId = practice.id
  return database.within(
    { practiceId, mode: 'change' },
    async (transaction): Promise<Recovered> => {
      await takePolicy(transaction, practiceId)
      const opened = await openPractice(transaction, practiceId, 'look')
      const owner = await ownerOf(transaction, practiceId)
      if (owner === undefined) return { refused: 'the practice has no owner, restore the database as it was' }
      const account = await accountFor(transaction, practiceId, owner, email)
      if ('refused' in account) return account
      const told = await announce(
        transaction,
        opened,
        recovery(owner.name, owner.account === undefined ? account.email : undefined),
      )
      await insertEntries(transaction, [
        {
          practiceId,
          requestId: randomUUID(),
          operation: 'rolecall owner recover',
          accountId: account.id,
          kind: 'member',
          records: [owner.id],
          outcome: 'allowed',
          carriedBy: [],
          detail: { newAccount: account.isNew, email: account.email, told: told.members },
        },
      ])
      const token = await newResetToken(transaction, account.id)
      return { name: owner.name, address: account.email, token, told }
    },
    (recovered) => 'refused' in recovered,
  )
}

interface Owner {
  readonly id: string
  readonly name: string
  readonly account: { readonly id: string; readonly email: string } | undefined
}

async function ownerOf(transaction: Transaction, practiceId: string): Promise<Owner | undefined> {
  const row = await transaction
    .selectFrom('member')
    .leftJoin('account', 'account.id', 'member.account_id')
    .select(['member.id', 'member.name', 'account.id as account_id', 'account.email'])
    .where('member.practice_id', '=', practiceId)
    .where('member.is_owner', '=', true)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { id, name, account_id, email } = row
  const account = account_id === null || email === null ? undefined : { id: account_id, email }
  return { id, name: name ?? id, account }
}

async function accountFor(
  transaction: Transaction,
  practiceId: string,
  owner: Owner,
  email: string | undefined,
): Promise<
  { readonly id: string; readonly email: string; readonly isNew: boolean } | { readonly refused: string }
> {
  if (owner.account !== undefined)
    return email === undefined
      ? { ...owner.account, isNew: false }
      : { refused: `${owner.name} has an account with an address of its own, leave \`--email\` out` }
  if (email === undefined)
    return { refused: `${owner.name} has no account yet, say their address with \`--email ADDRESS\`` }
  if (!isEmail(email)) return { refused: `\`${email}\` is no e-mail address` }
  const known = await accountOf(transaction, email)
  const id = known ?? (await createAccount(transaction, { email, name: owner.name }))
  if (id === undefined) return { refused: 'somebody makes an account of this address right now, try again' }
  if ((await linkAccount(transaction, { practiceId, memberId: owner.id, accountId: id })) === 'taken')
    return {
      refused: `the account of \`${email}\` belongs to somebody else in this practice, take another address`,
    }
  await withdrawInvitations(transaction, practiceId, owner.id)
  await raiseEpoch(transaction, practiceId)
  return { id, email: email.trim(), isNew: known === undefined }
}

/** Practices that nobody can sign in to, as an import leaves them: the first by name. One query, however many there are. */
export async function ownersWithoutAccount(database: Database): Promise<readonly string[]> {
  const practices = await database.anywhere
    .selectFrom('practice')
    .select('name')
    .where('id', '!=', canary)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('membership')
            .select('membership.member_id')
            .whereRef('membership.practice_id', '=', 'practice.id'),
        ),
      ),
    )
    .orderBy('name')
    .limit(mostNamed)
    .execute()
  return practices.map(({ name }) => name)
}

const mostNamed = 20

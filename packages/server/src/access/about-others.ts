/** What a person is told about the access of others: all of it where they may view the log, else what they reach themselves. */
import { accessOf, type Plan, planOf } from '@rolecall/core'
import type { Transaction } from '../database/connect.ts'
import { countMoved, countReached } from '../lists/count-records.ts'
import { storedFacts } from '../lists/record-sources.ts'
import type { Door, RequestContext } from './door.ts'
import type { RequestLog } from './log.ts'
import type { Who } from './who.ts'

export type AboutOthers = Pick<Door, 'findForTheLog' | 'countFor' | 'countMoved'>

export function aboutOthers(
  transaction: Transaction,
  { practice, snapshot, at }: RequestContext,
  { who, log }: { readonly who: Who; readonly log: RequestLog },
): AboutOthers {
  const { plan, mayReadTheLog } = who
  const requireLog = (): void => {
    if (!mayReadTheLog) throw new Error('only those who may view the log are told about others')
  }
  return {
    async findForTheLog(kind, id) {
      requireLog()
      const found = await storedFacts(transaction, { practiceId: practice.id, kind, id, hold: false })
      if (found === undefined) log.notFound({ kind, id, act: 'view' })
      return found
    },
    async countFor(about, kind) {
      const theirs = planOf(accessOf(snapshot, { ...about, at }), kind, 'view')
      const within = mayReadTheLog ? [] : [plan(kind, 'view')]
      const count = (plans: readonly Plan[]) => countReached(transaction, practice.id, kind, plans)
      const of = await count(within)
      const isAll = theirs.reach === 'everywhere' || within.includes(theirs)
      return {
        count: isAll ? of : await count([...within, theirs]),
        of,
        whole: mayReadTheLog ? 'practice' : 'own',
      }
    },
    async countMoved(kind, was, becomes) {
      requireLog()
      return countMoved(transaction, practice.id, kind, was, becomes)
    },
  }
}

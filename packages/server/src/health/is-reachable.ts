import { CompiledQuery } from 'kysely'
import type { Database } from '../database/connect.ts'

export async function isReachable({ anywhere }: Database): Promise<boolean> {
  try {
    await anywhere.executeQuery(CompiledQuery.raw('select 1'))
    return true
  } catch {
    return false
  }
}

import type { Member } from '@rolecall/core'

export function nameOf({ id, name }: Pick<Member, 'id' | 'name'>): string {
  return name ?? id
}

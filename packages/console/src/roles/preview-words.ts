import type { RolePreview } from '@rolecall/contract'
import { doesInWords } from '../team/act-words.ts'

type Difference = RolePreview['differences'][number]

const groups: readonly { readonly says: string; readonly of: (one: Difference) => boolean }[] = [
  { says: 'No longer', of: ({ change, whole }) => change === 'loses' && whole },
  { says: 'For fewer than before', of: ({ change, whole }) => change === 'loses' && !whole },
  { says: 'New', of: ({ change, whole }) => change === 'gains' && whole },
  { says: 'For more than before', of: ({ change, whole }) => change === 'gains' && !whole },
  { says: 'For others than before', of: ({ change }) => change === 'changes' },
]

/** What one person gains and loses, a sentence each: what goes altogether, what is left for fewer records, and so on. */
export function previewSentences(changes: readonly Difference[]): readonly string[] {
  return groups.flatMap(({ says, of }) => {
    const some = changes.filter(of)
    return some.length === 0 ? [] : [`${says}: ${phrases(some)}.`]
  })
}

function phrases(changes: readonly Difference[]): string {
  const byKind = Map.groupBy(changes, ({ kind }) => kind)
  return [...byKind].map(([kind, of]) => doesInWords(kind, [...new Set(of.map(({ act }) => act))])).join('; ')
}

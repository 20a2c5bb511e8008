import type { RolePreview } from '@rolecall/contract'
import { doesInWords } from '../team/act-words.ts'

type Difference = RolePreview['differences'][number]

const groups: readonly { readonly says: string; readonly of: (one: Difference) => boolean }[] = [
  { says: 'Can no longer', of: ({ change, whole }) => change === 'loses' && whole },
  { says: 'For fewer records:', of: ({ change, whole }) => change === 'loses' && !whole },
  { says: 'Can now', of: ({ change, whole }) => change === 'gains' && whole },
  { says: 'For more records:', of: ({ change, whole }) => change === 'gains' && !whole },
  { says: 'For different records:', of: ({ change }) => change === 'changes' },
]

/** What one person gains and loses, one sentence for each kind of change. */
export function previewSentences(changes: readonly Difference[]): readonly string[] {
  return groups.flatMap(({ says, of }) => {
    const some = changes.filter(of)
    return some.length === 0 ? [] : [`${says} ${phrases(some)}.`]
  })
}

function phrases(changes: readonly Difference[]): string {
  const byKind = Map.groupBy(changes, ({ kind }) => kind)
  return [...byKind].map(([kind, of]) => doesInWords(kind, [...new Set(of.map(({ act }) => act))])).join('; ')
}

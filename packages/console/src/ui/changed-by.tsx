import type { Edit } from '@rolecall/contract'
import { useWhen } from './use-when.ts'

interface ChangedByProps {
  readonly edits: readonly Edit[]
  /** What the fields are called: `the title`. */
  readonly words: Readonly<Record<string, string>>
}

/** Who changed what meanwhile, and when. */
export function ChangedBy({ edits, words }: ChangedByProps) {
  const { whenInWords } = useWhen()
  return (
    <ul>
      {edits.map(({ by, actingFor, at, fields }) => (
        <li key={at}>
          {by.name}
          {actingFor && `, working for ${actingFor.name},`} changed{' '}
          {fields.map((field) => words[field] ?? field).join(' and ')} on {whenInWords(at)}
        </li>
      ))}
    </ul>
  )
}

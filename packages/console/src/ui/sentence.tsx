import { asSentence } from '../api/as-sentence.ts'

/** A message of Rolecall as a sentence. What it sets apart, `*like this*` or in backticks, stands out. */
export function Sentence({ words }: { readonly words: string }) {
  return asSentence(words)
    .split(/\*([^*]+)\*|`([^`]+)`/)
    .map((part, index) => {
      if (part === undefined) return null
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence have no other name
      return index % 3 === 0 ? part : <strong key={index}>{part}</strong>
    })
}

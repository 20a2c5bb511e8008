import { sentenceOf } from '../api/failure.ts'
import { Sentence } from './sentence.tsx'

/** Why a request failed, and what to do. */
export function ErrorWords({ error }: { readonly error: unknown }) {
  return <Sentence words={sentenceOf(error)} />
}

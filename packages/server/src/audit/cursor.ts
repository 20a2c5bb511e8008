import type { Place } from './read-entries.ts'

/** A place in the log as `after` and `next` name it. */
export function placeText({ at, id }: Place): string {
  return `${at}-${id}`
}

/** Undefined where the text was not made by `placeText`. */
export function placeOf(text: string): Place | undefined {
  const [, at, id] = text.match(/^(\d{1,18})-(\d{1,18})$/) ?? []
  return at === undefined || id === undefined ? undefined : { at, id }
}

/** The forms of a verb that sentences need. */
export interface Verb {
  /** After `can`: `edit`. */
  readonly base: string
  /** In the log: `edited`. */
  readonly past: string
  /** After `include`: `editing`. */
  readonly gerund: string
  /** After `can't be`: `edited`. The past form, unless the object stands elsewhere. */
  readonly participle: string
}

/** A verb with regular endings: `sign`, `signed`, `signing`. */
export function regularVerb(base: string): Verb {
  const stem = base.replace(/e$/, '')
  const past = base.endsWith('y') && !/[aeiou]y$/.test(base) ? `${base.slice(0, -1)}ied` : `${stem}ed`
  return { base, past, gerund: `${stem}ing`, participle: past }
}

/** A verb whose forms are spelled out. */
export function verb(base: string, past: string, gerund: string, participle = past): Verb {
  return { base, past, gerund, participle }
}

/** `note`: `notes`. */
export function pluralOf(noun: string): string {
  return /[^aeiou]y$/.test(noun) ? noun.replace(/y$/, 'ies') : `${noun}s`
}

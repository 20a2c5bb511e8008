/** The search parameters of the page: the whole question, so that any link can ask it. */
export interface AnySearch {
  readonly kind?: string
  readonly act?: string
  readonly record?: string
  readonly member?: string
  readonly actingFor?: string
}

export function readAnySearch(given: Record<string, unknown>): AnySearch {
  const read = (name: keyof AnySearch): AnySearch => {
    const value = given[name]
    return typeof value === 'string' && value !== '' ? { [name]: value } : {}
  }
  return { ...read('kind'), ...read('act'), ...read('record'), ...read('member'), ...read('actingFor') }
}

/** The id in a pasted link, or the text itself. */
export function recordIn(pasted: string): string {
  const text = pasted.trim()
  if (!/^https?:\/\//.test(text)) return text
  try {
    const { searchParams, pathname, hash } = new URL(text)
    const named = ['record', 'note', 'appointment', 'why', 'open'].map((name) => searchParams.get(name))
    const last = pathname.split('/').filter((part) => part !== '')
    return (
      named.find((one) => one !== null && one !== '') ??
      (hash.slice(1) || decodeURIComponent(last.at(-1) ?? ''))
    )
  } catch {
    return text
  }
}

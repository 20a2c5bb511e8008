/** Why the calendar does not take an appointment. What the database finds while it writes is one: nothing of it is kept. */
export type Clash = { readonly clash: 'taken' | 'no-such-location' }

export function isClash(outcome: unknown): outcome is Clash {
  return typeof outcome === 'object' && outcome !== null && 'clash' in outcome
}

/** What came out, or why the calendar did not take it. The transaction can only be undone after that. */
export async function orClash<T>(written: Promise<T>): Promise<T | Clash> {
  try {
    return await written
  } catch (error) {
    const clash = clashOf(error)
    if (clash === undefined) throw error
    return { clash }
  }
}

function clashOf(error: unknown): Clash['clash'] | undefined {
  if (!(error instanceof Error && 'code' in error && 'constraint' in error)) return undefined
  const { code, constraint } = error
  if (code === '23P01' && constraint === 'double_booking') return 'taken'
  if (code === '23503' && String(constraint).endsWith('_location_id_fkey')) return 'no-such-location'
  return undefined
}

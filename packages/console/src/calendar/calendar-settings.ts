/** How somebody sees the calendar. It is kept on their computer, and nothing of a patient is in it. */
export interface CalendarSettings {
  /** What is shown where the address does not say. */
  readonly view: 'day' | 'week'
  /** Hours that are always shown, `until` exclusive; earlier and later ones where something lies there. */
  readonly from: number
  readonly until: number
  /** Whether a week shows Saturday and Sunday also where nothing lies there. */
  readonly weekend: boolean
}

export const usualSettings: CalendarSettings = { view: 'day', from: 8, until: 18, weekend: true }

/** What was kept, as far as it still makes sense. */
export function readSettings(text: string | null): CalendarSettings {
  const kept = parsed(text)
  const { view, from, until, weekend } = usualSettings
  const hours = { from: hourIn(kept.from) ?? from, until: hourIn(kept.until) ?? until }
  return {
    view: kept.view === 'week' || kept.view === 'day' ? kept.view : view,
    ...(hours.from < hours.until ? hours : { from, until }),
    weekend: typeof kept.weekend === 'boolean' ? kept.weekend : weekend,
  }
}

function parsed(text: string | null): Readonly<Record<string, unknown>> {
  if (text === null) return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function hourIn(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 24 ? value : undefined
}

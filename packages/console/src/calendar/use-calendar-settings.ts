import { useState } from 'react'
import { useMe } from '../api/use-me.ts'
import { type CalendarSettings, readSettings } from './calendar-settings.ts'

/** One's own settings of the calendar on this computer, and how to change them. */
export function useCalendarSettings(): readonly [
  CalendarSettings,
  (change: Partial<CalendarSettings>) => void,
] {
  const key = `rolecall-calendar-${useMe().member.id}`
  const [settings, setSettings] = useState(() => readSettings(storage()?.getItem(key) ?? null))
  return [
    settings,
    (change) => {
      const next = { ...settings, ...change }
      setSettings(next)
      storage()?.setItem(key, JSON.stringify(next))
    },
  ]
}

/** A browser may keep nothing; then it holds for as long as the page is open. */
function storage(): Storage | undefined {
  try {
    return localStorage
  } catch {
    return undefined
  }
}

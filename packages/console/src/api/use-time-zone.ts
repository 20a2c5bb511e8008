import { useMe } from './use-me.ts'

/** The practice's time zone: its days and hours are told the same way to everybody, wherever their computer is. */
export function useTimeZone(): string {
  const { timeZone } = useMe().practice
  return isKnown(timeZone) ? timeZone : 'UTC'
}

const asked = new Map<string, boolean>()

/** The server may know zones that are younger than this browser. */
function isKnown(timeZone: string): boolean {
  let is = asked.get(timeZone)
  if (is === undefined) {
    try {
      is = new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== ''
    } catch {
      is = false
    }
    asked.set(timeZone, is)
  }
  return is
}

import { StartError } from '../database/start-error.ts'

/** How long a session lasts, in seconds. */
export interface SessionTimes {
  /** Without a request for this long it is locked, until its holder proves again who they are. */
  readonly idle: number
  /** After this long it is over, whatever happened in it. */
  readonly total: number
}

export const usualTimes: SessionTimes = { idle: 15 * 60, total: 12 * 60 * 60 }

/** From minutes and hours as the environment names them. */
export function readSessionTimes(
  idleMinutes: string | undefined,
  sessionHours: string | undefined,
): SessionTimes {
  return {
    idle: seconds('ROLECALL_IDLE_MINUTES', idleMinutes, 60, 24 * 60) ?? usualTimes.idle,
    total: seconds('ROLECALL_SESSION_HOURS', sessionHours, 60 * 60, 30 * 24) ?? usualTimes.total,
  }
}

function seconds(name: string, text: string | undefined, unit: number, most: number): number | undefined {
  if (text === undefined || text === '') return undefined
  const given = Number(text)
  if (!(Number.isInteger(given) && given >= 1 && given <= most))
    throw new StartError(`\`${name}\` is \`${text}\`, give a whole number from 1 to ${most}`)
  return given * unit
}

/** When it was last seen is written down this often at most, so that a reader is no writer. */
export function touchAfter({ idle }: SessionTimes): number {
  return Math.max(1, Math.min(60, Math.floor(idle / 4)))
}

import type { Configuration } from '../configuration.ts'
import type { Installation } from '../database/installation.ts'
import type { MailSettings } from '../delivery/mail-settings.ts'
import type { Journal } from '../http/journal.ts'
import type { SessionTimes } from '../signin/session-times.ts'
import type { Io } from './io.ts'

/** What the environment says about people who sign in. */
export interface Signing {
  readonly times: SessionTimes
  /** Undefined: no mail leaves. */
  readonly mail: MailSettings | undefined
}

/** What a command that works on data gets from the composition root. */
export interface Surroundings extends Io {
  /** Open the database: the server named in the environment, or the one on a folder. */
  open(folder: string, holder: string): Promise<Installation>
  /** The one on a folder, whatever the environment names: for what must not touch anybody's data. */
  openFolder(folder: string, holder: string): Promise<Installation>
  /** Where to listen and for whom, as the environment says. Throws a sentence where that cannot be. */
  configuration(): Configuration
  /** How long sessions last and how mail leaves, as the environment says. Throws a sentence where that cannot be. */
  signing(): Signing
  /** Where the lines of the server go. */
  readonly journal: Journal
  /** Draw the last line of the terminal anew; nothing where it is empty. Undefined: there is no terminal. */
  readonly draw?: ((line: string) => void) | undefined
  /** Until somebody stops the program, by Ctrl-C or a signal. */
  untilStopped(): Promise<void>
}

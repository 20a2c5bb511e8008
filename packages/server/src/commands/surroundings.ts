import type { Configuration } from '../configuration.ts'
import type { Installation } from '../database/installation.ts'
import type { Journal } from '../http/journal.ts'
import type { Io } from './io.ts'

/** What a command that works on data gets from the composition root. */
export interface Surroundings extends Io {
  /** Open the database: the server named in the environment, or the one on a folder. */
  open(folder: string, holder: string): Promise<Installation>
  /** The one on a folder, whatever the environment names: for what must not touch anybody's data. */
  openFolder(folder: string, holder: string): Promise<Installation>
  /** Where to listen and for whom, as the environment says. Throws a sentence where that cannot be. */
  configuration(): Configuration
  /** Where the lines of the server go. */
  readonly journal: Journal
  /** Until somebody stops the program, by Ctrl-C or a signal. */
  untilStopped(): Promise<void>
}

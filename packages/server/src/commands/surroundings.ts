import type { Installation } from '../database/installation.ts'
import type { Io } from './io.ts'

/** What a command that works on data gets from the composition root. */
export interface Surroundings extends Io {
  /** Open the database: the server named in the environment, or the one on a folder. */
  open(folder: string, holder: string): Promise<Installation>
  /** The one on a folder, whatever the environment names: for what must not touch anybody's data. */
  openFolder(folder: string, holder: string): Promise<Installation>
  /** Until somebody stops the program, by Ctrl-C or a signal. */
  untilStopped(): Promise<void>
}

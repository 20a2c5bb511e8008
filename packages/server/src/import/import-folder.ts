import type { Database } from '../database/connect.ts'
import { StartError } from '../database/start-error.ts'
import { type Import, type Imported, importFiles, type NotImported } from './import-files.ts'
import { sourcesIn } from './source.ts'

export type { Imported, NotImported } from './import-files.ts'

/** The FHIR files of a folder into a practice, by a program at the machine. */
export function importFolder(
  database: Database,
  { folder, ...rest }: Omit<Import, 'files' | 'sender'> & { readonly folder: string },
): Promise<Imported | NotImported> {
  return importHere(database, { ...rest, files: sourcesIn(folder) })
}

/** Files into a practice, by a program at the machine. */
export async function importHere(
  database: Database,
  given: Omit<Import, 'sender'>,
): Promise<Imported | NotImported> {
  const result = await importFiles(database, given)
  if ('refused' in result) throw new StartError(result.refused)
  return result
}

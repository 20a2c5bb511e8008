/** The search parameters of the import page: the running import, to come back to. */
export interface ImportSearch {
  readonly run?: string
}

export function readImportSearch({ run }: Record<string, unknown>): ImportSearch {
  return typeof run === 'string' && run !== '' ? { run } : {}
}

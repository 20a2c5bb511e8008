/** What the address of the import page carries: the import one has sent, to come back to while it runs. */
export interface ImportSearch {
  readonly run?: string
}

export function readImportSearch({ run }: Record<string, unknown>): ImportSearch {
  return typeof run === 'string' && run !== '' ? { run } : {}
}

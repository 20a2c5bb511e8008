import { readdirSync, statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'

const formats = { '.ndjson': 'ndjson', '.json': 'bundle', '.csv': 'csv' } as const

/** A file to import. */
export interface Source {
  readonly path: string
  /** What reports call it. */
  readonly name: string
  readonly format: (typeof formats)[keyof typeof formats]
  readonly bytes: number
}

/**
 * A file by what its name says it is.
 *
 * @returns undefined if its name ends otherwise, or it is no regular file
 */
export function sourceOf(path: string, name: string = basename(path)): Source | undefined {
  const format = Object.entries(formats).find(([ending]) => ending === extname(name).toLowerCase())?.[1]
  if (format === undefined) return undefined
  const found = statSync(path)
  // A pipe or a device may never end.
  return found.isFile() ? { path, name, format, bytes: found.size } : undefined
}

/** The FHIR files of a folder, by name. A table stands for itself and is named by itself. */
export function sourcesIn(folder: string): readonly Source[] {
  return readdirSync(folder)
    .sort()
    .map((name) => sourceOf(join(folder, name)))
    .filter((source) => source !== undefined && source.format !== 'csv')
    .filter((source) => source !== undefined)
}

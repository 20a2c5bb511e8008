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

/** A file by what its name says it is. Undefined: it is nothing that is read. */
export function sourceOf(path: string, name: string = basename(path)): Source | undefined {
  const format = Object.entries(formats).find(([ending]) => ending === extname(name).toLowerCase())?.[1]
  return format && { path, name, format, bytes: statSync(path).size }
}

/** The FHIR files of a folder, by name. A table stands for itself and is named by itself. */
export function sourcesIn(folder: string): readonly Source[] {
  return readdirSync(folder)
    .sort()
    .map((name) => sourceOf(join(folder, name)))
    .filter((source) => source !== undefined && source.format !== 'csv')
    .filter((source) => source !== undefined)
}

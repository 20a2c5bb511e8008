import type { ImportedText, Note } from '@rolecall/contract'

type Version = Note['versions'][number]
type When = (at: string) => string

/** Who signed a version: a member here, or a person elsewhere as the source names them. */
export function signedWords(version: Version | undefined, when: When): string {
  if (version?.signature)
    return `Signed by ${version.signature.by?.name ?? 'unknown'}, ${when(version.signature.at)}`
  if (!version?.imported?.signed) return 'Signed'
  const { signer } = version.imported
  return `Signed outside Rolecall${signer === null ? '' : ` by ${signer}`}`
}

/** Where an imported text comes from, who wrote it as the source says, and who imported it. */
export function importedWords({ file, system, author, by, at }: ImportedText, when: When): string {
  const source = [file, system].filter((one) => one !== null).join(', ')
  return [
    'Imported',
    source === '' ? '' : ` from ${source}`,
    by === null ? '' : ` by ${by.name}`,
    at === null ? '' : `, ${when(at)}`,
    author === null ? '' : `; author in the file: ${author}`,
  ].join('')
}

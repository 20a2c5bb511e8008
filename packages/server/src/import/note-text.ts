import type { FhirDocument, Read } from './fhir-resource.ts'

/**
 * The plain text of a document: of its first attachment of that type that comes with its data. Undefined: there is none.
 */
export function noteText({ content = [] }: FhirDocument): Read<string> | undefined {
  for (const [index, { attachment }] of content.entries()) {
    const [type = '', ...parameters] = (attachment?.contentType ?? '').split(';').map((part) => part.trim())
    if (type.toLowerCase() !== 'text/plain' || attachment?.data === undefined) continue
    const charset = parameters.find((one) => /^charset=/i.test(one))?.slice('charset='.length)
    const text = decoded(attachment.data, charset?.replaceAll('"', '') ?? 'utf-8')
    return 'reason' in text ? { reason: `\`content[${index}].attachment\` ${text.reason}` } : text
  }
  return undefined
}

/** How many characters a note may have. */
const longestText = 1_000_000

const tooLong = { reason: `is longer than ${longestText.toLocaleString('en')} characters` }

function decoded(data: string, charset: string): Read<string> {
  // Four bytes are the most that a character takes, and base64 and its line breaks half as much again.
  if (data.length > 6 * longestText) return tooLong
  const decoder = decoderOf(charset)
  if (decoder === undefined) return { reason: `has the unknown charset \`${charset}\`` }
  const bytes = bytesOf(data)
  if (bytes === undefined) return { reason: 'is not base64' }
  try {
    const value = decoder.decode(bytes)
    if (value.length > longestText) return tooLong
    return value.includes('\0') ? { reason: 'holds a zero character' } : { value }
  } catch {
    return { reason: `holds bytes that are not ${charset}` }
  }
}

function decoderOf(charset: string): TextDecoder | undefined {
  try {
    return new TextDecoder(charset, { fatal: true })
  } catch {
    return undefined
  }
}

function bytesOf(data: string): Uint8Array | undefined {
  try {
    return Uint8Array.fromBase64(data, { lastChunkHandling: 'strict' })
  } catch {
    return undefined
  }
}

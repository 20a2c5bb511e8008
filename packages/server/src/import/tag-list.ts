/** Tags in one cell: with `;` between them, and `\` before a `;` or `\` that belongs to a tag. */
export function tagsText(tags: readonly string[]): string {
  return tags.map((tag) => tag.replaceAll(/[\\;]/g, '\\$&')).join(';')
}

export function tagsOf(text: string): readonly string[] {
  const parts = text.match(/(?:\\[\s\S]|[^\\;])+/g) ?? []
  const tags = parts.map((part) => part.replaceAll(/\\([\s\S])/g, '$1').trim())
  return [...new Set(tags.filter((tag) => tag !== ''))]
}

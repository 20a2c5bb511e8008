/** `Front desk` becomes `front-desk`, or `front-desk-2` where that is taken. */
export function freeId(label: string, otherwise: string, isTaken: (id: string) => boolean): string {
  const word = label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
  const base = word === '' ? otherwise : word
  let id = base
  for (let next = 2; isTaken(id); next++) id = `${base}-${next}`
  return id
}

/** Insert under the first id that is free, also where somebody else takes one at the same time. */
export async function insertFree(
  label: string,
  otherwise: string,
  taken: ReadonlySet<string>,
  insert: (id: string) => Promise<object | undefined>,
): Promise<string> {
  const tried = new Set(taken)
  for (;;) {
    const id = freeId(label, otherwise, (one) => tried.has(one))
    if ((await insert(id)) !== undefined) return id
    tried.add(id)
  }
}

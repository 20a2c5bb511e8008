/** The chosen or dropped files, and which of them can be imported. */
export interface Picked {
  readonly files: readonly File[]
  /** Names of the unsupported files. */
  readonly left: readonly string[]
}

const endings = ['.ndjson', '.json', '.csv']

export function pickedOf(all: readonly File[]): Picked {
  const isRead = ({ name }: File): boolean => endings.some((ending) => name.toLowerCase().endsWith(ending))
  // Hidden files in folders belong to the system.
  const own = all.filter(({ name }) => !name.startsWith('.'))
  return { files: own.filter(isRead), left: own.filter((file) => !isRead(file)).map(({ name }) => name) }
}

export function isTable({ name }: File): boolean {
  return name.toLowerCase().endsWith('.csv')
}

/** All dropped files, including those in folders. */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly File[]> {
  // The entries are gone once the drop is over, so they are all taken first.
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter((one) => one !== null)
  if (entries.length === 0) return Array.from(transfer.files)
  return (await Promise.all(entries.map(filesIn))).flat()
}

async function filesIn(entry: FileSystemEntry): Promise<readonly File[]> {
  if (isFile(entry)) return [await new Promise<File>((found, fail) => entry.file(found, fail))]
  if (!isFolder(entry)) return []
  const reader = entry.createReader()
  const inside: FileSystemEntry[] = []
  for (;;) {
    // A reader hands out a folder in pieces, and an empty one at the end.
    const piece = await new Promise<FileSystemEntry[]>((found, fail) => reader.readEntries(found, fail))
    if (piece.length === 0) break
    inside.push(...piece)
  }
  return (await Promise.all(inside.map(filesIn))).flat()
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}

/** `1.4 MB`. */
export function sizeInWords(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB']
  let size = bytes
  let unit = 0
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000
    unit += 1
  }
  return `${size < 10 && unit > 0 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`
}

/** In which order a table writes days, months and years. */
export type DateOrder = 'DMY' | 'MDY' | 'YMD'

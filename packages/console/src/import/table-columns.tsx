import { NativeSelect } from '@mantine/core'
import { useEffect, useState } from 'react'
import classes from './table-columns.module.css'
import { headerRow, readHeader, type TableHeader } from './table-header.ts'

interface TableColumnsProps {
  readonly file: File
  readonly isBusy: boolean
  /** The same table with other names in its first row. */
  readonly change: (file: File) => void
}

const fields = [
  'id',
  'external id',
  'family name',
  'given name',
  'birth date',
  'gender',
  'phone',
  'email',
  'tags',
] as const

/** The longest first row, in bytes. */
const beginning = 64 * 1024

/** The columns of a table, each with the field it is imported as. Common names are recognized. */
export function TableColumns({ file, isBusy, change }: TableColumnsProps) {
  const [header, setHeader] = useState<TableHeader>()
  useEffect(() => {
    let isCurrent = true
    void headerOf(file).then((found) => isCurrent && setHeader(found))
    return () => {
      isCurrent = false
    }
  }, [file])
  if (header === undefined) return null
  const rename = async (index: number, name: string): Promise<void> => {
    // Of two columns for the same field neither would be imported.
    const names = header.names.map((one, place) =>
      place === index ? name : one === name ? `${one} (not imported)` : one,
    )
    const rest = file.slice(bytesOf((await file.slice(0, beginning).text()).slice(0, header.length)))
    change(new File([headerRow(header, names), rest], file.name, { type: file.type }))
  }
  return (
    <details className={classes.columns}>
      <summary>
        {header.names.length} columns: {header.names.slice(0, 6).join(', ')}
        {header.names.length > 6 && ' …'}
      </summary>
      <p className={classes.aside}>
        Most column names are recognized. If one isn’t, choose its field here. Your file isn’t changed.
      </p>
      <div className={classes.fields}>
        {header.names.map((name, index) => (
          <NativeSelect
            // biome-ignore lint/suspicious/noArrayIndexKey: a column has no other name that stays
            key={index}
            label={`Column ${index + 1}`}
            disabled={isBusy}
            value={name}
            data={[
              { value: name, label: name === '' ? '(no name)' : name },
              ...fields
                .filter((field) => field !== name)
                .map((field) => ({ value: field, label: `import as ${field}` })),
            ]}
            onChange={(event) => void rename(index, event.currentTarget.value)}
          />
        ))}
      </div>
    </details>
  )
}

async function headerOf(file: File): Promise<TableHeader | undefined> {
  const start = new Uint8Array(await file.slice(0, 2).arrayBuffer())
  // Text of two bytes a letter is read by the server, and left as it is here.
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)) return undefined
  return readHeader(await file.slice(0, beginning).text())
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length
}

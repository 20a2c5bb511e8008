import { Button, CloseButton, Radio } from '@mantine/core'
import { IconFileText, IconFolderOpen, IconTable, IconUpload } from '@tabler/icons-react'
import { type DragEvent, useRef, useState } from 'react'
import classes from './choose-files.module.css'
import { type DateOrder, droppedFiles, isTable, sizeInWords } from './picked-files.ts'
import { TableColumns } from './table-columns.tsx'

interface ChooseFilesProps {
  readonly files: readonly File[]
  /** Names of the unsupported files. */
  readonly left: readonly string[]
  readonly isBusy: boolean
  readonly add: (files: readonly File[]) => void
  readonly change: (files: readonly File[]) => void
  /** Only where there are tables. */
  readonly dates:
    | { readonly order: DateOrder | undefined; readonly change: (order: DateOrder | undefined) => void }
    | undefined
}

/** Files to import, dropped or chosen, with their type. */
export function ChooseFiles({ files, left, isBusy, add, change, dates }: ChooseFilesProps) {
  const [isOver, setIsOver] = useState(false)
  const choose = useRef<HTMLInputElement>(null)
  const chooseFolder = useRef<HTMLInputElement>(null)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setIsOver(false)
    if (!isBusy) void droppedFiles(event.dataTransfer).then(add)
  }
  const take = (input: HTMLInputElement): void => {
    add(Array.from(input.files ?? []))
    // So that the same file can be chosen again after it was fixed.
    input.value = ''
  }
  return (
    <section className={classes.choose} aria-label="Files">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is for a mouse; the buttons inside are for everybody */}
      <div
        className={classes.zone}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setIsOver(true)
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
      >
        <IconUpload size={30} stroke={1.5} aria-hidden="true" />
        <p>
          <strong>Drop files or a folder here</strong>
        </p>
        <div className={classes.buttons}>
          <Button
            variant="default"
            leftSection={<IconFileText size={17} />}
            disabled={isBusy}
            onClick={() => choose.current?.click()}
          >
            Choose files
          </Button>
          <Button
            variant="default"
            leftSection={<IconFolderOpen size={17} />}
            disabled={isBusy}
            onClick={() => chooseFolder.current?.click()}
          >
            Choose a folder
          </Button>
        </div>
        <p className={classes.aside}>FHIR R4 as .ndjson or .json, tables of patients as .csv</p>
        <input
          ref={choose}
          type="file"
          multiple
          hidden
          aria-label="Files to import"
          accept=".ndjson,.json,.csv"
          onChange={(event) => take(event.currentTarget)}
        />
        <input
          ref={chooseFolder}
          type="file"
          hidden
          aria-label="Folder to import"
          {...{ webkitdirectory: '' }}
          onChange={(event) => take(event.currentTarget)}
        />
      </div>
      {left.length > 0 && (
        <p className={classes.left} role="status">
          Not imported, because {left.length === 1 ? 'it is' : 'they are'} neither FHIR nor a table:{' '}
          {left.slice(0, 8).join(', ')}
          {left.length > 8 && ` and ${left.length - 8} more`}
        </p>
      )}
      {files.length > 0 && (
        <ul className={classes.files} aria-label="Files to import">
          {files.map((file) => (
            <li key={file.name}>
              <div className={classes.file}>
                {isTable(file) ? (
                  <IconTable size={18} aria-hidden="true" />
                ) : (
                  <IconFileText size={18} aria-hidden="true" />
                )}
                <span className={classes.name} title={file.name}>
                  {file.name}
                </span>
                <span className={classes.size}>{sizeInWords(file.size)}</span>
                <CloseButton
                  aria-label={`Remove ${file.name}`}
                  disabled={isBusy}
                  onClick={() => change(files.filter((one) => one !== file))}
                />
              </div>
              {isTable(file) && (
                <TableColumns
                  file={file}
                  isBusy={isBusy}
                  change={(next) => change(files.map((one) => (one === file ? next : one)))}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {dates && (
        <Radio.Group
          label="Date format in tables"
          description="1984-03-07 always works. 03/07/1984 is March in some countries and July in others."
          value={dates.order ?? ''}
          onChange={(value) => dates.change(value === '' ? undefined : (value as DateOrder))}
        >
          <div className={classes.orders}>
            <Radio value="" label="1984-03-07" />
            <Radio value="DMY" label="Day first: 07/03/1984" />
            <Radio value="MDY" label="Month first: 03/07/1984" />
            <Radio value="YMD" label="Year first: 1984/03/07" />
          </div>
        </Radio.Group>
      )}
    </section>
  )
}

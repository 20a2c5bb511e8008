import { NativeSelect } from '@mantine/core'
import { practiceCatalog } from '@rolecall/core'
import classes from './section-levels.module.css'

/** The types of records that team access tells apart. */
const sections: readonly string[] = [
  ...new Set(Object.values(practiceCatalog.kinds).flatMap(({ section }) => section ?? [])),
]

export type SectionLevels = ReadonlyMap<string, 'none' | 'view' | 'edit'>

/** A null section stands for all of a practitioner’s records. */
export function sectionKey(colleague: string, section: string | null): string {
  return `${colleague}\n${section ?? ''}`
}

interface SectionLevelsProps {
  readonly colleague: { readonly id: string; readonly name: string }
  readonly levels: SectionLevels
  readonly change: (key: string, level: string) => void
}

/** The level of access to one practitioner’s records, by type of record. */
export function SectionLevelsOf({ colleague: { id, name }, levels, change }: SectionLevelsProps) {
  const given = [...levels].filter(([key, level]) => key.startsWith(`${id}\n`) && level !== 'none').length
  return (
    <details className={classes.colleague} open={given > 0}>
      <summary>
        {name} <span className={classes.given}>{given === 0 ? 'none' : `${given} selected`}</span>
      </summary>
      <div className={classes.sections}>
        {[null, ...sections].map((section) => {
          const key = sectionKey(id, section)
          return (
            <NativeSelect
              key={key}
              label={
                section === null ? 'Everything' : `${section.charAt(0).toUpperCase()}${section.slice(1)}`
              }
              value={levels.get(key) ?? 'none'}
              onChange={(event) => change(key, event.currentTarget.value)}
              data={[
                { value: 'none', label: 'None' },
                { value: 'view', label: 'View' },
                { value: 'edit', label: 'View and edit' },
              ]}
            />
          )
        })}
      </div>
    </details>
  )
}

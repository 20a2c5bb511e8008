import { NativeSelect } from '@mantine/core'
import { practiceCatalog } from '@rolecall/core'
import classes from './section-levels.module.css'

/** The parts of a colleague's work, as team access tells them apart. */
const sections: readonly string[] = [
  ...new Set(Object.values(practiceCatalog.kinds).flatMap(({ section }) => section ?? [])),
]

export type SectionLevels = ReadonlyMap<string, 'none' | 'view' | 'edit'>

/** Null stands for all of somebody's work. */
export function sectionKey(colleague: string, section: string | null): string {
  return `${colleague}\n${section ?? ''}`
}

interface SectionLevelsProps {
  readonly colleague: { readonly id: string; readonly name: string }
  readonly levels: SectionLevels
  readonly change: (key: string, level: string) => void
}

/** What of one colleague's work somebody reaches, part by part. */
export function SectionLevelsOf({ colleague: { id, name }, levels, change }: SectionLevelsProps) {
  const given = [...levels].filter(([key, level]) => key.startsWith(`${id}\n`) && level !== 'none').length
  return (
    <details className={classes.colleague} open={given > 0}>
      <summary>
        {name}{' '}
        <span className={classes.given}>
          {given === 0 ? 'nothing' : given === 1 ? '1 part' : `${given} parts`}
        </span>
      </summary>
      <div className={classes.sections}>
        {[null, ...sections].map((section) => {
          const key = sectionKey(id, section)
          return (
            <NativeSelect
              key={key}
              label={section === null ? 'All of it' : `${section.charAt(0).toUpperCase()}${section.slice(1)}`}
              value={levels.get(key) ?? 'none'}
              onChange={(event) => change(key, event.currentTarget.value)}
              data={[
                { value: 'none', label: 'Nothing' },
                { value: 'view', label: 'Look' },
                { value: 'edit', label: 'Look and change' },
              ]}
            />
          )
        })}
      </div>
    </details>
  )
}

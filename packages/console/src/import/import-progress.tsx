import classes from './import-progress.module.css'

interface ImportProgressProps {
  /** From 0 to 1. Undefined: the total is not known. */
  readonly part: number | undefined
  readonly words: string
  readonly aside?: string
}

/** The progress of an import. */
export function ImportProgress({ part, words, aside }: ImportProgressProps) {
  return (
    <section className={classes.going}>
      <p role="status">{words}</p>
      <div
        className={classes.bar}
        role="progressbar"
        aria-label={words}
        {...(part !== undefined && {
          'aria-valuenow': Math.round(part * 100),
          'aria-valuemin': 0,
          'aria-valuemax': 100,
        })}
        data-unknown={part === undefined || undefined}
      >
        <span style={{ width: `${(part ?? 0.3) * 100}%` }} />
      </div>
      {aside !== undefined && <p className={classes.aside}>{aside}</p>}
    </section>
  )
}

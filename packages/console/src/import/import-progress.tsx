import classes from './import-progress.module.css'

interface GoingProps {
  /** From 0 to 1. Undefined: nobody knows how much there is. */
  readonly part: number | undefined
  readonly words: string
  readonly aside?: string
}

/** How far something is. */
export function Going({ part, words, aside }: GoingProps) {
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

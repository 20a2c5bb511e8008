import type { ReactNode } from 'react'
import classes from './card.module.css'

interface CardProps {
  readonly title: string
  /** What stands at the right of the title: usually the way to change it. */
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** A part of a page with a heading of its own. */
export function Card({ title, aside, children }: CardProps) {
  return (
    <section className={classes.card}>
      <div className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}

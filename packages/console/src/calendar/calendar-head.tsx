import { Button } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import classes from './calendar-page.module.css'

interface CalendarHeadProps {
  /** The days that are shown. */
  readonly title: string
  readonly unit: 'day' | 'week'
  readonly isToday: boolean
  /** So many days or weeks on, or back. */
  readonly turn: (by: number) => void
  readonly goToday: () => void
}

/** Which days are shown, and the way to the next and the ones before. */
export function CalendarHead({ title, unit, isToday, turn, goToday }: CalendarHeadProps) {
  return (
    <div className={classes.head}>
      <h1 className={classes.title}>Calendar</h1>
      <p className={classes.date} role="status">
        {title}
      </p>
      <div className={classes.turn}>
        <Button variant="default" px="xs" aria-label={`Previous ${unit}`} onClick={() => turn(-1)}>
          <IconChevronLeft size={18} />
        </Button>
        <Button variant="default" onClick={goToday} disabled={isToday}>
          Today
        </Button>
        <Button variant="default" px="xs" aria-label={`Next ${unit}`} onClick={() => turn(1)}>
          <IconChevronRight size={18} />
        </Button>
      </div>
    </div>
  )
}

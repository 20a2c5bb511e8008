import { Tooltip } from '@mantine/core'
import { type ReactElement, useId } from 'react'
import classes from './disabled-action.module.css'

interface MaybeClosedProps {
  /** Why what is inside is closed. Undefined: it is open. */
  readonly why: string | undefined
  readonly children: ReactElement
}

/** Something that may be closed. Where it is, the reason is a stop of its own for the keyboard. */
export function MaybeClosed({ why, children }: MaybeClosedProps) {
  const id = useId()
  if (why === undefined) return children
  return (
    <Tooltip
      label={why}
      multiline
      maw={280}
      events={{ hover: true, focus: true, touch: true }}
      portalProps={{ target: '#content' }}
      zIndex={400}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a disabled button takes no focus, and its reason has to be found */}
      {/* biome-ignore lint/a11y/useSemanticElements: it holds a button and says why that is closed */}
      <span role="group" tabIndex={0} aria-labelledby={id} className={classes.closed}>
        {children}
        <span id={id} className={classes.unseen}>
          {why}
        </span>
      </span>
    </Tooltip>
  )
}

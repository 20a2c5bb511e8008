import classes from './tag-badge.module.css'

/** The colours a practice may choose from. */
export const hues = [
  'blue',
  'teal',
  'orange',
  'grape',
  'lime',
  'yellow',
  'cyan',
  'pink',
  'indigo',
  'red',
] as const

interface TagBadgeProps {
  /** Its id, which the colour is made from where the practice gave it none, and which nobody is shown. */
  readonly tag: string
  /** Undefined: not known yet. */
  readonly label: string | undefined
  /** As the practice chose it: `teal`. */
  readonly colour?: string | undefined
}

/** A tag in its colour. The same tag has the same colour everywhere, for everybody. */
export function TagBadge({ tag, label = '…', colour }: TagBadgeProps) {
  const hue = hues.find((one) => one === colour) ?? hueOf(tag)
  return (
    <span
      className={classes.tag}
      title={label}
      style={{ '--hue': `var(--mantine-color-${hue}-6)` } as React.CSSProperties}
    >
      {label}
    </span>
  )
}

function hueOf(tag: string): (typeof hues)[number] {
  let sum = 3
  for (const letter of tag) sum = (sum * 131 + (letter.codePointAt(0) ?? 0)) % 99_991
  return hues[sum % hues.length] ?? 'blue'
}

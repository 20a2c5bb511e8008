import classes from './tag-badge.module.css'

const hues = ['blue', 'teal', 'orange', 'grape', 'lime', 'yellow', 'cyan', 'pink', 'indigo', 'red'] as const

/** A tag in its colour. The same tag has the same colour everywhere, for everybody. */
export function TagBadge({ tag }: { readonly tag: string }) {
  return (
    <span
      className={classes.tag}
      title={tag}
      style={{ '--hue': `var(--mantine-color-${hueOf(tag)}-6)` } as React.CSSProperties}
    >
      {tag}
    </span>
  )
}

function hueOf(tag: string): (typeof hues)[number] {
  let sum = 3
  for (const letter of tag) sum = (sum * 131 + (letter.codePointAt(0) ?? 0)) % 99_991
  return hues[sum % hues.length] ?? 'blue'
}

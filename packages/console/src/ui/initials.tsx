import classes from './initials.module.css'

/** A person's initials in a circle. Decoration: the name always stands beside it. */
export function Initials({ name, large = false }: { readonly name: string; readonly large?: boolean }) {
  return (
    <span aria-hidden="true" className={classes.initials} data-large={large || undefined}>
      {initialsOf(name)}
    </span>
  )
}

/** `Dr Mei Chen` is MC: what stands before a name is no part of it. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '' && !/^(dr|prof|mr|mrs|ms|mx)\.?$/i.test(word))
  const [first = '', last = ''] = words.length > 1 ? [words.at(0), words.at(-1)] : words
  return `${[...first][0] ?? ''}${[...last][0] ?? ''}`.toUpperCase()
}

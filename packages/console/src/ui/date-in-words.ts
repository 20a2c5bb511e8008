const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `1984-03-05` is 05 Mar 1984, `1984-03` is Mar 1984: as exact as it is known, and no time zone moves a birthday. */
export function dateInWords(date: string): string {
  const [year, month, day] = date.split('-')
  return [day, months[Number(month) - 1], year].filter((part) => part !== undefined).join(' ')
}

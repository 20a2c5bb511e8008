/** Days from Monday to Friday, by how many of them lie between: 0 is the day itself, or the Monday after it. */
export function workingDays(
  today: Temporal.PlainDate,
  { before, ahead }: { readonly before: number; readonly ahead: number },
): readonly (readonly [offset: number, day: Temporal.PlainDate])[] {
  const days: [number, Temporal.PlainDate][] = []
  let day = today
  for (let offset = 0; offset < ahead; day = day.add({ days: 1 })) {
    if (day.dayOfWeek > 5) continue
    days.push([offset, day])
    offset += 1
  }
  day = today.subtract({ days: 1 })
  for (let offset = -1; offset >= -before; day = day.subtract({ days: 1 })) {
    if (day.dayOfWeek > 5) continue
    days.push([offset, day])
    offset -= 1
  }
  return days
}

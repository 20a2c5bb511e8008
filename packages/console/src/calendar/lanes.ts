/** What lies in a column of a calendar: from a minute to a minute of the day. */
export interface Span {
  readonly from: number
  readonly until: number
}

export interface Laned<S extends Span> {
  readonly span: S
  /** From 0: which of the lanes it lies in, side by side. */
  readonly lane: number
  /** How many lanes its neighbours share. */
  readonly lanes: number
}

/** Puts what overlaps side by side: each into the first lane that is free, all of a cluster equally wide. */
export function inLanes<S extends Span>(spans: readonly S[]): readonly Laned<S>[] {
  const sorted = [...spans].sort((a, b) => a.from - b.from || b.until - a.until)
  const placed: Laned<S>[] = []
  let cluster: { span: S; lane: number }[] = []
  let ends: number[] = []
  const close = (): void => {
    for (const one of cluster) placed.push({ ...one, lanes: ends.length })
    cluster = []
    ends = []
  }
  for (const span of sorted) {
    if (ends.every((end) => end <= span.from)) close()
    const free = ends.findIndex((end) => end <= span.from)
    const lane = free === -1 ? ends.length : free
    ends[lane] = span.until
    cluster.push({ span, lane })
  }
  close()
  return placed
}

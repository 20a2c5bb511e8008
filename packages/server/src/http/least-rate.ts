/** Looks in a stretch of time. */
export const looksAStretch = 10

/**
 * Tells of bytes that are counted at regular looks whether too few of them moved in a stretch. A stretch begins again
 * at each look at which nobody has to move them.
 */
export function leastRate(leastBytes: number): (bytes: number, isDue: boolean) => boolean {
  let looks = 0
  let before = 0
  return (bytes, isDue) => {
    if (!isDue) looks = 0
    if (looks === 0) before = bytes
    looks++
    if (looks <= looksAStretch) return false
    looks = 0
    return bytes - before < leastBytes
  }
}

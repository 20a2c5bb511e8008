/** Placed here. */
export function ImportPage() {
  return null
}

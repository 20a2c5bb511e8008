/** Two transactions waited for each other, or one could not be put in order with the others: it may be tried again. */
export function isOnceMore(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01')
}

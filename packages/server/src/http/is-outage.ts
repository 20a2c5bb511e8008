/** Classes of SQLSTATE that say the database cannot answer now: no connection, no room, being stopped, in trouble. */
const classes = ['08', '53', '57', '58']

/** What a socket says when nobody is at its other end. */
const broken = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT'])

/** Whether an error means that the database cannot be reached, which is an outage and never a refusal. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return (
    broken.has(code) ||
    (code.length === 5 && classes.includes(code.slice(0, 2))) ||
    /Connection terminated/.test(error.message)
  )
}

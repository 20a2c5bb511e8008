/** Classes of SQLSTATE that say the database cannot answer now: no connection, no room, being stopped, in trouble. */
const classes = new Set(['08', '28', '53', '57', '58'])

/** Somebody held for too long what this needed, was too slow themselves, or met others at every try. */
const states = new Set(['25P03', '25P04', '3D000', '40001', '40P01', '55P03'])

/** What a socket says when nobody is at its other end. */
const broken = new Set([
  ...[
    'EADDRNOTAVAIL',
    'EAI_AGAIN',
    'ECONNABORTED',
    'ECONNREFUSED',
    'ECONNRESET',
    'EHOSTUNREACH',
    'EMFILE',
    'ENETDOWN',
  ],
  ...['ENETUNREACH', 'ENFILE', 'ENOBUFS', 'ENOTCONN', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT'],
])

/** What the driver says, without a code: the connection broke, none was free in time, none is given any more. */
const sentences =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Cannot use a pool after calling end|Client (has encountered|was closed))/

/** Whether an error means that the database cannot be reached, which is an outage and never a refusal. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  // A socket that is a file may be missing or closed; any other file that is missing is a bug.
  if (code === 'ENOENT' || code === 'EACCES') return 'syscall' in error && error.syscall === 'connect'
  return (
    broken.has(code) ||
    states.has(code) ||
    (code.length === 5 && classes.has(code.slice(0, 2))) ||
    sentences.test(error.message)
  )
}

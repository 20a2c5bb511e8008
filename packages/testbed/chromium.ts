/**
 * Unpack the Chromium that npm brought into the temporary folder of this process, and nothing else.
 *
 * It is a script of its own because the package takes the folder from the environment (`TMPDIR`), and because the
 * package adds the libraries that a bare Debian lacks only where it believes that it runs on Amazon's (`AWS_…`).
 */
import chromium from '@sparticuz/chromium'

await chromium.executablePath()

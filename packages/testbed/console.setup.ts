import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The browser gets the console as it is installed: built, from the sources as they are now. */
export function setup(): void {
  execFileSync('npm', ['run', 'build'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    shell: process.platform === 'win32',
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

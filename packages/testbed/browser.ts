import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'
import { afterAll } from 'vitest'

export type { Browser, BrowserContext, Page } from 'playwright-core'

/** Outlives the run, and goes with the packages it came from. */
const cache = fileURLToPath(new URL('../../node_modules/.cache/rolecall', import.meta.url))

/** Open a browser for the test file that calls this at its top level, and close it after the last test. */
export async function withBrowser(): Promise<Browser> {
  const browser = await openBrowser()
  afterAll(() => browser.close())
  return browser
}

/** Open a headless browser: the Chromium that npm brought on Linux, an installed Chrome elsewhere. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch(isPackaged() ? packagedChromium() : { channel: 'chrome' })
}

/** The package holds a Chromium for this platform only. */
function isPackaged(): boolean {
  return process.platform === 'linux' && process.arch === 'x64'
}

function packagedChromium(): LaunchOptions {
  const home = join(cache, 'chromium')
  if (!existsSync(home)) unpack(home)
  return {
    executablePath: join(home, 'chromium'),
    env: {
      ...process.env,
      FONTCONFIG_PATH: home,
      LD_LIBRARY_PATH: join(home, 'al2023', 'lib'),
    },
  }
}

/** Unpack beside the place and rename into it, so that two test files at once never see half a browser. */
function unpack(home: string): void {
  mkdirSync(cache, { recursive: true })
  const staging = mkdtempSync(join(cache, 'unpacking-'))
  try {
    execFileSync(process.execPath, [fileURLToPath(new URL('chromium.ts', import.meta.url))], {
      env: { ...process.env, TMPDIR: staging, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
    })
    writeFileSync(join(staging, 'fonts.conf'), fontsOf(home))
    renameSync(staging, home)
  } catch (error) {
    rmSync(staging, { recursive: true, force: true })
    if (!existsSync(home)) throw error
  }
}

/** The configuration in the package names folders of its own cloud. Without a font, text has no size at all. */
function fontsOf(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>${join(home, 'fonts')}</dir>
  <cachedir>${join(home, 'fonts-cache')}</cachedir>
</fontconfig>
`
}

/**
 * What the environment says about where the server listens and who stands before it. Read once, at the start; what is
 * wrong is a sentence, and nothing is served. Only `main.ts` calls this.
 */
import { isIP } from 'node:net'
import { StartError } from './database/start-error.ts'
import { isLoopback, type Site } from './http/site.ts'

export interface Configuration {
  /** Where it listens. */
  readonly host: string
  readonly site: Site
  /** What whoever starts it should know, as sentences. */
  readonly warnings: readonly string[]
}

type Environment = Readonly<Record<string, string | undefined>>

export function readConfiguration(environment: Environment): Configuration {
  const host = hostOf(environment.ROLECALL_HOST)
  const publicUrl = publicUrlOf(environment.ROLECALL_PUBLIC_URL)
  const trustedProxies = proxiesOf(environment.ROLECALL_TRUSTED_PROXIES)
  const insecure = switchOf('ROLECALL_INSECURE', environment.ROLECALL_INSECURE)
  const reached = { host, publicUrl }
  if (!isLoopback(host) && publicUrl === undefined)
    throw new StartError(
      `\`ROLECALL_HOST\` is \`${host}\`, which others reach; say under which address they do, such as \`ROLECALL_PUBLIC_URL=https://rolecall.clinic.example\``,
    )
  if (isOpen(reached) && !insecure)
    throw new StartError(
      'others would reach this without https, and passwords and charts could be read on the way; give an `https://` address as `ROLECALL_PUBLIC_URL` and put a proxy with a certificate before it, or say `ROLECALL_INSECURE=1` where nobody’s data is real',
    )
  const warnings = [
    ...(isOpen(reached)
      ? ['INSECURE: passwords and charts can be read by anybody on the way, as `ROLECALL_INSECURE=1` allows']
      : []),
    ...(publicUrl !== undefined && trustedProxies.length === 0
      ? [
          'no proxy is trusted, so everybody seems to come from the address of the one that stands before this; name it in `ROLECALL_TRUSTED_PROXIES`',
        ]
      : []),
  ]
  return { host, site: { publicUrl, trustedProxies }, warnings }
}

/** Whether somebody on another machine talks to it without https. */
function isOpen({
  host,
  publicUrl,
}: {
  readonly host: string
  readonly publicUrl: URL | undefined
}): boolean {
  if (publicUrl === undefined) return false
  return publicUrl.protocol !== 'https:' && !(isLoopback(host) && isLoopback(publicUrl.hostname))
}

function hostOf(text: string | undefined): string {
  if (text === undefined || text === '') return '127.0.0.1'
  if (text === 'localhost' || isIP(text) !== 0) return text
  throw new StartError(
    `\`ROLECALL_HOST\` is \`${text}\`, give an address of this machine, such as \`127.0.0.1\`, or \`0.0.0.0\` for all`,
  )
}

function publicUrlOf(text: string | undefined): URL | undefined {
  if (text === undefined || text === '') return undefined
  const url = URL.parse(text)
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new StartError(
      `\`ROLECALL_PUBLIC_URL\` is \`${text}\`, give the address people type, such as \`https://rolecall.clinic.example\``,
    )
  if (
    url.username !== '' ||
    url.password !== '' ||
    url.pathname !== '/' ||
    url.search !== '' ||
    url.hash !== ''
  )
    throw new StartError(
      `\`ROLECALL_PUBLIC_URL\` holds more than a scheme, a name and a port, give \`${url.origin}\``,
    )
  return url
}

function proxiesOf(text: string | undefined): readonly string[] {
  const given = (text ?? '').split(',').map((one) => one.trim())
  const proxies = given.filter((one) => one !== '')
  for (const proxy of proxies)
    if (!isRange(proxy))
      throw new StartError(
        `\`ROLECALL_TRUSTED_PROXIES\` holds \`${proxy}\`, give addresses or ranges, such as \`10.0.0.5, 10.1.0.0/16\``,
      )
  return proxies
}

/** An address, or one with the number of bits that count. Everybody is no range: then anyone could be anyone. */
function isRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  if (bits === undefined) return true
  return /^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= (version === 4 ? 32 : 128)
}

function switchOf(name: string, text: string | undefined): boolean {
  if (text === undefined || text === '' || text === '0') return false
  if (text === '1') return true
  throw new StartError(`\`${name}\` is \`${text}\`, say \`1\`, or leave it away`)
}

/** What a browser says it is, as people call it: `Firefox on Windows`. What is not known is quoted, never guessed. */
export function deviceInWords(device: string): string {
  const browser = browsers.find(([sign]) => sign.test(device))?.[1]
  const system = systems.find(([sign]) => sign.test(device))?.[1]
  if (browser === undefined) return device === '' ? 'Unknown device' : `“${device.slice(0, 60)}”`
  return system === undefined ? browser : `${browser} on ${system}`
}

/** In the order they are asked: nearly every browser calls itself Chrome and Safari as well. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\/|Chromium\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]

const systems: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

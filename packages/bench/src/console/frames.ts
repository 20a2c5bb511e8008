import type { Browser, Page } from '@rolecall/testbed/browser'

/** How smoothly something scrolled. A frame is what lies between two drawings. */
export interface Frames {
  readonly count: number
  /** How many took at most as long as a screen of 60 Hz gives, with a jitter of 0.8 ms: from 0 to 1. */
  readonly inTime: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  readonly longest: number
  /** Of 50 ms or more: what a person notices. */
  readonly stutters: number
  readonly perSecond: number
  /** Processor time of the page's thread for each drawing, in milliseconds, and how many took at most 1/60 s. */
  readonly processor: { readonly p50: number; readonly p99: number; readonly inTime: number }
  /** Pixels from where it began to where it ended. */
  readonly pixels: number
}

export const wantedFrame = 17.5

interface Scrolling {
  readonly x: number
  readonly y: number
  /** Pixels, downwards and to the right. */
  readonly down: number
  readonly right?: number
  /** Pixels a second. */
  readonly speed: number
}

/**
 * Turn the wheel over a place, as Chromium's own smoothness tests do, and note when each frame is drawn. How long a
 * thread works for a frame is what a busy machine distorts least.
 */
export async function scrolled(
  browser: Browser,
  page: Page,
  { x, y, down, right = 0, speed }: Scrolling,
): Promise<Frames> {
  const session = await page.context().newCDPSession(page)
  await page.evaluate(() => {
    const times: number[] = []
    Object.assign(globalThis, { frameTimes: times })
    const note = (time: number): void => {
      times.push(time)
      requestAnimationFrame(note)
    }
    requestAnimationFrame(note)
  })
  await browser.startTracing(page, { categories: ['cc'] })
  const begun = await page.evaluate(() => performance.now())
  await session.send('Input.synthesizeScrollGesture', {
    x,
    y,
    yDistance: -down,
    xDistance: -right,
    speed,
    gestureSourceType: 'mouse',
    preventFling: true,
  })
  const times = await page.evaluate(() => Reflect.get(globalThis, 'frameTimes') as readonly number[])
  await session.detach()
  return framesOf(
    times.filter((time) => time >= begun),
    processorTimes(await browser.stopTracing()),
    Math.hypot(down, right),
  )
}

interface TraceEvent {
  readonly name: string
  /** Of the thread, in microseconds. */
  readonly tdur?: number
}

function processorTimes(trace: Buffer): readonly number[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] }
  return traceEvents
    .filter(({ name, tdur }) => name === 'ProxyMain::BeginMainFrame' && tdur !== undefined)
    .map(({ tdur = 0 }) => tdur / 1000)
}

function framesOf(times: readonly number[], processor: readonly number[], pixels: number): Frames {
  const lengths = times.slice(1).map((time, index) => time - (times[index] ?? time))
  const at = (share: number) => quantile(lengths, share)
  const whole = (times.at(-1) ?? 0) - (times[0] ?? 0)
  return {
    count: lengths.length,
    inTime: lengths.filter((length) => length <= wantedFrame).length / lengths.length,
    p50: at(0.5),
    p99: at(0.99),
    longest: at(1),
    stutters: lengths.filter((length) => length >= 50).length,
    perSecond: (1000 * lengths.length) / whole,
    processor: {
      p50: quantile(processor, 0.5),
      p99: quantile(processor, 0.99),
      inTime: processor.filter((length) => length <= 1000 / 60).length / processor.length,
    },
    pixels,
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

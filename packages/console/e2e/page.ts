import type { openBrowser } from '@rolecall/testbed/browser'

type Browser = Awaited<ReturnType<typeof openBrowser>>

/** One window of the browser. */
export type Page = Awaited<ReturnType<Browser['newPage']>>

import type { SpanText } from '@rolecall/contract'

/** When something holds that holds without a bound. */
export const always: SpanText = { from: null, until: null }

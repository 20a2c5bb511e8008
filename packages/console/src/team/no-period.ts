import type { SpanText } from '@rolecall/contract'

/** The period without a first or last day. */
export const noPeriod: SpanText = { from: null, until: null }

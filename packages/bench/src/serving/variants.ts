/** The product, and the product with one part more left out each time. */
export const variants = ['whole', 'no log', 'no session', 'no database'] as const

export type Variant = (typeof variants)[number]

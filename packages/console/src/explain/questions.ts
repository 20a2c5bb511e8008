/** About one patient, as a link names them. Without `member`, about oneself as one works now. */
export interface WhyQuestion {
  readonly patient?: string | undefined
  readonly member?: string | undefined
  readonly actingFor?: string | undefined
}

/** An act on a kind of record, or on one record. Without `member`, about oneself as one works now. */
export interface AnyQuestion {
  readonly kind: string
  readonly act: string
  readonly record?: string | undefined
  readonly member?: string | undefined
  readonly actingFor?: string | undefined
}

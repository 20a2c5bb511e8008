/**
 * The secret of a link, which stands behind the `#`: that part of an address is sent to no server and no other site.
 * `undefined`: the link is cut short.
 */
export function tokenInAddress(hash: string): string | undefined {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token') ?? undefined
}

/** What the address of the sign-in page carries. */
export interface SignInSearch {
  /** Where to go afterwards. */
  readonly back?: string
  /** One was signed in a moment ago. */
  readonly ended?: 'yes'
}

export function readSignInSearch({ back, ended }: Record<string, unknown>): SignInSearch {
  return {
    ...(typeof back === 'string' && isOwnAddress(back) && { back }),
    ...(ended === 'yes' && { ended }),
  }
}

/** A path within this console: a link must not lead elsewhere after signing in. */
function isOwnAddress(address: string): boolean {
  return /^\/(?![/\\])/.test(address) && !address.startsWith('/sign-in')
}

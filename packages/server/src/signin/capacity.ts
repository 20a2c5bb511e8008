/** Places of which there are so many, and only a part for each address. */
export interface Places {
  /**
   * Take a place.
   * @returns what frees it again, once; undefined if there is none
   */
  take(address: string): (() => void) | undefined
}

export function places(all: number, ofAddress: number): Places {
  const taken = new Map<string, number>()
  let sum = 0
  return {
    take(address) {
      const own = taken.get(address) ?? 0
      if (sum >= all || own >= ofAddress) return undefined
      sum++
      taken.set(address, own + 1)
      let isFree = false
      return () => {
        if (isFree) return
        isFree = true
        sum--
        const left = (taken.get(address) ?? 1) - 1
        if (left === 0) taken.delete(address)
        else taken.set(address, left)
      }
    },
  }
}

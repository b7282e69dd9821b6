/**
 * Whether this is the long campaign (`npm run test:soak`). The everyday tests take a part of the same cases, so that
 * they stay quick; the soak takes them all, and more runs of each property.
 */
export const isSoak = process.env['MODE'] === 'soak'

/** One case in so many in the everyday tests, all of them in the soak. */
export function sample<T>(cases: readonly T[], oneIn = 3): readonly T[] {
  return cases.filter((_, index) => isSoak || index % oneIn === 0)
}

/** Runs of a property: `everyday` of them, or the soak's number. */
export function runs(everyday: number, soak: number): { readonly numRuns: number } {
  return { numRuns: isSoak ? soak : everyday }
}

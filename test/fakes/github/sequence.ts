/** Time and numbers that all repositories of a server share: no two events have the same of either. */
export class Sequence {
  #seconds = Date.UTC(2026, 10, 23, 15) / 1000
  #number = 3_600_000_000

  /** Seconds since 1970; a second later with each call. */
  seconds(): number {
    this.#seconds += 1
    return this.#seconds
  }

  time(): string {
    return isoTime(this.seconds())
  }

  number(): number {
    this.#number += 1
    return this.#number
  }
}

export function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
}

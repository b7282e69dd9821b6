/** Time limits in milliseconds: for the parts of one request, and for one call with all its attempts and pauses. */
export const LIMITS = { connect: 10_000, headers: 15_000, body: 30_000, call: 120_000 } as const
export type Limits = Readonly<Record<keyof typeof LIMITS, number>>

/** The largest response body that is read, in bytes. */
export const MAX_RESPONSE_BYTES = 5 * 1024 * 1024

import { isSecretSegment } from './receivers.ts'
import { isTokenSegment } from './token-shape.ts'

/**
 * Longest URL that is taken apart, far beyond what receivers accept. Of a longer one only the origin is shown, and the
 * rest counts as one secret.
 */
export const MAX_URL_LENGTH = 8_192

/** What the repository's files write into paths: certainly no secret. */
export type Literals = ReadonlySet<string>

/**
 * What a file writes before, between and after the variables of a segment or a query value: `pre-` and nothing for
 * `pre-${AUCO_X}`.
 */
export type AroundVariables = readonly string[]

/**
 * How much of a URL is shown: never its user, password, query values and fragment.
 * - `path`: the rest.
 * - `no-tokens`: the same, with `…` in the place of each segment of the path that looks like a token, or is a secret at that
 *   receiver; with `onlyLiterals`, of each that no file writes. `redact` replaces known secrets: one can reach beyond a
 *   segment.
 * - `origin`: nothing else. `isSecret`: because a file declares the rest with variables, which `around` tells apart from
 *   what it writes beside them.
 * - `written`: the URL as the file writes it, with `${NAME}` instead of what is sent.
 */
export type Display =
  | { readonly kind: 'path' }
  | {
      readonly kind: 'no-tokens'
      readonly literals: Literals
      readonly onlyLiterals: boolean
      readonly redact: (text: string) => string
    }
  | {
      readonly kind: 'origin'
      readonly literals: Literals
      readonly around: readonly AroundVariables[]
      readonly isSecret: boolean
    }
  | { readonly kind: 'written'; readonly written: string }

/** The display that hides tokens. */
export type Tokens = Extract<Display, { kind: 'no-tokens' }>

/** Whether this display hides a segment of this URL's path. */
export function isHiddenSegment(
  segment: string,
  { hostname }: URL,
  { literals, onlyLiterals }: Tokens,
): boolean {
  if (isTokenSegment(segment)) return true
  return segment !== '' && !literals.has(segment) && (onlyLiterals || isSecretSegment(hostname, segment))
}

/** With other schemes, everything can be a secret, because anything before a colon parses as one. */
export function isWeb({ protocol }: URL): boolean {
  return protocol === 'https:' || protocol === 'http:'
}

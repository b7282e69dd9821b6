import { escapeInvisible } from './escape-invisible.ts'

/** A whole number with commas between thousands. `toLocaleString` would load ICU, which takes 11 ms of every run. */
export function formatNumber(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** A number with its noun: `1 webhook`, `2 webhooks`. */
export function formatCount(number: number, noun: string): string {
  return `${formatNumber(number)} ${noun}${number === 1 ? '' : 's'}`
}

/** An id as a code span for messages: at most 128 characters, none of them invisible or a backtick. */
export function quoteId(id: string): string {
  return `\`${escapeInvisible(id).slice(0, 128).replaceAll('`', "'")}\``
}

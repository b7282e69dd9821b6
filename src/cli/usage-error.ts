import { UserError } from '../core/errors.ts'

/** An error of the command line; `command` is the one whose help explains it, `null` for the general help. */
export function usageError(reason: string, fix: string, command: string | null): UserError {
  const help = command === null ? 'auco-webhooks --help' : `auco-webhooks ${command} --help`
  return new UserError('usage', reason, `${fix} \`${help}\` shows more.`)
}

/** Words in code spans, separated by commas. */
export function codeList(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ')
}

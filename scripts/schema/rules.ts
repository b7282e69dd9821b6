import type * as z from 'zod/mini'
import { KEY_VARIABLE } from '../../src/config/template.ts'
import { PRIVATE_DOMAINS } from '../../src/config/url-rules.ts'
import { NON_PUBLIC_IPV4 } from '../../src/core/addresses.ts'
import { DEFAULT_ID, ENVIRONMENTS, type Environment } from '../../src/core/webhook.ts'
import type { FieldPath } from './editor-texts.ts'

/**
 * A schema with the messages that editors show instead of their own (`errorMessage` and `patternErrorMessage`, which the
 * language servers for YAML and JSON read).
 */
export interface Rule extends z.core.JSONSchema.BaseSchema {
  readonly errorMessage?: string
  readonly patternErrorMessage?: string
}

/** An entry `default` of the environment: without `environments` it belongs to all. */
const defaultOf = (environment: Environment): Rule => ({
  properties: { id: { const: DEFAULT_ID }, environments: { contains: { const: environment } } },
  required: ['id'],
})

const UP_TO_HOST = '[^:]+://'
const AFTER_HOST = '\\.?(?:[:/?#]|$)'

const BYTE = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)'

/** A block of IPv4 addresses as a pattern, in the spelling that people use: four decimal numbers. */
function ipv4Pattern([first, prefix]: readonly [string, number]): string {
  const bytes = first
    .split('.')
    .slice(0, Math.ceil(prefix / 8))
    .map(Number)
  const free = 2 ** (8 * bytes.length - prefix)
  const parts = bytes.map((byte, index) => {
    const isLast = index === bytes.length - 1
    return isLast && free > 1
      ? `(?:${Array.from({ length: free }, (_, offset) => byte + offset).join('|')})`
      : String(byte)
  })
  return `${parts.join('\\.')}(?:\\.${BYTE}){${4 - bytes.length}}`
}

/** The addresses of `src/core/addresses.ts`; of IPv6, the unspecified, loopback, local, 6to4 and documentation ones. */
const PRIVATE_ADDRESSES = [
  ...NON_PUBLIC_IPV4.map(ipv4Pattern),
  '\\[(?:::1?|[Ff][CcDd][0-9A-Fa-f]{2}:[0-9A-Fa-f:]+|[Ff][Ee][89ABab][0-9A-Fa-f]:[0-9A-Fa-f:]+|2001:0?[Dd][Bb]8:[0-9A-Fa-f:]+|2002:[0-9A-Fa-f:]+|3[Ff]{3}:(?::|0?[0-9A-Fa-f]{1,3}:)[0-9A-Fa-f:]*)\\]',
]

const PORT = '(?:0*(?:6553[0-5]|655[0-2]\\d|65[0-4]\\d{2}|6[0-4]\\d{3}|[1-5]\\d{4}|\\d{1,4}))?'

/** `src/config/template.ts` in patterns: a variable, and everything else. `$${` is a literal `${`. */
const VARIABLE = '\\$\\{[A-Z_][A-Z0-9_]{0,255}\\}'
const ALLOWED = `(?!\\$\\{(?:${KEY_VARIABLE.source.slice('^'.length, -'$'.length)})\\})\\$\\{AUCO_[A-Z0-9_]+\\}`
const LITERAL = '(?:[^$]|\\$\\$\\{|\\$(?!\\$?\\{))'

const VARIABLE_RULES: readonly Rule[] = [
  {
    pattern: `^(?:${LITERAL}|${VARIABLE})*$`,
    patternErrorMessage:
      "`${` doesn't start a valid variable here. Write `${AUCO_NAME}` with capital letters, digits and `_`, or `$${` for a literal `${`.",
  },
  {
    pattern: `^(?:${LITERAL}|${ALLOWED}|(?!${VARIABLE})\\$\\{)*$`,
    patternErrorMessage:
      "A variable's name starts with `AUCO_`, and isn't that of one of Auco's keys. Write `${AUCO_NAME}`, and `AUCO_NAME: ${{ secrets.NAME }}` in the step's `env:`.",
  },
]

/** `src/config/url-rules.ts` in patterns, except what needs a URL parser: other spellings of addresses and host names. */
const URL_RULES: readonly Rule[] = [
  {
    pattern: `^(?!(?:[^/?#]*://)?[^/?#]*\\$\\{)[^#]*(?:#${LITERAL}*)?$`,
    patternErrorMessage:
      'In a `url`, variables work only in the path and query. Write out the scheme, host, port, and fragment; `url` can have one URL for `stage` and one for `production`.',
  },
  ...VARIABLE_RULES,
  {
    pattern: '^[Hh][Tt][Tt][Pp][Ss]://',
    patternErrorMessage: 'Write the URL in full, starting with `https://`.',
  },
  {
    pattern: '^[^\\s\\p{Cc}\\\\]*$',
    patternErrorMessage:
      'The URL contains a space, a control character, or a backslash. Remove it, or percent-encode it.',
  },
  {
    pattern: `^(?!${UP_TO_HOST}[^/?#]*@)`,
    patternErrorMessage:
      'The URL contains a user or a password. Remove them, and send the secret in `header`.',
  },
  {
    // A name that starts with a letter can't be a number, which would be an address.
    pattern: `^(?!${UP_TO_HOST}(?:[A-Za-z_-][A-Za-z0-9_-]*|[^/?#:@]*\\.${anyCase(...PRIVATE_DOMAINS)})${AFTER_HOST})`,
    patternErrorMessage: "Auco can't reach the URL's host name. Use a public host name, in full.",
  },
  {
    pattern: `^(?!${UP_TO_HOST}(?:${PRIVATE_ADDRESSES.join('|')})(?:[:/?#]|$))`,
    patternErrorMessage:
      "The URL points to a private, loopback, link-local or reserved address, which Auco can't reach. Use a public host name.",
  },
  {
    // No host, an empty label, an invalid port, or a character that no host has.
    pattern: `^(?!${UP_TO_HOST}(?:\\.|[^/?#[]*?(?:\\.\\.|[<>^|%]|:(?!${PORT}(?:[/?#]|$)))|[/?#]|$))`,
    patternErrorMessage: "The URL can't be parsed. Check its host name and port.",
  },
]

const VALUE_RULES: readonly Rule[] = [
  ...VARIABLE_RULES,
  {
    pattern: '^[\\t -~\\u0080-\\u00ff]*$',
    patternErrorMessage:
      '`value` holds a line break, a control character or a character beyond Latin-1, which a header cannot carry. Remove it.',
  },
  {
    pattern: '^(?!\\s)[\\s\\S]*(?<!\\s)$',
    patternErrorMessage: '`value` starts or ends with a space, which gets lost on the way. Remove it.',
  },
]

const RULES_BY_PATH: Partial<Record<FieldPath | 'webhooks[]', Rule>> = {
  webhooks: {
    allOf: ENVIRONMENTS.map((environment) => ({
      contains: defaultOf(environment),
      minContains: 1,
      maxContains: 1,
      errorMessage: `Exactly one webhook of ${environment} has the id \`default\`: Auco answers 400 to a list without it.`,
    })),
  },
  'webhooks[]': {
    allOf: ENVIRONMENTS.map((environment) => ({
      if: { properties: { environments: { contains: { const: environment } } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { properties: { url: { required: [environment] } } },
    })),
  },
  'webhooks[].url': { allOf: [...URL_RULES] },
  'webhooks[].url.stage': { allOf: [...URL_RULES] },
  'webhooks[].url.production': { allOf: [...URL_RULES] },
  'webhooks[].header': {
    if: { properties: { secret: { const: false } }, required: ['secret'] },
    else: {
      properties: {
        value: {
          pattern: `^${LITERAL}*\\$\\{`,
          patternErrorMessage:
            "`value` is a literal secret: everybody who can read the repository can read it. Store it as a secret and write `${AUCO_NAME}`, or add `secret: false` if it isn't secret.",
        },
      },
    },
  },
  'webhooks[].header.value': { allOf: [...VALUE_RULES] },
}

/** The rules that zod doesn't check, by path: between values, about URLs and variables. `webhooks[]` is an entry. */
export const RULES: Readonly<Record<string, Rule>> = RULES_BY_PATH

/** Alternatives in any case: patterns of JSON Schema have no flags. */
function anyCase(...words: readonly string[]): string {
  const letters = (word: string) => [...word].map((letter) => `[${letter.toUpperCase()}${letter}]`).join('')
  return `(?:${words.map(letters).join('|')})`
}

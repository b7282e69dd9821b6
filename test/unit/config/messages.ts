// The problems that several rows of the tables expect, with code and message.
export const NO_DEFAULT =
  'no-default: No webhook has the id `default`: Auco answers 400 to a list without it. Add it: it receives every event that names no other webhook.'
export const defaultMissing = (environments: string) =>
  `default-not-everywhere: \`default\` is missing for ${environments}: Auco answers 400 to a list without it. Remove its \`environments\`, or add a second \`default\`.`
export const LITERAL_SECRET =
  "literal-secret: `value` is a literal secret: everybody who can read the repository can read it. Store it as a secret and write `${AUCO_NAME}`, or add `secret: false` if it isn't secret."
export const NO_TOKEN =
  'invalid-key: `key` is not a header name. Use letters, digits and hyphens only, as in `Authorization` (RFC 9110).'
export const LINE_BREAK =
  "invalid-value: `value` contains a line break or a control character, which a header can't carry. Remove it."
export const SPACE =
  'invalid-value: `value` starts or ends with a space, which gets lost on the way. Remove it.'
export const OWN_KEY =
  "own-secret: `value` produces one of the action's own keys or its token. Use a secret made for this webhook."
export const OWN_KEY_IN_TOKEN =
  "own-secret: The variable `AUCO_TOKEN` holds one of Auco's keys, or this run's token. Use a secret made for this webhook."
export const TRAILING_BREAK =
  "illegal-value: The variable `AUCO_TOKEN` ends with a line break, which a header can't carry. Store the secret again without it (`printf %s` instead of `echo`)."
export const BREAK_IN_TOKEN =
  "illegal-value: The variable `AUCO_TOKEN` contains a line break, which a header can't carry. Store the secret again on one line."
export const CONTROL_IN_TOKEN =
  "illegal-value: The variable `AUCO_TOKEN` contains a control character, which a header can't carry. Store the secret again without it."
export const SPACE_IN_TOKEN =
  'illegal-value: The variable `AUCO_TOKEN` starts or ends with a space, which gets lost on the way. Store the secret again without it.'
export const UNSET_TOKEN =
  'unset-variable: The variable `AUCO_TOKEN` is not set or empty in this run. Pass it to the step: `env: { AUCO_TOKEN: ${{ secrets.AUCO_TOKEN }} }`.'
export const NOT_A_FILE =
  'wrong-type: The file must be a map with the key `webhooks`. Write `webhooks:` and the list under it.'
export const NOT_A_LIST = 'wrong-type: `webhooks` must be a list. Start each webhook with `- id:`.'
export const NOT_A_WEBHOOK =
  'wrong-type: An entry of `webhooks` must be a map with `id`, `description` and `url`.'
export const NOT_A_HEADER = 'wrong-type: `header` must be a map with `key` and `value`.'
export const SEVERAL_DOCUMENTS =
  'several-documents: The file contains more than one YAML document. Keep one list of webhooks, and remove the `---` that starts the second one.'
export const CONFLICT =
  'conflict-marker: The file has an unresolved merge conflict. Resolve it, and remove the lines that start with `<<<<<<<`, `|||||||`, `=======`, and `>>>>>>>`.'
export const VERSION =
  'yaml-version: The file asks for YAML 1.1. Remove the `%YAML` line: the file is read as YAML 1.2.'
export const TAG =
  "yaml-tag-resolve-failed: This `!` tag isn't part of YAML 1.2 core. Remove the tag, or put the text in quotes."
export const unclosed = (mark: string, end: string) =>
  `yaml-missing-char: This \`${mark}\` isn't closed. Add the \`${end}\`, or indent the lines inside it further.`
export const unclosedQuote = (mark: string) =>
  `yaml-missing-char: This \`${mark}\` isn't closed. Add the closing quote.`
export const BAD_INDENT =
  "yaml-bad-indent: The indentation doesn't match the lines above. Align this line with its siblings, using spaces."
export const ESCAPE =
  "yaml-bad-dq-escape: YAML doesn't know this escape in a double-quoted text. Use single quotes, or write `\\\\` for a backslash."
export const NO_KEY =
  'missing: `header` has no `key`. Add the header name, such as `key: Authorization`, or remove `header`.'
export const NO_VALUE =
  'missing: `header` has no `value`. Add it with a variable, such as `value: Bearer ${AUCO_NAME}`, or remove `header`.'
export const NO_ID =
  'missing: `id` is missing. Add the name that documents refer to, such as `default` or `Billing`.'
export const NO_DESCRIPTION = 'missing: `description` is missing. Say in a few words what the webhook is for.'
export const NO_URL = 'missing: `url` is missing. Add the address that Auco sends the notifications to.'
export const BLANK_DESCRIPTION =
  'invalid-description: `description` is empty. Say in a few words what the webhook is for.'
export const CONTROL_IN_ID =
  "invalid-id: `id` contains a control character. Remove it: documents couldn't name this webhook."
export const SPACE_AROUND_ID = 'invalid-id: `id` starts or ends with a space. Remove it.'
export const NO_ENVIRONMENT =
  'invalid-environments: `environments` is empty. List `stage`, `production`, or both; without it, the webhook belongs to both.'
export const UNKNOWN_ENVIRONMENT =
  'unknown-environment: `environments` can only list `stage` and `production`. Correct the name.'
export const NOT_A_BOOLEAN = 'wrong-type: `secret` must be `true` or `false`, without quotes.'
export const NOT_ENVIRONMENTS = 'wrong-type: `environments` must be a list, such as `[stage, production]`.'
export const MALFORMED =
  "malformed-variable: `${` doesn't start a valid variable here. Write `${AUCO_NAME}` with capital letters, digits and `_`, or `$${` for a literal `${`."
export const foreign = (name: string, allowed = `AUCO_${name}`) =>
  `foreign-variable: A webhook can only use variables whose names start with \`AUCO_\`. Write \`\${${allowed}}\` and pass it to the step: \`env: { ${allowed}: \${{ secrets.${name} }} }\`.`
export const didYouMean = (id: string) =>
  `no-default: No webhook has the id \`default\`: Auco answers 400 to a list without it. Did you mean \`default\` instead of \`${id}\`?`
export const UNKNOWN_ALIAS =
  'unknown-alias: This alias has no anchor. Define the anchor before it, or write the value out.'
export const MANY_ALIASES = 'many-aliases: The file uses more than 20 aliases. Write the values out.'
export const KEY_NOT_TEXT = "yaml-non-string-key: This key isn't text. Put it in quotes, or correct it."
export const EMPTY_FILE =
  'empty-file: The file is empty. Write `webhooks:` and at least the webhook `default`.'
export const TAB = 'yaml-tab-as-indent: This line is indented with a tab. Indent with spaces.'

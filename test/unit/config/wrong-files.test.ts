import { describe, expect, it } from 'vitest'
import { becomes, problemsIn, type Run, read, VARIABLES } from './reading.ts'

interface Case {
  readonly name: string
  readonly file: string
  readonly run?: Run
  readonly expected: readonly string[]
}

// Wordings that several rows share.
const NO_DEFAULT =
  'no-default: No webhook has the id `default`: Auco answers 400 to a list without it. Add it; it gets every event that names no other webhook.'
const DEFAULT_NOT_EVERYWHERE =
  'default-not-everywhere: `default` must belong to every environment: Auco answers 400 to a list without it. Remove its `environments`.'
const LITERAL_SECRET =
  'literal-secret: `value` is written out: whoever reads the repository reads the secret. Put it in a secret and write `${NAME}`, or add `secret: false` if it is none.'
const NO_TOKEN =
  'invalid-key: `key` is not a header name. Use letters, digits and hyphens only, as in `Authorization` (RFC 9110).'
const LINE_BREAK =
  'illegal-header-value: `value` holds a line break or a control character, which a header cannot carry. Remove it.'
const SPACE = 'illegal-header-value: `value` starts or ends with space, which is lost on the way. Remove it.'
const OWN_KEY =
  "own-secret: `value` puts together one of the action's own keys or its token. Use a secret made for this webhook."
const OWN_KEY_IN_TOKEN =
  "own-secret: The variable `TOKEN` holds one of the action's own keys or its token. Use a secret made for this webhook."
const TRAILING_BREAK =
  'illegal-header-value: The variable `TOKEN` ends with a line break, which a header cannot carry. Store the secret again without it (`printf %s` instead of `echo`).'
const BREAK_IN_TOKEN =
  'illegal-header-value: The variable `TOKEN` holds a line break, which a header cannot carry. Store the secret again on one line.'
const CONTROL_IN_TOKEN =
  'illegal-header-value: The variable `TOKEN` holds a control character, which a header cannot carry. Store the secret again without it.'
const SPACE_IN_TOKEN =
  'illegal-header-value: The variable `TOKEN` starts or ends with space, which is lost on the way. Store the secret again without it.'
const UNSET_TOKEN =
  'unset-variable: The variable `TOKEN` is not set or empty in this run. Pass it to the step: `env: { TOKEN: ${{ secrets.TOKEN }} }`.'
const NOT_A_FILE =
  'wrong-type: The file must be a map with the key `webhooks`. Write `webhooks:` and the list under it.'
const NOT_A_LIST = 'wrong-type: `webhooks` must be a list. Start each webhook with `- id:`.'
const NOT_A_WEBHOOK = 'wrong-type: An entry of `webhooks` must be a map with `id`, `description` and `url`.'
const NOT_A_HEADER = 'wrong-type: `header` must be a map with `key` and `value`.'
const SEVERAL_DOCUMENTS =
  'several-documents: The file holds more than one YAML document. Keep one list of webhooks; remove the `---` that starts the second one.'
const VERSION =
  'yaml-version: The file asks for YAML 1.1. Remove the `%YAML` line: the file is read as YAML 1.2.'
const TAG =
  'yaml-tag-resolve-failed: A `!` tag is not part of YAML 1.2 core. Remove the tag, or put the text in quotes.'
const UNCLOSED =
  'yaml-missing-char: A closing quote, bracket, brace, comma or a space after `:` is missing. Close what is open on this line or above it.'
const ESCAPE =
  'yaml-bad-dq-escape: A double-quoted text has an escape that YAML does not know. Use single quotes, or write `\\\\` for a backslash.'
const NO_KEY =
  'missing: `header` has no `key`. Add the header name, such as `key: Authorization`, or remove `header`.'
const NO_VALUE =
  'missing: `header` has no `value`. Add it with a variable, such as `value: Bearer ${NAME}`, or remove `header`.'
const NO_ID =
  'missing: `id` is missing. Add the name that documents refer to, such as `default` or `Billing`.'
const NO_DESCRIPTION = 'missing: `description` is missing. Say in a few words what the webhook is for.'
const NO_URL = 'missing: `url` is missing. Add the address that Auco sends the notifications to.'
const BLANK_DESCRIPTION =
  'invalid-description: `description` is empty. Say in a few words what the webhook is for.'
const CONTROL_IN_ID =
  'invalid-id: `id` holds a control character. Remove it: documents could not name this webhook.'
const SPACE_AROUND_ID = 'invalid-id: `id` starts or ends with space. Remove the space.'
const NO_ENVIRONMENT =
  'invalid-environments: `environments` is empty. Name `stage`, `production` or both, or remove it for all.'
const UNKNOWN_ENVIRONMENT =
  'unknown-environment: `environments` knows `stage` and `production` only. Correct the name.'
const NOT_A_BOOLEAN = 'wrong-type: `secret` must be `true` or `false`, without quotes.'
const NOT_ENVIRONMENTS = 'wrong-type: `environments` must be a list, such as `[stage, production]`.'
const MALFORMED =
  'malformed-variable: `${` does not start a variable here. Write `${NAME}` with capital letters, digits and `_`, or `$${` for a literal `${`.'
const RESERVED =
  'reserved-variable: This variable belongs to the runner, a cloud or the machine and is never sent to Auco. Give the secret a name of its own in `env:`.'
const UNKNOWN_ALIAS =
  'unknown-alias: This alias names no anchor. Define the anchor before it, or write the value out.'
const MANY_ALIASES = 'many-aliases: The file uses more than 20 aliases. Write the values out.'
const KEY_NOT_TEXT = 'yaml-non-string-key: A key is not text. Put the key in quotes, or correct it.'
const EMPTY_FILE = 'empty-file: The file is empty. Write `webhooks:` and at least the webhook `default`.'
const TAB = 'yaml-tab-as-indent: A tab stands where YAML wants spaces. Indent with spaces.'

/** Every file of the table is refused with exactly these problems, and none of them repeats a value of a variable. */
function refuses(cases: readonly Case[]) {
  it.each(cases)('$name', ({ file, run, expected }) => {
    const result = read(file, run)
    expect(problemsIn(result)).toEqual(expected)
    expect(result.ok).toBe(false)
    for (const value of Object.values(run?.variables ?? VARIABLES).filter((each) => each !== '')) {
      expect(problemsIn(result).join('\n')).not.toContain(value.trim())
    }
  })
}

/** A file whose only webhook is on lines 2 to 4: the id at 2:9, the description at 3:18, the URL at 4:10. */
const file = ({ id = 'default', description = 'Main', url = 'https://hooks.example.com', more = '' }) =>
  `webhooks:
  - id: ${id}
    description: ${description}
    url: ${url}
${more}`
const idIs = (id: string) => file({ id })
const descriptionIs = (description: string) => file({ description })
const urlIs = (url: string) => file({ url })
/** The header is a flow map that starts at 5:13. */
const headerIs = (header: string) => file({ more: `    header: ${header}\n` })
/** The value starts at 5:32. */
const valueIs = (value: string) => headerIs(`{ key: Key, value: ${value} }`)
const environmentsAre = (environments: string) =>
  file({
    more: `  - id: Billing
    description: Invoices
    url: https://billing.example.com
    environments: ${environments}
`,
  })

describe('YAML that cannot be read', () => {
  refuses([
    {
      name: 'an empty file',
      file: '',
      expected: [`1:1 ${EMPTY_FILE}`],
    },
    {
      name: 'blank lines and comments only',
      file: '\n  \n# webhooks:\n',
      expected: [`1:1 ${EMPTY_FILE}`],
    },
    {
      name: 'an empty document',
      file: '---\n...\n',
      expected: [`1:4 ${NOT_A_FILE}`],
    },
    {
      name: 'a tab as indentation of a list',
      file: 'webhooks:\n\t- id: default\n',
      expected: [`2:1 ${TAB}`],
    },
    {
      name: 'a tab as indentation of a key',
      file: 'webhooks:\n  - id: default\n\tdescription: Main\n',
      expected: [`3:1 ${TAB}`],
    },
    {
      name: 'a double quote that never closes',
      file: 'webhooks:\n  - id: "default\n    description: Main\n',
      expected: [`3:22 ${UNCLOSED}`],
    },
    {
      name: 'a single quote that never closes',
      file: "webhooks:\n  - id: 'default\n    description: Main\n",
      expected: [`3:22 ${UNCLOSED}`],
    },
    {
      name: 'text after a closing quote',
      file: 'webhooks:\n  - id: "default" one\n',
      expected: [
        '2:19 yaml-unexpected-token: Something stands here that YAML does not expect. Check quotes, commas and indentation on this line and above it.',
      ],
    },
    {
      name: 'an escape that YAML does not know',
      file: idIs('"\\default"'),
      expected: [`2:10 ${ESCAPE}`],
    },
    {
      name: 'two of the same kind on one line, which are told once',
      file: descriptionIs('"\\d\\q"'),
      expected: [`3:19 ${ESCAPE}`],
    },
    {
      name: 'two documents',
      file: `${file({})}---\nwebhooks: []\n`,
      expected: [`5:1 ${SEVERAL_DOCUMENTS}`],
    },
    {
      name: 'a document start at the end',
      file: `${file({})}---\n`,
      expected: [`5:1 ${SEVERAL_DOCUMENTS}`],
    },
    {
      name: '%YAML 1.1',
      file: `%YAML 1.1\n---\n${file({})}`,
      expected: [`1:1 ${VERSION}`],
    },
    {
      name: '%YAML 1.1 below a comment',
      file: `# Webhooks\n%YAML 1.1\n---\n${file({})}`,
      expected: [`2:1 ${VERSION}`],
    },
    {
      name: 'a key that stands twice',
      file: idIs('default\n    id: Billing'),
      expected: ['3:5 repeated-key: A key stands twice in the same place: lines 2 and 3. Keep one of them.'],
    },
    {
      name: 'a key that stands twice in a flow map',
      file: headerIs('{ key: Key, "key": Other, value: "${TOKEN}" }'),
      expected: ['5:25 repeated-key: A key stands twice in the same place: lines 5 and 5. Keep one of them.'],
    },
    {
      name: 'webhooks that stand twice',
      file: `${file({})}webhooks: []\n`,
      expected: ['5:1 repeated-key: A key stands twice in the same place: lines 1 and 5. Keep one of them.'],
    },
    {
      name: 'a custom tag',
      file: idIs('!name default'),
      expected: [`2:9 ${TAG}`],
    },
    {
      name: 'a custom tag by its address',
      file: idIs('!<tag:example.com,2026:name> default'),
      expected: [`2:9 ${TAG}`],
    },
    {
      name: 'a list as key',
      file: 'webhooks: []\n[a, b]: c\n',
      expected: [`2:1 ${KEY_NOT_TEXT}`],
    },
    {
      name: 'a map as key',
      file: 'webhooks: []\n? { a: b }\n: c\n',
      expected: [`2:3 ${KEY_NOT_TEXT}`],
    },
    {
      name: 'an alias as key',
      file: 'webhooks: &all []\n*all : c\n',
      expected: [`2:1 ${KEY_NOT_TEXT}`],
    },
    {
      name: 'an alias without an anchor',
      file: idIs('*nothing'),
      expected: [`2:9 ${UNKNOWN_ALIAS}`],
    },
    {
      name: 'an alias before its anchor',
      file: `${idIs('*name')}name: &name default\n`,
      expected: [`2:9 ${UNKNOWN_ALIAS}`],
    },
    {
      name: 'more than twenty aliases',
      file: `webhooks: &w []\nmore: [${'*w, '.repeat(21)}]\n`,
      expected: [`2:88 ${MANY_ALIASES}`],
    },
    {
      name: 'an anchor that holds itself',
      file: 'webhooks: &all [*all]\n',
      expected: [`1:17 ${MANY_ALIASES}`],
    },
    {
      name: 'a second colon in a line',
      file: descriptionIs('Main: all events'),
      expected: [
        '3:18 yaml-block-as-implicit-key: A second `: ` stands in one line. Put the text in quotes if it holds `: `, or start a new line.',
      ],
    },
    {
      name: 'a line that is no key',
      file: `${file({})}    more\n    header: {}\n`,
      expected: [
        '5:5 yaml-multiline-implicit-key: A line is neither a key with `:` nor a list entry. Add the `:`, or put the text in quotes.',
      ],
    },
    {
      name: 'a text that starts with a reserved character',
      file: descriptionIs('@all events'),
      expected: [
        '3:18 yaml-bad-scalar-start: A text starts with a character that YAML reserves. Put the text in quotes.',
      ],
    },
    {
      name: 'a control character',
      file: descriptionIs('Main\u0000'),
      expected: [
        '3:22 unprintable: The file holds a character that YAML does not allow (U+0000). Remove it; in a double-quoted text it can be written as an escape.',
      ],
    },
    {
      name: 'a lone surrogate',
      file: descriptionIs('"\ud83d"'),
      expected: [
        '3:19 unprintable: The file holds a character that YAML does not allow (U+D83D). Remove it; in a double-quoted text it can be written as an escape.',
      ],
    },
    {
      name: 'more than 24 levels',
      file: `webhooks: ${'['.repeat(30)}${']'.repeat(30)}\n`,
      expected: [
        '1:34 too-deep: The file nests more than 24 levels deep here. A webhook needs four; remove the nesting.',
      ],
    },
    {
      name: 'more than 60,000 entries',
      file: `webhooks: [${'1,'.repeat(60_001)}]\n`,
      expected: [
        '1:11 many-entries: The file has more than 60000 entries. List webhooks only; remove what is not one.',
      ],
    },
    {
      name: 'errors and warnings of YAML, in file order',
      file: 'webhooks:\n  - id: !name default\n    description: "\\Main"\n    url: !name a\n',
      expected: [`2:9 ${TAG}`, `3:19 ${ESCAPE}`, `4:10 ${TAG}`],
    },
  ])
})

describe('keys that are unknown or missing', () => {
  refuses([
    {
      name: 'another key beside webhooks',
      file: `version: 1\n${file({})}`,
      expected: ['1:1 unknown-key: The key `version` is unknown. Known here: `webhooks`.'],
    },
    {
      name: 'webhooks with a typing mistake',
      file: 'webhook: []\n',
      expected: ['1:1 unknown-key: The key `webhook` is unknown. Did you mean `webhooks`?'],
    },
    {
      name: 'keys with a known one nearby',
      file: file({
        more: '    descrtpion: a\n    Header: {}\n    env: []\n    urls: a\n    enviromnets: []\n',
      }),
      expected: [
        '5:5 unknown-key: The key `descrtpion` is unknown. Did you mean `description`?',
        '6:5 unknown-key: The key `Header` is unknown. Did you mean `header`?',
        '7:5 unknown-key: The key `env` is unknown. Did you mean `environments`?',
        '8:5 unknown-key: The key `urls` is unknown. Did you mean `url`?',
        '9:5 unknown-key: The key `enviromnets` is unknown. Did you mean `environments`?',
      ],
    },
    {
      name: 'a key with no known one nearby',
      file: file({ more: '    events: [FINISH]\n' }),
      expected: [
        '5:5 unknown-key: The key `events` is unknown. Known here: `id`, `description`, `url`, `environments`, `header`.',
      ],
    },
    {
      name: 'prototype keys and a merge key in the file',
      file: `__proto__: {}\nconstructor: {}\nprototype: {}\n<<: {}\n${file({})}`,
      expected: [
        '1:1 unknown-key: The key `__proto__` is unknown. Known here: `webhooks`.',
        '2:1 unknown-key: The key `constructor` is unknown. Known here: `webhooks`.',
        '3:1 unknown-key: The key `prototype` is unknown. Known here: `webhooks`.',
        '4:1 unknown-key: The key `<<` is unknown. Known here: `webhooks`.',
      ],
    },
    {
      name: 'prototype keys and a merge key in a webhook',
      file: file({ more: '    __proto__: {}\n    constructor: {}\n    prototype: {}\n    <<: {}\n' }),
      expected: [
        '5:5 unknown-key: The key `__proto__` is unknown. Known here: `id`, `description`, `url`, `environments`, `header`.',
        '6:5 unknown-key: The key `constructor` is unknown. Known here: `id`, `description`, `url`, `environments`, `header`.',
        '7:5 unknown-key: The key `prototype` is unknown. Known here: `id`, `description`, `url`, `environments`, `header`.',
        '8:5 unknown-key: The key `<<` is unknown. Known here: `id`, `description`, `url`, `environments`, `header`.',
      ],
    },
    {
      name: 'prototype keys and a merge key in a header',
      file: headerIs('{ key: Key, value: "${TOKEN}", __proto__: {}, constructor: 1, prototype: 1, <<: 1 }'),
      expected: [
        '5:44 unknown-key: The key `__proto__` is unknown. Known here: `key`, `value`, `secret`.',
        '5:59 unknown-key: The key `constructor` is unknown. Known here: `key`, `value`, `secret`.',
        '5:75 unknown-key: The key `prototype` is unknown. Known here: `key`, `value`, `secret`.',
        '5:89 unknown-key: The key `<<` is unknown. Known here: `key`, `value`, `secret`.',
      ],
    },
    {
      name: 'prototype keys and a merge key in a url',
      file: urlIs(
        '{ stage: https://a.example.com, production: https://b.example.com, __proto__: {}, constructor: 1, prototype: 1, <<: 1 }',
      ),
      expected: [
        '4:77 unknown-key: The key `__proto__` is unknown. Known here: `stage`, `production`.',
        '4:92 unknown-key: The key `constructor` is unknown. Known here: `stage`, `production`.',
        '4:108 unknown-key: The key `prototype` is unknown. Known here: `stage`, `production`.',
        '4:122 unknown-key: The key `<<` is unknown. Known here: `stage`, `production`.',
      ],
    },
    {
      name: 'a webhook that __proto__ seems to complete',
      file: 'webhooks:\n  - __proto__: { id: default, description: Main, url: https://hooks.example.com }\n',
      expected: [
        `2:3 ${NO_DEFAULT}`,
        `2:5 ${NO_ID}`,
        `2:5 ${NO_DESCRIPTION}`,
        `2:5 ${NO_URL}`,
        '2:5 unknown-key: The key `__proto__` is unknown. Known here: `id`, `description`, `url`, `environments`, `header`.',
      ],
    },
    {
      name: 'a header that __proto__ seems to make harmless',
      file: headerIs('{ key: Key, value: literal, __proto__: { secret: false } }'),
      expected: [
        `5:32 ${LITERAL_SECRET}`,
        '5:41 unknown-key: The key `__proto__` is unknown. Known here: `key`, `value`, `secret`.',
      ],
    },
    {
      name: 'an unknown key that tries to leave its quotation',
      file: `"\`@all\`\\n\\u202e": 1\n${file({})}`,
      expected: [
        '1:1 unknown-key: A key (not shown: it may be a piece of a value) is unknown. Known here: `webhooks`.',
      ],
    },
    {
      name: 'a very long unknown key',
      file: `${'k'.repeat(200)}: 1\n${file({})}`,
      expected: [
        '1:1 unknown-key: A key (not shown: it may be a piece of a value) is unknown. Known here: `webhooks`.',
      ],
    },
    {
      name: 'an environment that Auco does not have, in a url',
      file: urlIs('{ stage: https://a.example.com, prod: https://b.example.com }'),
      expected: [
        '4:10 no-url: `url` has no `production`. Add it, or say with `environments` where this webhook belongs.',
        '4:42 unknown-key: The key `prod` is unknown. Did you mean `production`?',
      ],
    },
    {
      name: 'an empty webhook',
      file: 'webhooks:\n  - {}\n',
      expected: [`2:3 ${NO_DEFAULT}`, `2:5 ${NO_ID}`, `2:5 ${NO_DESCRIPTION}`, `2:5 ${NO_URL}`],
    },
    {
      name: 'a header without a key',
      file: headerIs('{ value: "${TOKEN}" }'),
      expected: [`5:13 ${NO_KEY}`],
    },
    {
      name: 'a header without a value',
      file: headerIs('{ key: Key }'),
      expected: [`5:13 ${NO_VALUE}`],
    },
    {
      name: 'an empty header',
      file: headerIs('{}'),
      expected: [`5:13 ${NO_KEY}`, `5:13 ${NO_VALUE}`],
    },
  ])
})

describe('values of the wrong type', () => {
  refuses([
    {
      name: 'a file that is a text',
      file: 'webhooks\n',
      expected: [`1:1 ${NOT_A_FILE}`],
    },
    {
      name: 'a file that is a list',
      file: '- id: default\n',
      expected: [`1:1 ${NOT_A_FILE}`],
    },
    {
      name: 'webhooks without a value',
      file: 'webhooks:\n',
      expected: [`1:10 ${NOT_A_LIST}`],
    },
    {
      name: 'webhooks that are a map',
      file: 'webhooks:\n  default: https://hooks.example.com\n',
      expected: [`2:3 ${NOT_A_LIST}`],
    },
    {
      name: 'no webhook at all',
      file: 'webhooks: []\n',
      expected: [
        '1:11 invalid-webhooks: `webhooks` is empty. Auco needs at least one webhook, with the id `default`.',
      ],
    },
    {
      name: 'webhooks that are texts',
      file: 'webhooks:\n  - default\n  -\n',
      expected: [`2:3 ${NO_DEFAULT}`, `2:5 ${NOT_A_WEBHOOK}`, `3:4 ${NOT_A_WEBHOOK}`],
    },
    {
      name: 'a number as id',
      file: idIs('123'),
      expected: [`2:3 ${NO_DEFAULT}`, '2:9 wrong-type: `id` must be text: put it in quotes.'],
    },
    {
      name: 'a number as description',
      file: descriptionIs('0x1F'),
      expected: ['3:18 wrong-type: `description` must be text: put it in quotes.'],
    },
    {
      name: 'a boolean as description',
      file: descriptionIs('true'),
      expected: ['3:18 wrong-type: `description` must be text: put it in quotes.'],
    },
    {
      name: 'a number as url',
      file: urlIs('443'),
      expected: ['4:10 wrong-type: `url` must be text: put it in quotes.'],
    },
    {
      name: 'a list as url',
      file: urlIs('[https://hooks.example.com]'),
      expected: ['4:10 wrong-type: `url` must be text, not a list. Write one value.'],
    },
    {
      name: 'a number as url of an environment',
      file: urlIs('{ stage: 1, production: https://hooks.example.com }'),
      expected: ['4:19 wrong-type: `stage` must be text: put it in quotes.'],
    },
    {
      name: 'a map as description',
      file: descriptionIs('{ en: Main }'),
      expected: ['3:18 wrong-type: `description` must be text, not a map. Write one value.'],
    },
    {
      name: 'binary data as description',
      file: descriptionIs('!!binary TWFpbg=='),
      expected: ['3:27 wrong-type: `description` must be text: put it in quotes.'],
    },
    {
      name: 'a header that is a text',
      file: headerIs('Bearer'),
      expected: [`5:13 ${NOT_A_HEADER}`],
    },
    {
      name: 'a header without anything',
      file: headerIs(''),
      expected: [`5:13 ${NOT_A_HEADER}`],
    },
    {
      name: 'a header that is a list',
      file: headerIs('[]'),
      expected: [`5:13 ${NOT_A_HEADER}`],
    },
    {
      name: 'a number as header key',
      file: headerIs('{ key: 1, value: "${TOKEN}" }'),
      expected: ['5:20 wrong-type: `key` must be text: put it in quotes.'],
    },
    {
      name: 'a number as header value',
      file: valueIs('12345678'),
      expected: ['5:32 wrong-type: `value` must be text: put it in quotes.'],
    },
    {
      name: 'yes as header value',
      file: valueIs('yes'),
      expected: ['5:32 wrong-type: `value` must be text: put it in quotes.'],
    },
    {
      name: 'Off as header value',
      file: valueIs('Off'),
      expected: ['5:32 wrong-type: `value` must be text: put it in quotes.'],
    },
    {
      name: 'true as header value',
      file: valueIs('true'),
      expected: ['5:32 wrong-type: `value` must be text: put it in quotes.'],
    },
    {
      name: 'no as id',
      file: idIs('no'),
      expected: [`2:3 ${NO_DEFAULT}`, '2:9 wrong-type: `id` must be text: put it in quotes.'],
    },
    {
      name: 'secret: no',
      file: headerIs('{ key: Key, value: plain, secret: no }'),
      expected: [`5:32 ${LITERAL_SECRET}`, `5:47 ${NOT_A_BOOLEAN}`],
    },
    {
      name: 'secret: "false"',
      file: headerIs('{ key: Key, value: plain, secret: "false" }'),
      expected: [`5:32 ${LITERAL_SECRET}`, `5:47 ${NOT_A_BOOLEAN}`],
    },
    {
      name: 'secret: 0',
      file: headerIs('{ key: Key, value: plain, secret: 0 }'),
      expected: [`5:32 ${LITERAL_SECRET}`, `5:47 ${NOT_A_BOOLEAN}`],
    },
    {
      name: 'secret without a value',
      file: headerIs('{ key: Key, value: plain, secret: }'),
      expected: [`5:32 ${LITERAL_SECRET}`, `5:47 ${NOT_A_BOOLEAN}`],
    },
    {
      name: 'environments as text',
      file: environmentsAre('production'),
      expected: [`8:19 ${NOT_ENVIRONMENTS}`],
    },
    {
      name: 'environments without a value',
      file: environmentsAre(''),
      expected: [`8:19 ${NOT_ENVIRONMENTS}`],
    },
  ])
})

describe('id', () => {
  refuses([
    {
      name: 'empty',
      file: idIs('""'),
      expected: [
        `2:3 ${NO_DEFAULT}`,
        '2:9 invalid-id: `id` is empty. Give the name that documents refer to, such as `default` or `Billing`.',
      ],
    },
    {
      name: 'without a value',
      file: idIs(''),
      expected: [`2:3 ${NO_DEFAULT}`, '2:9 wrong-type: `id` has no value. Write a text.'],
    },
    {
      name: 'blank',
      file: idIs('"  "'),
      expected: [`2:3 ${NO_DEFAULT}`, `2:9 ${SPACE_AROUND_ID}`],
    },
    {
      name: '129 characters',
      file: file({
        more: `  - id: ${'i'.repeat(129)}\n    description: Long\n    url: https://hooks.example.com\n`,
      }),
      expected: ['5:9 invalid-id: `id` is longer than 128 characters. Shorten it.'],
    },
    {
      name: 'with a control character',
      file: idIs('"default\\e"'),
      expected: [`2:3 ${NO_DEFAULT}`, `2:9 ${CONTROL_IN_ID}`],
    },
    {
      name: 'with a C1 control character',
      file: idIs('"default\\x85x"'),
      expected: [`2:3 ${NO_DEFAULT}`, `2:9 ${CONTROL_IN_ID}`],
    },
    {
      name: 'with a line break',
      file: idIs('"default\\nBilling"'),
      expected: [`2:3 ${NO_DEFAULT}`, `2:9 ${CONTROL_IN_ID}`],
    },
    {
      name: 'with space before it',
      file: idIs('" default"'),
      expected: [`2:3 ${NO_DEFAULT}`, `2:9 ${SPACE_AROUND_ID}`],
    },
    {
      name: 'with space after it',
      file: idIs('"default\\_"'),
      expected: [`2:3 ${NO_DEFAULT}`, `2:9 ${SPACE_AROUND_ID}`],
    },
    {
      name: 'used twice',
      file: environmentsAre('[stage]').replace('Billing', 'default'),
      expected: [
        '5:9 repeated-id: The id `default` stands twice: lines 2 and 5. Keep one of them, or rename one.',
        `8:19 ${DEFAULT_NOT_EVERYWHERE}`,
      ],
    },
    {
      name: 'used three times, in environments of their own',
      file: `${environmentsAre('[stage]')}${['stage', 'production'].map((name) => `  - id: Billing\n    description: Invoices\n    url: https://billing.example.com\n    environments: [${name}]\n`).join('')}`,
      expected: [
        '9:9 repeated-id: The id `Billing` stands twice: lines 5 and 9. Keep one of them, or rename one.',
        '13:9 repeated-id: The id `Billing` stands twice: lines 5 and 13. Keep one of them, or rename one.',
      ],
    },
    {
      name: 'used twice, with an id that would break the message',
      file: `${file({})}${'  - { id: "`@all`\\u200b", description: a, url: https://hooks.example.com }\n'.repeat(2)}`,
      expected: [
        "6:11 repeated-id: The id `'@all'\\u{200b}` stands twice: lines 5 and 6. Keep one of them, or rename one.",
      ],
    },
    {
      name: 'that differs from another only in case, beside an error',
      file: `${environmentsAre('[]')}  - id: BILLING\n    description: Invoices\n    url: https://billing.example.com\n`,
      expected: [
        `8:19 ${NO_ENVIRONMENT}`,
        '9:9 warning similar-id: The ids `Billing` (line 5) and `BILLING` (line 9) differ only in case. Auco takes them for two webhooks; check that documents name the right one.',
      ],
    },
    {
      name: 'that is default in another case only',
      file: idIs('Default'),
      expected: [`2:3 ${NO_DEFAULT}`],
    },
  ])

  it('is accepted with a warning when it differs from another only in case', () => {
    const twice = `${environmentsAre('[production]')}  - id: BILLING\n    description: Invoices\n    url: https://billing.example.com\n`
    expect(becomes(twice)).toMatchObject({
      webhooks: [{ id: 'default' }, { id: 'BILLING' }],
      warnings: [
        '9:9 warning similar-id: The ids `Billing` (line 5) and `BILLING` (line 9) differ only in case. Auco takes them for two webhooks; check that documents name the right one.',
      ],
    })
  })
})

describe('default', () => {
  refuses([
    {
      name: 'does not exist',
      file: idIs('Billing'),
      expected: [`2:3 ${NO_DEFAULT}`],
    },
    {
      name: 'belongs to stage only',
      file: file({ more: '    environments: [stage]\n' }),
      expected: [`5:19 ${DEFAULT_NOT_EVERYWHERE}`],
    },
    {
      name: 'belongs to production only, in a run on production',
      file: file({ more: '    environments: [production]\n' }),
      run: { environment: 'production' },
      expected: [`5:19 ${DEFAULT_NOT_EVERYWHERE}`],
    },
    {
      name: 'belongs to no environment',
      file: file({ more: '    environments: []\n' }),
      expected: [`5:19 ${NO_ENVIRONMENT}`, `5:19 ${DEFAULT_NOT_EVERYWHERE}`],
    },
    {
      name: 'is an alias of a number',
      file: `x: &x 1\n${idIs('*x')}`,
      expected: [
        '1:1 unknown-key: The key `x` is unknown. Known here: `webhooks`.',
        '1:7 wrong-type: `id` must be text: put it in quotes.',
        `3:3 ${NO_DEFAULT}`,
      ],
    },
  ])
})

describe('description', () => {
  refuses([
    {
      name: 'missing',
      file: 'webhooks:\n  - id: default\n    url: https://hooks.example.com\n',
      expected: [`2:5 ${NO_DESCRIPTION}`],
    },
    {
      name: 'without a value',
      file: descriptionIs(''),
      expected: ['3:18 wrong-type: `description` has no value. Write a text.'],
    },
    {
      name: 'empty',
      file: descriptionIs("''"),
      expected: [`3:18 ${BLANK_DESCRIPTION}`],
    },
    {
      name: 'blank',
      file: descriptionIs('" \\t\\n\\_"'),
      expected: [`3:18 ${BLANK_DESCRIPTION}`],
    },
    {
      name: '1,001 characters',
      file: descriptionIs('d'.repeat(1001)),
      expected: ['3:18 invalid-description: `description` is longer than 1,000 characters. Shorten it.'],
    },
  ])
})

describe('url', () => {
  const relative = 'The URL is not absolute. Write it in full, starting with `https://`.'
  const unencrypted = 'The URL is not encrypted (`http:`). Use `https:`: the header would travel in clear.'
  const user = 'The URL holds a user or a password. Remove them and send the secret in `header`.'
  const space = 'The URL holds a space, a control character or a backslash. Remove it, or percent-encode it.'
  const unparsable = 'The URL cannot be parsed. Check its host name and port.'
  const localhost = 'The URL points to `localhost`, which Auco cannot reach. Use a public host name.'
  const address =
    'The URL points to a private, loopback, link-local or reserved address, which Auco cannot reach. Use a public host name.'
  const bare = 'The URL has a bare host name, which Auco cannot resolve. Write the full domain name.'
  const internal = 'The URL has a host name that exists in a private network only. Use a public host name.'

  it.each([
    ['an empty text', '', relative],
    ['a path', '/auco', relative],
    ['a host', 'hooks.example.com', relative],
    ['a URL without a scheme', '//hooks.example.com', relative],
    ['a scheme without slashes', 'https:hooks.example.com', relative],
    ['another scheme', 'ftp://hooks.example.com', relative],
    ['a script', 'javascript://hooks.example.com/%0aalert(1)', relative],
    ['http', 'http://hooks.example.com', unencrypted],
    ['http in capital letters', 'HTTP://hooks.example.com', unencrypted],
    ['a user', 'https://user@hooks.example.com', user],
    ['a password', 'https://:password@hooks.example.com', user],
    ['a user and a password', 'https://user:password@hooks.example.com', user],
    ['space before it', ' https://hooks.example.com', relative],
    ['space after it', 'https://hooks.example.com ', space],
    ['space in it', 'https://hooks.example.com/a b', space],
    ['a line break', 'https://hooks.example\n.com', space],
    ['a tab', 'https://hooks.example.com/\tauco', space],
    ['a backslash', 'https:\\\\hooks.example.com', relative],
    ['a backslash in the path', 'https://hooks.example.com\\@127.0.0.1', space],
    ['no host', 'https://', unparsable],
    ['a port that does not exist', 'https://hooks.example.com:65536', unparsable],
    ['an open bracket', 'https://[2606:4700::1', unparsable],
    ['an IPv6 zone', 'https://[fe80::1%25eth0]', unparsable],
    ['five numbers', 'https://8.8.8.8.8', unparsable],
    ['localhost', 'https://localhost', localhost],
    ['localhost with a port', 'https://localhost:8443/auco', localhost],
    ['localhost in other letters', 'https://LocalHost', localhost],
    ['localhost in wide letters', 'https://ｌｏｃａｌｈｏｓｔ', localhost],
    ['localhost with the root dot', 'https://localhost.', localhost],
    ['a name below localhost', 'https://auco.localhost', localhost],
    ['loopback', 'https://127.0.0.1', address],
    ['the last loopback address', 'https://127.255.255.255', address],
    ['loopback in short', 'https://127.1', address],
    ['loopback in decimal', 'https://2130706433', address],
    ['loopback in hexadecimal', 'https://0x7f000001', address],
    ['loopback in hexadecimal parts', 'https://0x7f.0.0.0x1', address],
    ['loopback in octal', 'https://0177.0.0.1', address],
    ['loopback with the root dot', 'https://127.0.0.1.', address],
    ['loopback percent-encoded', 'https://%31%32%37.0.0.1', address],
    ['loopback with full-width dots', 'https://127。0。0。1', address],
    ['any address', 'https://0.0.0.0', address],
    ['zero', 'https://0', address],
    ['10/8', 'https://10.255.255.255', address],
    ['172.16/12, first', 'https://172.16.0.0', address],
    ['172.16/12, last', 'https://172.31.255.255', address],
    ['192.168/16', 'https://192.168.0.1', address],
    ['link-local: the metadata service', 'https://169.254.169.254', address],
    ['link-local in decimal', 'https://2852039166', address],
    ['shared address space', 'https://100.64.0.1', address],
    ['multicast', 'https://224.0.0.1', address],
    ['broadcast', 'https://255.255.255.255', address],
    ['documentation', 'https://192.0.2.1', address],
    ['IPv6 loopback', 'https://[::1]', address],
    ['IPv6 loopback, written out', 'https://[0:0:0:0:0:0:0:1]', address],
    ['IPv6 unspecified', 'https://[::]', address],
    ['IPv6 link-local', 'https://[fe80::1]', address],
    ['IPv6 link-local, last', 'https://[febf:ffff::1]', address],
    ['IPv6 unique local', 'https://[fd00::1]', address],
    ['IPv6 multicast', 'https://[ff02::1]', address],
    ['IPv6 documentation', 'https://[2001:db8::1]', address],
    ['IPv4-mapped loopback', 'https://[::ffff:127.0.0.1]', address],
    ['IPv4-mapped private, in hexadecimal', 'https://[::ffff:c0a8:1]', address],
    ['IPv4-compatible loopback', 'https://[::127.0.0.1]', address],
    ['IPv4-translated loopback', 'https://[::ffff:0:127.0.0.1]', address],
    ['NAT64 of a private address', 'https://[64:ff9b::10.0.0.1]', address],
    ['6to4 of a private address', 'https://[2002:a00:1::]', address],
    ['a bare host', 'https://hooks', bare],
    ['a bare host with the root dot', 'https://hooks.', bare],
    ['a name of a cluster', 'https://hooks.default.svc.local', internal],
    ['a name of a cloud', 'https://metadata.google.internal', internal],
  ])('is refused: %s', (_, url, message) => {
    expect(becomes(urlIs(JSON.stringify(url)))).toEqual({ problems: [`4:10 invalid-url: ${message}`] })
  })

  it.each([
    ['a path, a query and a fragment', 'https://hooks.example.com/a/b?c=d&e#f'],
    ['a port', 'https://hooks.example.com:8443'],
    ['the root dot', 'https://hooks.example.com.'],
    ['capital letters', 'HTTPS://Hooks.Example.COM/Auco'],
    ['an international name', 'https://bücher.example/auco'],
    ['the address before 172.16/12', 'https://172.15.255.255'],
    ['the address after 172.16/12', 'https://172.32.0.0'],
    ['the address after link-local', 'https://169.255.0.1'],
    ['the address before shared space', 'https://100.63.255.255'],
    ['a public IPv6 address', 'https://[2606:4700:4700::1111]'],
    ['an IPv4-mapped public address', 'https://[::ffff:8.8.8.8]'],
    ['a public address behind NAT64', 'https://[64:ff9b::8.8.8.8]'],
    ['a public address behind 6to4', 'https://[2002:808:808::]'],
    ['a name with localhost in it', 'https://localhost.example.com'],
    ['a name with an address in it', 'https://127.0.0.1.example.com'],
    ['a variable, which is none here', 'https://hooks.example.com/${TOKEN}'],
  ])('is accepted as it is written: %s', (_, url) => {
    expect(becomes(urlIs(JSON.stringify(url)))).toMatchObject({
      webhooks: [{ id: 'default', url }],
      warnings: [],
    })
  })

  refuses([
    {
      name: 'missing',
      file: 'webhooks:\n  - id: default\n    description: Main\n',
      expected: [`2:5 ${NO_URL}`],
    },
    {
      name: 'without a value',
      file: urlIs(''),
      expected: ['4:10 wrong-type: `url` has no value. Write a text.'],
    },
    {
      name: 'without one of the environments',
      file: urlIs('\n      stage: https://hooks.example.com'),
      expected: [
        '5:7 no-url: `url` has no `production`. Add it, or say with `environments` where this webhook belongs.',
      ],
    },
    {
      name: 'without any environment',
      file: urlIs('{}'),
      expected: [
        '4:10 no-url: `url` has no `stage`. Add it, or say with `environments` where this webhook belongs.',
        '4:10 no-url: `url` has no `production`. Add it, or say with `environments` where this webhook belongs.',
      ],
    },
    {
      name: 'without the environment that the webhook belongs to',
      file: environmentsAre('[production]').replace(
        'https://billing.example.com',
        '{ stage: https://billing.example.com }',
      ),
      expected: [
        '7:10 no-url: `url` has no `production`. Add it, or say with `environments` where this webhook belongs.',
      ],
    },
    {
      name: 'with an environment that has no value',
      file: urlIs('{ stage: https://hooks.example.com, production: }'),
      expected: ['4:58 wrong-type: `production` has no value. Write a text.'],
    },
    {
      name: 'wrong in both environments',
      file: urlIs('{ stage: http://hooks.example.com, production: https://localhost }'),
      expected: [
        '4:19 invalid-url: The URL is not encrypted (`http:`). Use `https:`: the header would travel in clear.',
        '4:57 invalid-url: The URL points to `localhost`, which Auco cannot reach. Use a public host name.',
      ],
    },
    {
      name: 'wrong in the environment that the run is not about',
      file: urlIs('\n      stage: https://hooks.example.com\n      production: https://10.0.0.1'),
      expected: [
        '6:19 invalid-url: The URL points to a private, loopback, link-local or reserved address, which Auco cannot reach. Use a public host name.',
      ],
    },
  ])
})

describe('environments', () => {
  refuses([
    {
      name: 'empty',
      file: environmentsAre('[]'),
      expected: [`8:19 ${NO_ENVIRONMENT}`],
    },
    {
      name: 'with an unknown one',
      file: environmentsAre('[stage, testing]'),
      expected: [`8:27 ${UNKNOWN_ENVIRONMENT}`],
    },
    {
      name: 'with a typing mistake',
      file: environmentsAre('\n      - prodution'),
      expected: [`9:9 ${UNKNOWN_ENVIRONMENT}`],
    },
    {
      name: 'in other letters',
      file: environmentsAre('[Production]'),
      expected: [`8:20 ${UNKNOWN_ENVIRONMENT}`],
    },
    {
      name: 'of the wrong type',
      file: environmentsAre('[1, yes, null, [stage]]'),
      expected: [
        `8:20 ${UNKNOWN_ENVIRONMENT}`,
        `8:23 ${UNKNOWN_ENVIRONMENT}`,
        `8:28 ${UNKNOWN_ENVIRONMENT}`,
        `8:34 ${UNKNOWN_ENVIRONMENT}`,
      ],
    },
  ])
})

describe('header', () => {
  refuses([
    {
      name: 'a key with a colon',
      file: headerIs('{ key: "Authorization:", value: "${TOKEN}" }'),
      expected: [`5:20 ${NO_TOKEN}`],
    },
    {
      name: 'a key with space',
      file: headerIs('{ key: X Source, value: "${TOKEN}" }'),
      expected: [`5:20 ${NO_TOKEN}`],
    },
    {
      name: 'a key with a line break',
      file: headerIs('{ key: "X\\nY", value: "${TOKEN}" }'),
      expected: [`5:20 ${NO_TOKEN}`],
    },
    {
      name: 'a key with a letter outside of ASCII',
      file: headerIs('{ key: Clé, value: "${TOKEN}" }'),
      expected: [`5:20 ${NO_TOKEN}`],
    },
    {
      name: 'an empty key',
      file: headerIs('{ key: "", value: "${TOKEN}" }'),
      expected: [`5:20 ${NO_TOKEN}`],
    },
    {
      name: 'an empty value',
      file: valueIs('""'),
      expected: ['5:32 invalid-value: `value` is empty. Write it with a variable: `value: Bearer ${NAME}`.'],
    },
    {
      name: 'a literal value',
      file: valueIs('Bearer abcdef123456'),
      expected: [`5:32 ${LITERAL_SECRET}`],
    },
    {
      name: 'a literal value with secret: true',
      file: headerIs('{ key: Key, value: plain, secret: true }'),
      expected: [`5:32 ${LITERAL_SECRET}`],
    },
    {
      name: 'a value whose variable is escaped',
      file: valueIs('"$${TOKEN}"'),
      expected: [`5:32 ${LITERAL_SECRET}`],
    },
    {
      name: 'a literal value with a line break',
      file: headerIs('{ key: Key, value: "a\\r\\nb", secret: false }'),
      expected: [`5:32 ${LINE_BREAK}`],
    },
    {
      name: 'a literal value with a character beyond Latin-1',
      file: headerIs('{ key: Key, value: "a\u2019b", secret: false }'),
      expected: [
        '5:32 illegal-header-value: `value` holds a character beyond Latin-1, which a header cannot carry. Remove it.',
      ],
    },
    {
      name: 'a literal value with a NUL',
      file: headerIs('{ key: Key, value: "a\\0b", secret: false }'),
      expected: [`5:32 ${LINE_BREAK}`],
    },
    {
      name: 'a literal value with space around it',
      file: headerIs('{ key: Key, value: " a", secret: false }'),
      expected: [`5:32 ${SPACE}`],
    },
    {
      name: 'a line break before a variable',
      file: valueIs('"Bearer\\n${TOKEN}"'),
      expected: [`5:32 ${LINE_BREAK}`],
    },
    {
      name: 'a line break after a variable',
      file: valueIs('"${TOKEN}\\r\\nX-Other: 1"'),
      expected: [`5:32 ${LINE_BREAK}`],
    },
    {
      name: 'a line break between variables',
      file: valueIs('"${USER_NAME}\\n${PASS_WORD}"'),
      expected: [`5:32 ${LINE_BREAK}`],
    },
    {
      name: 'a form feed between variables',
      file: valueIs('"${USER_NAME}\\f${PASS_WORD}"'),
      expected: [`5:32 ${LINE_BREAK}`],
    },
    {
      name: 'a control character between variables',
      file: valueIs('"${USER_NAME}\\x01${PASS_WORD}"'),
      expected: [`5:32 ${LINE_BREAK}`],
    },
    {
      name: 'space after a variable',
      file: valueIs('"${TOKEN} "'),
      expected: [`5:32 ${SPACE}`],
    },
    {
      name: 'one of the own keys, written out',
      file: headerIs('{ key: Key, value: prk_9s8d7f6g5h, secret: false }'),
      expected: [`5:32 ${OWN_KEY}`],
    },
  ])
})

describe('variables: their form', () => {
  it.each([
    ['small letters', '${token}'],
    ['a digit first', '${1TOKEN}'],
    ['a hyphen', '${AUCO-TOKEN}'],
    ['space inside', '${ TOKEN }'],
    ['nothing inside', '${}'],
    ['a default value', '${TOKEN:-none}'],
    ['a letter outside of ASCII', '${TÓKEN}'],
    ['an expression of GitHub', '${{ secrets.TOKEN }}'],
    ['no end', '${TOKEN'],
    ['small letters after a word', 'Bearer ${token}', '5:40'],
    ['small letters before a word', '${token} Bearer'],
    ['another variable inside', '${A${TOKEN}}'],
  ])('%s is refused: %s', (_, value, place = '5:33') => {
    expect(becomes(valueIs(`"${value}"`))).toEqual({ problems: [`${place} ${MALFORMED}`] })
  })

  it.each([
    'GITHUB_TOKEN',
    'GITHUB_',
    'ACTIONS_RUNTIME_TOKEN',
    'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
    'RUNNER_TEMP',
    'INPUT_PRIVATE_KEY',
    'STATE_KEY',
    'NODE_OPTIONS',
    'NPM_TOKEN',
    'AWS_SECRET_ACCESS_KEY',
    'AZURE_CLIENT_SECRET',
    'GOOGLE_CREDENTIALS',
    'HTTPS_PROXY',
    'NO_PROXY',
    'MY_PROXY',
    '_PROXY',
    'PATH',
    'HOME',
    'GH_TOKEN',
    'github_token',
    'actions_key',
    'runner_os',
    'input_key',
    'state_key',
    'node_options',
    'npm_config_token',
    'aws_session_token',
    'azure_key',
    'google_key',
    'https_proxy',
    'path',
    'home',
    'gh_token',
    'Github_Token',
  ])('%s is reserved, set or not, used here or elsewhere', (name) => {
    const expected = [`5:33 ${RESERVED}`]
    const used = valueIs(`"\${${name}}"`)
    expect(becomes(used)).toEqual({ problems: expected })
    expect(becomes(used, { variables: { [name]: 'value-of-it' } })).toEqual({ problems: expected })
    expect(becomes(used, { unset: 'warning' })).toEqual({ problems: expected })
    const elsewhere = `${environmentsAre('[production]')}    header: { key: Key, value: "\${${name}}" }\n`
    expect(becomes(elsewhere)).toEqual({ problems: [`9:33 ${RESERVED}`] })
  })

  it.each([
    'MY_GITHUB_TOKEN',
    'GITHUBTOKEN',
    'GITHUB',
    'PROXY',
    'MY_PROXY_KEY',
    'PATHS',
    'MY_PATH',
    'HOME_KEY',
    'XGH_TOKEN',
    'GH_TOKEN_2',
    '_',
    'A1',
  ])('%s is not reserved', (name) => {
    expect(becomes(valueIs(`"\${${name}}"`), { variables: { [name]: 'value-of-it' } })).toMatchObject({
      webhooks: [{ header: { key: 'Key', value: 'value-of-it' }, variables: [name] }],
    })
  })
})

describe('variables: their values', () => {
  const TOKEN = valueIs('"Bearer ${TOKEN}"')
  refuses([
    {
      name: 'unset, in an apply',
      file: TOKEN,
      run: { variables: {} },
      expected: [`5:40 ${UNSET_TOKEN}`],
    },
    {
      name: 'empty, in an apply',
      file: TOKEN,
      run: { variables: { TOKEN: '' } },
      expected: [`5:40 ${UNSET_TOKEN}`],
    },
    {
      name: 'unset twice',
      file: valueIs('"${USER_NAME}:${PASS_WORD}"'),
      run: { variables: {} },
      expected: [
        '5:33 unset-variable: The variable `USER_NAME` is not set or empty in this run. Pass it to the step: `env: { USER_NAME: ${{ secrets.USER_NAME }} }`.',
        '5:46 unset-variable: The variable `PASS_WORD` is not set or empty in this run. Pass it to the step: `env: { PASS_WORD: ${{ secrets.PASS_WORD }} }`.',
      ],
    },
    {
      name: 'one of the own keys',
      file: TOKEN,
      run: { variables: { TOKEN: 'prk_9s8d7f6g5h' } },
      expected: [`5:40 ${OWN_KEY_IN_TOKEN}`],
    },
    {
      name: 'one of the own keys in a longer value',
      file: TOKEN,
      run: { variables: { TOKEN: 'a:ghs_a1b2c3d4e5:z' } },
      expected: [`5:40 ${OWN_KEY_IN_TOKEN}`],
    },
    {
      name: 'one of the own keys, in a plan',
      file: TOKEN,
      run: { variables: { TOKEN: 'puk_1q2w3e4r5t' }, unset: 'warning' },
      expected: [`5:40 ${OWN_KEY_IN_TOKEN}`],
    },
    {
      name: 'one of the own keys, put together from a literal and a variable',
      file: valueIs('"prk_${TOKEN}"'),
      run: { variables: { TOKEN: '9s8d7f6g5h' } },
      expected: [`5:32 ${OWN_KEY}`],
    },
    {
      name: 'one of the own keys, put together from two variables',
      file: valueIs('"${USER_NAME}${PASS_WORD}"'),
      run: { variables: { USER_NAME: 'puk_1q2', PASS_WORD: 'w3e4r5t' } },
      expected: [`5:32 ${OWN_KEY}`],
    },
    {
      name: 'own keys in two webhooks, the second put together',
      file: `${valueIs('"${TOKEN}"')}  - id: Billing
    description: Invoices
    url: https://billing.example.com
    header: { key: Key, value: "prk_\${PASS_WORD}" }
`,
      run: { variables: { TOKEN: 'ghs_a1b2c3d4e5', PASS_WORD: '9s8d7f6g5h' } },
      expected: [`5:33 ${OWN_KEY_IN_TOKEN}`, `9:32 ${OWN_KEY}`],
    },
    {
      name: 'a line break at its end',
      file: TOKEN,
      run: { variables: { TOKEN: 'abcdef123456\n' } },
      expected: [`5:40 ${TRAILING_BREAK}`],
    },
    {
      name: 'a Windows line break at its end',
      file: TOKEN,
      run: { variables: { TOKEN: 'abcdef123456\r\n' } },
      expected: [`5:40 ${TRAILING_BREAK}`],
    },
    {
      name: 'a line break inside',
      file: TOKEN,
      run: { variables: { TOKEN: 'abcdef\n123456' } },
      expected: [`5:40 ${BREAK_IN_TOKEN}`],
    },
    {
      name: 'several lines',
      file: TOKEN,
      run: { variables: { TOKEN: 'abcdef\n123456\n' } },
      expected: [`5:40 ${BREAK_IN_TOKEN}`],
    },
    {
      name: 'a carriage return',
      file: TOKEN,
      run: { variables: { TOKEN: 'abcdef\r123456' } },
      expected: [`5:40 ${BREAK_IN_TOKEN}`],
    },
    {
      name: 'a NUL',
      file: TOKEN,
      run: { variables: { TOKEN: 'abcdef\u0000123456' } },
      expected: [`5:40 ${CONTROL_IN_TOKEN}`],
    },
    {
      name: 'an escape character',
      file: TOKEN,
      run: { variables: { TOKEN: 'abcdef\u001b[31m' } },
      expected: [`5:40 ${CONTROL_IN_TOKEN}`],
    },
    {
      name: 'a DEL',
      file: TOKEN,
      run: { variables: { TOKEN: 'abcdef\u007f' } },
      expected: [`5:40 ${CONTROL_IN_TOKEN}`],
    },
    {
      name: 'space before it',
      file: TOKEN,
      run: { variables: { TOKEN: ' abcdef123456' } },
      expected: [`5:40 ${SPACE_IN_TOKEN}`],
    },
    {
      name: 'a tab after it',
      file: TOKEN,
      run: { variables: { TOKEN: 'abcdef123456\t' } },
      expected: [`5:40 ${SPACE_IN_TOKEN}`],
    },
  ])

  it('are only warned about in a plan when they are unset', () => {
    expect(
      becomes(valueIs('"${USER_NAME}:${PASS_WORD}"'), { variables: { USER_NAME: '' }, unset: 'warning' }),
    ).toEqual({
      webhooks: [
        {
          id: 'default',
          description: 'Main',
          url: 'https://hooks.example.com',
          header: {
            key: 'Key',
            value: { unknown: '`USER_NAME`, `PASS_WORD` are not available to this run' },
          },
          line: 2,
          variables: ['USER_NAME', 'PASS_WORD'],
        },
      ],
      warnings: ['USER_NAME', 'PASS_WORD'].map(
        (name, index) =>
          `5:${[33, 46][index]} warning unset-variable: The variable \`${name}\` is not set or empty in this run. The header cannot be compared; the apply needs it in the step's \`env:\`.`,
      ),
    })
  })

  it('do not matter for a webhook of another environment', () => {
    const elsewhere = `${environmentsAre('[production]')}    header: { key: Key, value: "\${ELSEWHERE}" }\n`
    expect(becomes(elsewhere)).toMatchObject({ webhooks: [{ id: 'default' }], warnings: [] })
    expect(becomes(elsewhere, { environment: 'production' })).toEqual({
      problems: [
        '9:33 unset-variable: The variable `ELSEWHERE` is not set or empty in this run. Pass it to the step: `env: { ELSEWHERE: ${{ secrets.ELSEWHERE }} }`.',
      ],
    })
  })
})

describe('what is refused in words that are not fixed here', () => {
  it.each([
    ['a second document without its start', `${file({})}...\nwebhooks: []\n`, 6],
    ['%YAML 1.3', `%YAML 1.3\n---\n${file({})}`, 1],
    ['an unknown directive', `%WEBHOOKS yes\n---\n${file({})}`, 1],
    ['an entry that is indented too little', 'webhooks:\n    - id: default\n  - id: Billing\n', 3],
    ['a URL whose host has an empty label', urlIs('https://localhost..'), 4],
    ['an open bracket', 'webhooks: [\n', 1],
    ['an open brace', 'webhooks:\n  - {id: default\n', 2],
    ['a block scalar as value', headerIs('\n      key: Key\n      value: |\n        Bearer ${TOKEN}'), 7],
    ['a map of YAML 1.1 as header', headerIs('!!set { key, value }'), 5],
    ['an ordered map of YAML 1.1', 'webhooks: !!omap [id: default]\n', 1],
  ])('%s', (_, text, line) => {
    const result = read(text)
    expect(result.ok ? [] : result.problems.slice(0, 1)).toMatchObject([
      { severity: 'error', place: { line } },
    ])
  })

  it('a variable with a character that no field value has (RFC 9110, section 5.5)', () => {
    const result = read(valueIs('"${TOKEN}"'), { variables: { TOKEN: 'abcdef\u2019123456' } })
    expect(result.ok ? [] : result.problems).toMatchObject([
      { code: 'illegal-header-value', place: { line: 5, column: 33 } },
    ])
  })
})

describe('several problems', () => {
  refuses([
    {
      name: 'are all reported at once, in file order',
      file: `version: 1
webhooks:
  - url: http://hooks.example.com
    header: { value: plain, key: "a b" }
    descripton: Main
  - id: Billing
    description: ""
    url: { stage: https://localhost }
    environments: [stage, prod]
    header:
      value: Bearer \${token} \${UNSET}
  - id: billing
    description: 1
    url: https://billing.example.com
  - id: Billing
    description: Invoices
    url: https://user@billing.example.com
`,
      expected: [
        '1:1 unknown-key: The key `version` is unknown. Known here: `webhooks`.',
        `3:3 ${NO_DEFAULT}`,
        `3:5 ${NO_ID}`,
        '3:10 invalid-url: The URL is not encrypted (`http:`). Use `https:`: the header would travel in clear.',
        `4:22 ${LITERAL_SECRET}`,
        `4:34 ${NO_TOKEN}`,
        '5:5 unknown-key: The key `descripton` is unknown. Did you mean `description`?',
        `7:18 ${BLANK_DESCRIPTION}`,
        '8:19 invalid-url: The URL points to `localhost`, which Auco cannot reach. Use a public host name.',
        `9:27 ${UNKNOWN_ENVIRONMENT}`,
        `11:7 ${NO_KEY}`,
        `11:21 ${MALFORMED}`,
        '11:30 unset-variable: The variable `UNSET` is not set or empty in this run. Pass it to the step: `env: { UNSET: ${{ secrets.UNSET }} }`.',
        '12:9 warning similar-id: The ids `Billing` (line 6) and `billing` (line 12) differ only in case. Auco takes them for two webhooks; check that documents name the right one.',
        '13:18 wrong-type: `description` must be text: put it in quotes.',
        '15:9 repeated-id: The id `Billing` stands twice: lines 6 and 15. Keep one of them, or rename one.',
        '17:10 invalid-url: The URL holds a user or a password. Remove them and send the secret in `header`.',
      ],
    },
    {
      name: 'in one value are all reported',
      file: headerIs('{ key: "a b", value: "${GITHUB_TOKEN} ${token} ${} ${UNSET}" }'),
      expected: [
        `5:20 ${NO_TOKEN}`,
        `5:35 ${RESERVED}`,
        `5:51 ${MALFORMED}`,
        `5:60 ${MALFORMED}`,
        '5:64 unset-variable: The variable `UNSET` is not set or empty in this run. Pass it to the step: `env: { UNSET: ${{ secrets.UNSET }} }`.',
      ],
    },
    {
      name: 'in one id are all reported',
      file: idIs(`" ${'i'.repeat(128)}\\e"`),
      expected: [
        `2:3 ${NO_DEFAULT}`,
        '2:9 invalid-id: `id` is longer than 128 characters. Shorten it.',
        `2:9 ${CONTROL_IN_ID}`,
        `2:9 ${SPACE_AROUND_ID}`,
      ],
    },
  ])
})

describe('places', () => {
  const placesOf = (text: string, run: Run = {}) => {
    const result = read(text, run)
    return (result.ok ? result.warnings : result.problems).map(({ place }) => place)
  }

  it.each([
    [
      'the whole of an id',
      file({ more: '  - { id: "a\\e", description: b, url: https://c.example.com }\n' }),
      { line: 5, column: 11, endLine: 5, endColumn: 16 },
    ],
    ['the whole of a URL', urlIs('http://a.example.com'), { line: 4, column: 10, endLine: 4, endColumn: 30 }],
    [
      'the whole of an unknown key',
      file({ more: '    events: []\n' }),
      { line: 5, column: 5, endLine: 5, endColumn: 11 },
    ],
    [
      'a variable in a plain value',
      headerIs('\n      key: Key\n      value: Basic ${UNSET} x'),
      { line: 7, column: 20, endLine: 7, endColumn: 28 },
    ],
    [
      'a variable in a quoted value',
      valueIs('"Basic ${UNSET} x"'),
      { line: 5, column: 39, endLine: 5, endColumn: 47 },
    ],
    [
      'the start of a collection on several lines',
      urlIs('\n      # only one\n      stage: https://a.example.com\n      # of two'),
      { line: 6, column: 7, endLine: 6, endColumn: 8 },
    ],
  ])('point at %s', (_, text, place) => {
    expect(placesOf(text)).toEqual([place])
  })

  it('are right after a stray text on several lines', () => {
    expect(placesOf('{}\n"a\n\n\nb"\n@\n')).toMatchObject([
      { line: 2, column: 1 },
      { line: 6, column: 1 },
    ])
  })

  it('point at the value when its source is not its value letter by letter', () => {
    const escaped = valueIs('"\\x42earer ${UNSET}"')
    const folded = headerIs('\n      key: Key\n      value: >-\n        Bearer\n        ${UNSET}')
    expect(placesOf(escaped)).toEqual([{ line: 5, column: 32, endLine: 5, endColumn: 52 }])
    expect(placesOf(folded)).toMatchObject([{ line: 7, column: 14 }])
  })

  it('count lines of CRLF files as editors do', () => {
    expect(becomes(urlIs('http://a.example.com').replaceAll('\n', '\r\n'))).toEqual({
      problems: [
        '4:10 invalid-url: The URL is not encrypted (`http:`). Use `https:`: the header would travel in clear.',
      ],
    })
  })
})

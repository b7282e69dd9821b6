import { describe, expect, it } from 'vitest'
import {
  BAD_INDENT,
  CONFLICT,
  EMPTY_FILE,
  ESCAPE,
  KEY_NOT_TEXT,
  MANY_ALIASES,
  NOT_A_FILE,
  SEVERAL_DOCUMENTS,
  TAB,
  TAG,
  UNKNOWN_ALIAS,
  unclosed,
  unclosedQuote,
  VERSION,
} from './messages.ts'
import { read } from './reading.ts'
import {
  descriptionIs,
  environmentsAre,
  file,
  headerIs,
  idIs,
  refuses,
  urlIs,
  valueIs,
} from './refused-files.ts'

const HEADER = '    header:\n      key: Key\n'

describe('YAML that cannot be read', () => {
  refuses([
    ['an empty file', '', [`1:1 ${EMPTY_FILE}`]],
    ['blank lines and comments only', '\n  \n# webhooks:\n', [`1:1 ${EMPTY_FILE}`]],
    ['an empty document', '---\n...\n', [`1:4 ${NOT_A_FILE}`]],
    ['a tab as indentation of a list', 'webhooks:\n\t- id: default\n', [`2:1 ${TAB}`]],
    ['a tab as indentation of a key', 'webhooks:\n  - id: default\n\tdescription: Main\n', [`3:1 ${TAB}`]],
    [
      'a double quote that never closes',
      'webhooks:\n  - id: "default\n    description: Main\n',
      [`2:9 ${unclosedQuote('"')}`],
    ],
    [
      'a single quote that never closes',
      "webhooks:\n  - id: 'default\n    description: Main\n",
      [`2:9 ${unclosedQuote("'")}`],
    ],
    [
      'a double quote that only the next one closes',
      `${descriptionIs('"Main')}  - { id: "Billing", description: b, url: "https://b.example" }\n`,
      [`3:18 ${unclosedQuote('"')}`],
    ],
    [
      'a bracket that never closes, with webhooks below it',
      environmentsAre('[production').concat(
        '  - id: Crm\n    description: Crm\n    url: https://c.example\n',
      ),
      [`8:19 ${unclosed('[', ']')}`],
    ],
    [
      'a brace that never closes, at the end, and an escape above it',
      headerIs('{ key: Key, value: "${AUCO_TOKEN}"').replace('Main', '"\\d"'),
      [`3:19 ${ESCAPE}`, `5:13 ${unclosed('{', '}')}`],
    ],
    [
      'a brace of JSON that never closes',
      '{ "webhooks": [\n  { "id": "default",\n  { "id": "Billing" }\n] }\n',
      [`2:3 ${unclosed('{', '}')}`],
    ],
    [
      'a bracket of JSON that never closes',
      '{ "webhooks": [\n  { "id": "default" }\n}\n',
      [`1:15 ${unclosed('[', ']')}`],
    ],
    [
      'a list that ends further left than it starts',
      environmentsAre('[\nstage]'),
      [`8:19 ${unclosed('[', ']')}`],
    ],
    ...[
      ['a line too far to the right', descriptionIs('Main').replace('    url', '      url'), 4],
      ['a line too far to the left', descriptionIs('Main').replace('    url', '   url'), 4],
      ['an entry too far to the left', file({ more: ' - { id: Billing }\n' }), 5],
      ['a value of the header too far to the right', file({ more: `${HEADER}        value: x\n` }), 7],
      ['a value of the header too far to the left', file({ more: `${HEADER}     value: x\n` }), 7],
    ].map(([name, text, line]) => [`${name}`, `${text}`, [`${line}:1 ${BAD_INDENT}`]] as const),
    [
      'text after a closing quote',
      'webhooks:\n  - id: "default" one\n',
      [
        '2:19 yaml-unexpected-token: YAML expects something else here. Check quotes, commas, and indentation on this line and above it.',
      ],
    ],
    ['an escape that YAML does not know', idIs('"\\default"'), [`2:10 ${ESCAPE}`]],
    ['two of the same kind on one line, which are told once', descriptionIs('"\\d\\q"'), [`3:19 ${ESCAPE}`]],
    ['two documents', `${file({})}---\nwebhooks: []\n`, [`5:1 ${SEVERAL_DOCUMENTS}`]],
    ['a document start at the end', `${file({})}---\n`, [`5:1 ${SEVERAL_DOCUMENTS}`]],
    ['%YAML 1.1', `%YAML 1.1\n---\n${file({})}`, [`1:1 ${VERSION}`]],
    ['%YAML 1.1 below a comment', `# Webhooks\n%YAML 1.1\n---\n${file({})}`, [`2:1 ${VERSION}`]],
    [
      'a key that stands twice',
      idIs('default\n    id: Billing'),
      ['3:5 repeated-key: Duplicate key: lines 2 and 3. Keep one of them.'],
    ],
    [
      'a key that stands twice in a flow map',
      headerIs('{ key: Key, "key": Other, value: "${AUCO_TOKEN}" }'),
      ['5:25 repeated-key: Duplicate key: lines 5 and 5. Keep one of them.'],
    ],
    [
      'webhooks that stand twice',
      `${file({})}webhooks: []\n`,
      ['5:1 repeated-key: Duplicate key: lines 1 and 5. Keep one of them.'],
    ],
    [
      'a merge conflict',
      idIs('default\n<<<<<<< HEAD\n    url: https://a\n=======\n    url: https://b\n>>>>>>> branch'),
      [`3:1 ${CONFLICT}`],
    ],
    [
      'a merge conflict with the common ancestor, and other mistakes before it',
      `${idIs('"\\d')}||||||| 1f0c9e2\n=======\n>>>>>>> branch\n`,
      [`5:1 ${CONFLICT}`],
    ],
    ['a merge conflict on its first line', `<<<<<<< HEAD\n${file({})}`, [`1:1 ${CONFLICT}`]],
    ['the rest of a merge conflict', `${file({})}=======\n`, [`5:1 ${CONFLICT}`]],
    ['the end of a merge conflict', `${file({})}>>>>>>> branch`, [`5:1 ${CONFLICT}`]],
    [
      'a merge conflict with CRLF and a character that YAML does not allow',
      `${descriptionIs('a\u0000')}<<<<<<< HEAD\n`.replaceAll('\n', '\r\n'),
      [`5:1 ${CONFLICT}`],
    ],
    ['a custom tag', idIs('!name default'), [`2:9 ${TAG}`]],
    ['a custom tag by its address', idIs('!<tag:example.com,2026:name> default'), [`2:9 ${TAG}`]],
    ['a list as key', 'webhooks: []\n[a, b]: c\n', [`2:1 ${KEY_NOT_TEXT}`]],
    ['a map as key', 'webhooks: []\n? { a: b }\n: c\n', [`2:3 ${KEY_NOT_TEXT}`]],
    ['an alias as key', 'webhooks: &all []\n*all : c\n', [`2:1 ${KEY_NOT_TEXT}`]],
    ['an alias without an anchor', idIs('*nothing'), [`2:9 ${UNKNOWN_ALIAS}`]],
    ['an alias before its anchor', `${idIs('*name')}name: &name default\n`, [`2:9 ${UNKNOWN_ALIAS}`]],
    ['more than twenty aliases', `webhooks: &w []\nmore: [${'*w, '.repeat(21)}]\n`, [`2:88 ${MANY_ALIASES}`]],
    ['an anchor that holds itself', 'webhooks: &all [*all]\n', [`1:17 ${MANY_ALIASES}`]],
    [
      'a second colon in a line',
      descriptionIs('Main: all events'),
      [
        '3:18 yaml-block-as-implicit-key: This line has a second `: `. If the text contains it, put the text in quotes; otherwise start a new line.',
      ],
    ],
    [
      'a line that is no key',
      `${file({})}    more\n    header: {}\n`,
      [
        '5:5 yaml-multiline-implicit-key: This line is neither a key with `:` nor a list entry. Add the `:`, or put the text in quotes.',
      ],
    ],
    [
      'a text that starts with a reserved character',
      descriptionIs('@all events'),
      [
        '3:18 yaml-bad-scalar-start: This text starts with a character that YAML reserves. Put the text in quotes.',
      ],
    ],
    [
      'a control character',
      descriptionIs('Main\u0000'),
      [
        "3:22 unprintable: The file contains a character that YAML doesn't allow (U+0000). Remove it, or write it as an escape in double quotes.",
      ],
    ],
    [
      'a lone surrogate',
      descriptionIs('"\ud83d"'),
      [
        "3:19 unprintable: The file contains a character that YAML doesn't allow (U+D83D). Remove it, or write it as an escape in double quotes.",
      ],
    ],
    [
      'more than 24 levels',
      `webhooks: ${'['.repeat(30)}${']'.repeat(30)}\n`,
      [
        '1:34 too-deep: The file is nested more than 24 levels deep here. A webhook needs four: remove the nesting.',
      ],
    ],
    [
      'more than 30,000 entries',
      `webhooks: [${'1,'.repeat(30_000)}]\n`,
      [
        '1:60008 many-entries: The file has more than 30,000 entries, including what aliases repeat. Keep only webhooks in this file.',
      ],
    ],
    [
      'errors and warnings of YAML, in file order',
      'webhooks:\n  - id: !name default\n    description: "\\Main"\n    url: !name a\n',
      [`2:9 ${TAG}`, `3:19 ${ESCAPE}`, `4:10 ${TAG}`],
    ],
  ])
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
    [
      'a block scalar as value',
      headerIs('\n      key: Key\n      value: |\n        Bearer ${AUCO_TOKEN}'),
      7,
    ],
    ['a map of YAML 1.1 as header', headerIs('!!set { key, value }'), 5],
    ['an ordered map of YAML 1.1', 'webhooks: !!omap [id: default]\n', 1],
  ])('%s', (_, text, line) => {
    const result = read(text)
    expect(result.ok ? [] : result.problems.slice(0, 1)).toMatchObject([
      { severity: 'error', place: { line } },
    ])
  })

  it('a variable with a character that no field value has (RFC 9110, section 5.5)', () => {
    const result = read(valueIs('"${AUCO_TOKEN}"'), { variables: { AUCO_TOKEN: 'abcdef\u2019123456' } })
    expect(result.ok ? [] : result.problems).toMatchObject([
      { code: 'illegal-value', place: { line: 5, column: 33 } },
    ])
  })
})

import { describe } from 'vitest'
import {
  BLANK_DESCRIPTION,
  LITERAL_SECRET,
  NO_DEFAULT,
  NO_DESCRIPTION,
  NO_ENVIRONMENT,
  NO_ID,
  NO_KEY,
  NO_URL,
  NO_VALUE,
  NOT_A_BOOLEAN,
  NOT_A_FILE,
  NOT_A_HEADER,
  NOT_A_LIST,
  NOT_A_WEBHOOK,
  NOT_ENVIRONMENTS,
  UNKNOWN_ENVIRONMENT,
} from './messages.ts'
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

describe('keys that are unknown or missing', () => {
  refuses([
    [
      'another key beside webhooks',
      `version: 1\n${file({})}`,
      ['1:1 unknown-key: The key `version` is unknown. Known here: `webhooks`.'],
    ],
    [
      'webhooks with a typing mistake',
      'webhook: []\n',
      ['1:1 unknown-key: The key `webhook` is unknown. Did you mean `webhooks`?'],
    ],
    [
      'keys with a known one nearby',
      file({
        more: '    descrtpion: a\n    Header: {}\n    env: []\n    urls: a\n    enviromnets: []\n',
      }),
      [
        '5:5 unknown-key: The key `descrtpion` is unknown. Did you mean `description`?',
        '6:5 unknown-key: The key `Header` is unknown. Did you mean `header`?',
        '7:5 unknown-key: The key `env` is unknown. Did you mean `environments`?',
        '8:5 unknown-key: The key `urls` is unknown. Did you mean `url`?',
        '9:5 unknown-key: The key `enviromnets` is unknown. Did you mean `environments`?',
      ],
    ],
    [
      'a URL that is indented as if it stood beside webhooks',
      'webhooks:\n  - id: default\n    description: Main\nurl: https://hooks.example.com\n',
      [
        `2:5 ${NO_URL}`,
        '4:1 unknown-key: The key `url` belongs to an entry of `webhooks`. Check its indentation.',
      ],
    ],
    [
      'a header whose fields are indented as if they stood beside it',
      file({ more: '    header:\n    key: Key\n    value: a\n' }),
      [
        `5:12 ${NOT_A_HEADER}`,
        '6:5 unknown-key: The key `key` belongs to `header`. Check its indentation.',
        '7:5 unknown-key: The key `value` belongs to `header`. Check its indentation.',
      ],
    ],
    [
      'a URL inside the header',
      headerIs('{ key: Key, value: "${AUCO_TOKEN}", url: "https://a.example" }'),
      ['5:49 unknown-key: The key `url` belongs to an entry of `webhooks`. Check its indentation.'],
    ],
    [
      'a key with no known one nearby',
      file({ more: '    events: [FINISH]\n' }),
      [
        '5:5 unknown-key: The key `events` is unknown. Known here: `id`, `description`, `url`, `environments`, `header`.',
      ],
    ],
    [
      'prototype keys and a merge key in the file',
      `__proto__: {}\nconstructor: {}\nprototype: {}\n<<: {}\n${file({})}`,
      [
        '1:1 unknown-key: The key `__proto__` is unknown. Known here: `webhooks`.',
        '2:1 unknown-key: The key `constructor` is unknown. Known here: `webhooks`.',
        '3:1 unknown-key: The key `prototype` is unknown. Known here: `webhooks`.',
        '4:1 unknown-key: The key `<<` is unknown. Known here: `webhooks`.',
      ],
    ],
    [
      'prototype keys and a merge key in a webhook',
      file({ more: '    __proto__: {}\n    constructor: {}\n    prototype: {}\n    <<: {}\n' }),
      [
        '5:5 unknown-key: The key `__proto__` is unknown. Known here: `id`, `description`, `url`, `environments`, `header`.',
        '6:5 unknown-key: The key `constructor` is unknown. Known here: `id`, `description`, `url`, `environments`, `header`.',
        '7:5 unknown-key: The key `prototype` is unknown. Known here: `id`, `description`, `url`, `environments`, `header`.',
        '8:5 unknown-key: The key `<<` is unknown. Known here: `id`, `description`, `url`, `environments`, `header`.',
      ],
    ],
    [
      'prototype keys and a merge key in a header',
      headerIs('{ key: Key, value: "${AUCO_TOKEN}", __proto__: {}, constructor: 1, prototype: 1, <<: 1 }'),
      [
        '5:49 unknown-key: The key `__proto__` is unknown. Known here: `key`, `value`, `secret`.',
        '5:64 unknown-key: The key `constructor` is unknown. Known here: `key`, `value`, `secret`.',
        '5:80 unknown-key: The key `prototype` is unknown. Known here: `key`, `value`, `secret`.',
        '5:94 unknown-key: The key `<<` is unknown. Known here: `key`, `value`, `secret`.',
      ],
    ],
    [
      'prototype keys and a merge key in a url',
      urlIs(
        '{ stage: https://a.example.com, production: https://b.example.com, __proto__: {}, constructor: 1, prototype: 1, <<: 1 }',
      ),
      [
        '4:77 unknown-key: The key `__proto__` is unknown. Known here: `stage`, `production`.',
        '4:92 unknown-key: The key `constructor` is unknown. Known here: `stage`, `production`.',
        '4:108 unknown-key: The key `prototype` is unknown. Known here: `stage`, `production`.',
        '4:122 unknown-key: The key `<<` is unknown. Known here: `stage`, `production`.',
      ],
    ],
    [
      'a webhook that __proto__ seems to complete',
      'webhooks:\n  - __proto__: { id: default, description: Main, url: https://hooks.example.com }\n',
      [
        `2:3 ${NO_DEFAULT}`,
        `2:5 ${NO_ID}`,
        `2:5 ${NO_DESCRIPTION}`,
        `2:5 ${NO_URL}`,
        '2:5 unknown-key: The key `__proto__` is unknown. Known here: `id`, `description`, `url`, `environments`, `header`.',
      ],
    ],
    [
      'a header that __proto__ seems to make harmless',
      headerIs('{ key: Key, value: literal, __proto__: { secret: false } }'),
      [
        `5:32 ${LITERAL_SECRET}`,
        '5:41 unknown-key: The key `__proto__` is unknown. Known here: `key`, `value`, `secret`.',
      ],
    ],
    [
      'an unknown key that tries to leave its quotation',
      `"\`@all\`\\n\\u202e": 1\n${file({})}`,
      [
        '1:1 unknown-key: A key (not shown, because it may be part of a value) is unknown. Known here: `webhooks`.',
      ],
    ],
    [
      'a very long unknown key',
      `${'k'.repeat(200)}: 1\n${file({})}`,
      [
        '1:1 unknown-key: A key (not shown, because it may be part of a value) is unknown. Known here: `webhooks`.',
      ],
    ],
    [
      'an environment that Auco does not have, in a url',
      urlIs('{ stage: https://a.example.com, prod: https://b.example.com }'),
      [
        '4:10 no-url: `url` has no `production`. Add it: every environment needs the webhook `default`.',
        '4:42 unknown-key: The key `prod` is unknown. Did you mean `production`?',
      ],
    ],
    [
      'an empty webhook',
      'webhooks:\n  - {}\n',
      [`2:3 ${NO_DEFAULT}`, `2:5 ${NO_ID}`, `2:5 ${NO_DESCRIPTION}`, `2:5 ${NO_URL}`],
    ],
    ['a header without a key', headerIs('{ value: "${AUCO_TOKEN}" }'), [`5:13 ${NO_KEY}`]],
    ['a header without a value', headerIs('{ key: Key }'), [`5:13 ${NO_VALUE}`]],
    ['an empty header', headerIs('{}'), [`5:13 ${NO_KEY}`, `5:13 ${NO_VALUE}`]],
  ])
})

describe('values of the wrong type', () => {
  refuses([
    ['a file that is a text', 'webhooks\n', [`1:1 ${NOT_A_FILE}`]],
    ['a file that is a list', '- id: default\n', [`1:1 ${NOT_A_FILE}`]],
    ['webhooks without a value', 'webhooks:\n', [`1:10 ${NOT_A_LIST}`]],
    ['webhooks that are a map', 'webhooks:\n  default: https://hooks.example.com\n', [`2:3 ${NOT_A_LIST}`]],
    [
      'no webhook at all',
      'webhooks: []\n',
      ['1:11 invalid-webhooks: `webhooks` is empty. Auco needs at least one webhook, with the id `default`.'],
    ],
    [
      'webhooks that are texts',
      'webhooks:\n  - default\n  -\n',
      [`2:3 ${NO_DEFAULT}`, `2:5 ${NOT_A_WEBHOOK}`, `3:4 ${NOT_A_WEBHOOK}`],
    ],
    [
      'a number as id',
      idIs('123'),
      [`2:3 ${NO_DEFAULT}`, '2:9 wrong-type: `id` must be text: put it in quotes.'],
    ],
    [
      'a number as description',
      descriptionIs('0x1F'),
      ['3:18 wrong-type: `description` must be text: put it in quotes.'],
    ],
    [
      'a boolean as description',
      descriptionIs('true'),
      ['3:18 wrong-type: `description` must be text: put it in quotes.'],
    ],
    ['a number as url', urlIs('443'), ['4:10 wrong-type: `url` must be text: put it in quotes.']],
    [
      'a list as url',
      urlIs('[https://hooks.example.com]'),
      ['4:10 wrong-type: `url` must be text, not a list. Write one value.'],
    ],
    [
      'a number as url of an environment',
      urlIs('{ stage: 1, production: https://hooks.example.com }'),
      ['4:19 wrong-type: `stage` must be text: put it in quotes.'],
    ],
    [
      'a map as description',
      descriptionIs('{ en: Main }'),
      ['3:18 wrong-type: `description` must be text, not a map. Write one value.'],
    ],
    [
      'binary data as description',
      descriptionIs('!!binary TWFpbg=='),
      ['3:27 wrong-type: `description` must be text: put it in quotes.'],
    ],
    ['a header that is a text', headerIs('Bearer'), [`5:13 ${NOT_A_HEADER}`]],
    ['a header without anything', headerIs(''), [`5:13 ${NOT_A_HEADER}`]],
    ['a header that is a list', headerIs('[]'), [`5:13 ${NOT_A_HEADER}`]],
    [
      'a number as header key',
      headerIs('{ key: 1, value: "${AUCO_TOKEN}" }'),
      ['5:20 wrong-type: `key` must be text: put it in quotes.'],
    ],
    [
      'a number as header value',
      valueIs('12345678'),
      ['5:32 wrong-type: `value` must be text: put it in quotes.'],
    ],
    ['yes as header value', valueIs('yes'), ['5:32 wrong-type: `value` must be text: put it in quotes.']],
    ['Off as header value', valueIs('Off'), ['5:32 wrong-type: `value` must be text: put it in quotes.']],
    ['true as header value', valueIs('true'), ['5:32 wrong-type: `value` must be text: put it in quotes.']],
    ['no as id', idIs('no'), [`2:3 ${NO_DEFAULT}`, '2:9 wrong-type: `id` must be text: put it in quotes.']],
    [
      'secret: no',
      headerIs('{ key: Key, value: plain, secret: no }'),
      [`5:32 ${LITERAL_SECRET}`, `5:47 ${NOT_A_BOOLEAN}`],
    ],
    [
      'secret: "false"',
      headerIs('{ key: Key, value: plain, secret: "false" }'),
      [`5:32 ${LITERAL_SECRET}`, `5:47 ${NOT_A_BOOLEAN}`],
    ],
    [
      'secret: 0',
      headerIs('{ key: Key, value: plain, secret: 0 }'),
      [`5:32 ${LITERAL_SECRET}`, `5:47 ${NOT_A_BOOLEAN}`],
    ],
    [
      'secret without a value',
      headerIs('{ key: Key, value: plain, secret: }'),
      [`5:32 ${LITERAL_SECRET}`, `5:47 ${NOT_A_BOOLEAN}`],
    ],
    ['environments as text', environmentsAre('production'), [`8:19 ${NOT_ENVIRONMENTS}`]],
    ['environments without a value', environmentsAre(''), [`8:19 ${NOT_ENVIRONMENTS}`]],
  ])
})

describe('description', () => {
  refuses([
    [
      'missing',
      'webhooks:\n  - id: default\n    url: https://hooks.example.com\n',
      [`2:5 ${NO_DESCRIPTION}`],
    ],
    ['without a value', descriptionIs(''), ['3:18 wrong-type: `description` has no value. Write a text.']],
    ['empty', descriptionIs("''"), [`3:18 ${BLANK_DESCRIPTION}`]],
    ['blank', descriptionIs('" \\t\\n\\_"'), [`3:18 ${BLANK_DESCRIPTION}`]],
    [
      '1,001 characters',
      descriptionIs('d'.repeat(1001)),
      ['3:18 invalid-description: `description` is longer than 1,000 characters. Shorten it.'],
    ],
  ])
})

describe('environments', () => {
  refuses([
    ['empty', environmentsAre('[]'), [`8:19 ${NO_ENVIRONMENT}`]],
    ['with an unknown one', environmentsAre('[stage, testing]'), [`8:27 ${UNKNOWN_ENVIRONMENT}`]],
    ['with a typing mistake', environmentsAre('\n      - prodution'), [`9:9 ${UNKNOWN_ENVIRONMENT}`]],
    ['in other letters', environmentsAre('[Production]'), [`8:20 ${UNKNOWN_ENVIRONMENT}`]],
    [
      'of the wrong type',
      environmentsAre('[1, yes, null, [stage]]'),
      [
        `8:20 ${UNKNOWN_ENVIRONMENT}`,
        `8:23 ${UNKNOWN_ENVIRONMENT}`,
        `8:28 ${UNKNOWN_ENVIRONMENT}`,
        `8:34 ${UNKNOWN_ENVIRONMENT}`,
      ],
    ],
  ])
})

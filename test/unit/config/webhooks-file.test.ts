import { describe } from 'vitest'
import {
  BLANK_DESCRIPTION,
  CONTROL_IN_ID,
  foreign,
  LITERAL_SECRET,
  MALFORMED,
  NO_DEFAULT,
  NO_ID,
  NO_KEY,
  NO_TOKEN,
  SPACE_AROUND_ID,
  UNKNOWN_ENVIRONMENT,
} from './messages.ts'
import { headerIs, idIs, refuses } from './refused-files.ts'

describe('several problems', () => {
  refuses([
    [
      'are all reported at once, in file order',
      `version: 1
webhooks:
  - url: http://hooks.example.com
    header: { value: plain, key: "a b" }
    descripton: Main
  - id: Billing
    description: ""
    url: { stage: https://localhost }
    environments: [stage, prod]
    header:
      value: Bearer \${token} \${AUCO_UNSET}
  - id: billing
    description: 1
    url: https://billing.example.com
  - id: Billing
    description: Invoices
    url: https://user@billing.example.com
`,
      [
        '1:1 unknown-key: The key `version` is unknown. Known here: `webhooks`.',
        `3:3 ${NO_DEFAULT}`,
        `3:5 ${NO_ID}`,
        "3:10 invalid-url: The URL is not encrypted (`http:`). Use `https:`, or the header's secret is sent in plain text.",
        `4:22 ${LITERAL_SECRET}`,
        `4:34 ${NO_TOKEN}`,
        '5:5 unknown-key: The key `descripton` is unknown. Did you mean `description`?',
        `7:18 ${BLANK_DESCRIPTION}`,
        "8:19 invalid-url: The URL points to `localhost`, which Auco can't reach. Use a public host name.",
        `9:27 ${UNKNOWN_ENVIRONMENT}`,
        `11:7 ${NO_KEY}`,
        `11:21 ${MALFORMED}`,
        '11:30 unset-variable: The variable `AUCO_UNSET` is not set or empty in this run. Pass it to the step: `env: { AUCO_UNSET: ${{ secrets.AUCO_UNSET }} }`.',
        '12:9 warning similar-id: The ids `Billing` (line 6) and `billing` (line 12) differ only in case. To Auco they are two webhooks. Check that documents name the right one.',
        '13:18 wrong-type: `description` must be text: put it in quotes.',
        '15:9 repeated-id: Duplicate id `Billing` (lines 6 and 15). Remove or rename one, or give each its own `environments`.',
        '17:10 invalid-url: The URL contains a user or a password. Remove them, and send the secret in `header`.',
      ],
    ],
    [
      'in one value are all reported',
      headerIs('{ key: "a b", value: "${GITHUB_TOKEN} ${token} ${} ${AUCO_UNSET}" }'),
      [
        `5:20 ${NO_TOKEN}`,
        `5:35 ${foreign('GITHUB_TOKEN')}`,
        `5:51 ${MALFORMED}`,
        `5:60 ${MALFORMED}`,
        '5:64 unset-variable: The variable `AUCO_UNSET` is not set or empty in this run. Pass it to the step: `env: { AUCO_UNSET: ${{ secrets.AUCO_UNSET }} }`.',
      ],
    ],
    [
      'in one id are all reported',
      idIs(`" ${'i'.repeat(128)}\\e"`),
      [
        `2:3 ${NO_DEFAULT}`,
        '2:9 invalid-id: `id` is longer than 128 characters. Shorten it.',
        `2:9 ${CONTROL_IN_ID}`,
        `2:9 ${SPACE_AROUND_ID}`,
      ],
    ],
  ])
})

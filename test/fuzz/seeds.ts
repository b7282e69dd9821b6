/**
 * Values that a hurried person writes into the file. No message may repeat six characters of one: each such piece holds a
 * `+`, `/` or `=`, so that no edit makes a name of it, which messages show.
 */
export const SECRETS = ['k7+Qz9/mT2=vX4+bL8/cR5=w', 'J3/hW6=pY1+sD0/gN8=fK4+u'] as const
const [first, second] = SECRETS

const EVERY_FIELD = `# yaml-language-server: $schema=webhooks.schema.json
webhooks:
  - id: default                # exactly one
    description: Every signing event that names no other webhook
    url:
      stage: https://hooks.stage.example.com/auco/\${AUCO_TOKEN}?token=${first}
      production: "https://hooks.example.com/auco#${second}"
    header:
      key: Authorization
      value: Bearer \${AUCO_TOKEN}
  - id: Billing
    description: 'It''s for: invoices'
    url: https://billing.example.com/auco
    environments: [production, stage]
    header: { key: X-Source, value: "\${AUCO_USER_NAME}:\${AUCO_PASS_WORD} $\${literal}", secret: true }
  - id: Audit
    description: |
      Everything
      there is
    url: https://audit.example.com
    environments:
      - stage
    header: { key: X-Audit, value: '${second}', secret: false }
`

const JSON_FILE = `${JSON.stringify(
  {
    webhooks: [
      {
        id: 'default',
        description: 'Webhook principal',
        url: `https://miempresa.example/$\${webhooks}/auco?\${AUCO_USER_NAME}=${first}`,
        header: { key: 'Authorization', value: 'Bearer ${AUCO_TOKEN}' },
      },
      { id: 'Facturación 🧾', description: 'Facturación', url: 'https://miempresa.example/billing' },
    ],
  },
  null,
  2,
)}\n`

const ANCHORS = `---
webhooks:
- id: &name default
  description: &what >-
    Every signing
    event
  url: &where { stage: "https://stage.example.com", production: 'https://live.example.com' }
  header: &who { key: Authorization, value: "Bearer \${AUCO_TOKEN}" }
- id: Billing
  description: *what
  url: *where
  environments: &all [stage, production]
  header: *who
- "id": !!str 123
  'description': "a\\tb\\u00e9\\U0001F9FE"
  url: https://audit.example.com/${encodeURIComponent(second)}
  environments: *all
...
`

const FLOW = `{webhooks: [{id: default, description: Main, url: "https://hooks.example.com"}, {id: billing, description: B, url: "https://billing.example.com", header: {key: K, value: "\${AUCO_TOKEN}"}}, {id: Billing, description: B, url: "https://billing.example.com"}]}`

/** Valid files that between them use every field, every way of writing a text, and anchors, tags and comments. */
export const VALID_FILES: readonly string[] = [EVERY_FIELD, JSON_FILE, ANCHORS, FLOW]

/** Files with one mistake each that no small edit of a valid file makes; they are edited further, too. */
export const WRONG_FILES: readonly string[] = [
  EVERY_FIELD.replace('secret: false', 'secret: true'),
  EVERY_FIELD.replace('AUCO_USER_NAME', 'GITHUB_TOKEN'),
  EVERY_FIELD.replace('AUCO_USER_NAME', 'AUCO_UNSET'),
  EVERY_FIELD.replace('/${AUCO_TOKEN}', '/${AUCO_NO_URL}'),
  EVERY_FIELD.replace('stage.example.com/auco', '${AUCO_TOKEN}.example.com/auco'),
  EVERY_FIELD.replace('Bearer ${AUCO_TOKEN}', 'Bearer ${AUCO_OWN_KEY}'),
  EVERY_FIELD.replace('- stage\n', '- production\n').replace('secret: false', `password: ${first}`),
  EVERY_FIELD.replace('secret: false', `${second}: false`),
  EVERY_FIELD.replace('  - id: Audit\n', `  - id: Audit\n    ${first}: why\n`),
  `%YAML 1.1\n${ANCHORS}`,
  `${'a: ['.repeat(10)}${'[{'.repeat(20)}`,
  `a: &a [${'*a, '.repeat(21)}]\n`,
  `${'k'.repeat(1_100)}: a\n`,
]

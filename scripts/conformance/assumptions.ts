import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod'
import { type Company, type Reply, Unmet } from './company.ts'

/**
 * Something that this action, or the fake of its tests, takes for granted about Auco. `documented` is the page of Auco's
 * documentation that says so; null if none does. `check` returns what is otherwise, in our own words: never a value.
 */
export interface Assumption {
  readonly name: string
  readonly documented: 'Company / Query' | 'Company / Update' | 'Environments and authentication' | null
  /** Sends lists without the company's webhooks: if Auco takes one, they are gone until they are restored. */
  readonly isRisky?: true
  readonly check: (company: Company) => Promise<readonly string[]>
}

/** What `docs/internals/auco-api.md` says, in the order in which it is tried. */
export const ASSUMPTIONS: readonly Assumption[] = [
  {
    name: 'the bare public key reads the company, with every documented field',
    documented: 'Company / Query',
    check: async ({ missingFields }) => missingFields.map((name) => `no \`${name}\``),
  },
  {
    name: 'a read with any other key is answered 401',
    documented: 'Environments and authentication',
    check: async (company) => {
      const { publicKey, privateKey } = company.access
      return unlike(401, [
        ['no key', await company.get(null)],
        ['an unknown key', await company.get('puk_auco-webhooks-conformance')],
        ['the private key', await company.get(privateKey.reveal())],
        ['`Bearer`', await company.get(`Bearer ${publicKey.reveal()}`)],
      ])
    },
  },
  {
    // First of the writes, because it is how everything is restored.
    name: 'a list is taken as it was read, and answered `{"response":"OK"}`',
    documented: 'Company / Update',
    check: async (company) => {
      const { status, body } = await company.put({ webhooks: company.listWith() })
      const isSame = await company.settle()
      if (status !== 200 || !isSame) company.stop('Auco does not take its own list back')
      return [
        ...unlike(200, [['it', { status, body }]]),
        ...(isOk(body) ? [] : ['another answer']),
        ...(isSame ? [] : ['it is stored in another form']),
      ]
    },
  },
  {
    name: 'the list replaces the stored one, and no other field changes',
    documented: 'Company / Update',
    check: async (company) => {
      const dropped = company.webhook()
      await company.store(dropped)
      const live = await company.store(company.webhook())
      return [
        ...(live.ids.includes(dropped.id) ? ['a webhook that is not in it stays'] : []),
        ...(company.hasOtherFieldsAsBefore(live) ? [] : ['another field changed']),
      ]
    },
  },
  {
    name: 'header values are returned in clear',
    documented: 'Company / Query',
    check: async (company) => {
      if (company.hidden > 0) return [`${company.hidden} hidden`]
      const webhook = company.webhook()
      const [stored] = (await company.store(webhook)).own
      return isDeepStrictEqual(headerOf(stored)?.['value'], headerOf(webhook)?.['value'])
        ? []
        : ['the value that was written is hidden']
    },
  },
  {
    name: 'a webhook is returned as it was written',
    documented: null,
    check: async (company) => {
      const webhook = company.webhook({
        description: ' Two  words ',
        url: 'https://auco-webhooks-conformance.example',
        header: { key: 'X-Conformance', value: 'Not a secret' },
      })
      const [stored] = (await company.store(webhook)).own
      return [
        ...['description', 'url'].filter((name) => fieldsOf(stored)?.[name] !== webhook[name]),
        ...(headerOf(stored)?.['key'] === headerOf(webhook)?.['key'] ? [] : ['header.key']),
      ].map((name) => `another \`${name}\``)
    },
  },
  {
    name: 'a webhook has no other fields than the documented ones',
    documented: 'Company / Query',
    check: async (company) => {
      const [stored] = (await company.store(company.webhook())).own
      return [
        ...Object.keys(fieldsOf(stored) ?? {}).filter(
          (name) => !['id', 'description', 'url', 'header'].includes(name),
        ),
        ...Object.keys(headerOf(stored) ?? {})
          .filter((name) => !['key', 'value'].includes(name))
          .map((name) => `header.${name}`),
      ].map((name) => (/^[A-Za-z_.]{1,40}$/.test(name) ? `\`${name}\`` : 'another field'))
    },
  },
  {
    name: 'a webhook needs no header',
    documented: 'Company / Update',
    check: async (company) => {
      const [stored] = (await company.store(company.webhook({ header: undefined }))).own
      return Object.values(headerOf(stored) ?? {}).some((value) => value) ? ['one was added'] : []
    },
  },
  {
    name: 'the order of the list is kept',
    documented: null,
    check: async (company) => {
      const [first, second, third] = [company.webhook(), company.webhook(), company.webhook()]
      const own = [second, first, third]
      const { ids } = await company.store(...own)
      const wanted = [...company.before.ids, ...own.map(({ id }) => id)]
      return isDeepStrictEqual(ids, wanted) ? [] : ['another order']
    },
  },
  {
    name: 'a write with any other key is answered 401, and changes nothing',
    documented: 'Environments and authentication',
    check: async (company) => {
      const { publicKey, privateKey } = company.access
      const body = { webhooks: company.listWith(company.webhook()) }
      return [
        ...(await refusal(company, 401, 'no key', body, null)),
        ...(await refusal(company, 401, 'an unknown key', body, 'prk_auco-webhooks-conformance')),
        ...(await refusal(company, 401, 'the public key', body, publicKey.reveal())),
        ...(await refusal(company, 401, '`Bearer`', body, `Bearer ${privateKey.reveal()}`)),
      ]
    },
  },
  {
    name: 'a webhook without a description is answered 400',
    documented: 'Company / Update',
    check: (company) => refusals(company, [['it', company.webhook({ description: undefined })]]),
  },
  {
    name: 'any other invalid webhook is answered 400',
    documented: 'Company / Update',
    check: (company) =>
      refusals(company, [
        ['no id', company.webhook({ id: undefined })],
        ['an empty id', company.webhook({ id: '' })],
        ['an id that is a number', company.webhook({ id: 7 })],
        ['a description that is a number', company.webhook({ description: 7 })],
        ['no URL', company.webhook({ url: undefined })],
        ['a URL that is no URI', company.webhook({ url: 'hooks' })],
        ['a URL that is an object', company.webhook({ url: { stage: 'https://hooks.example/auco' } })],
        ['a header without a key', company.webhook({ header: { value: 'not-a-secret' } })],
        ['a header without a value', company.webhook({ header: { key: 'X-Conformance' } })],
        ['a value that is a number', company.webhook({ header: { key: 'X-Conformance', value: 7 } })],
        ['a header that is text', company.webhook({ header: 'X-Conformance: not-a-secret' })],
        ['text', 'auco-webhooks-conformance'],
      ]),
  },
  {
    name: 'a body that is not a JSON object, or not sent as one, is answered 400',
    documented: null,
    check: async (company) => [
      ...(await refusal(company, 400, 'half a body', '{')),
      ...(await refusal(company, 400, 'a list', [company.webhook()])),
      ...(await refusal(
        company,
        400,
        'text/plain',
        { webhooks: company.listWith(company.webhook()) },
        undefined,
        { 'content-type': 'text/plain' },
      )),
    ],
  },
  {
    name: 'an error is JSON with a `message`',
    documented: null,
    check: async (company) => {
      const { body } = await company.get(null)
      if (z.object({ message: z.string().min(1) }).safeParse(body).success) return []
      const names = Object.keys(fieldsOf(body) ?? {}).filter((name) => /^[A-Za-z_]{1,32}$/.test(name))
      return [body === undefined ? 'no JSON' : `only ${names.map((name) => `\`${name}\``).join(', ')}`]
    },
  },
  {
    name: '`If-Match` is ignored: there is no conditional write',
    documented: null,
    check: async (company) => {
      const body = { webhooks: company.listWith() }
      const reply = await company.put(body, undefined, { 'if-match': '"auco-webhooks-conformance"' })
      return unlike(200, [['it', reply]])
    },
  },
  {
    name: 'a list that does not begin with `default` is answered 400',
    documented: 'Company / Update',
    check: (company) => refusal(company, 400, 'it', { webhooks: [company.webhook(), ...company.listWith()] }),
  },
  {
    name: 'a body without `webhooks` is answered OK, and changes nothing',
    documented: 'Company / Update',
    check: async (company) => {
      const wrong: readonly [string, object][] = [
        ['an empty body', {}],
        ['a webhook at the top level', company.webhook()],
        ['an unknown field', { hooks: [company.webhook()] }],
      ]
      const found: string[] = []
      for (const [what, body] of wrong) {
        const reply = await company.put(body)
        found.push(
          ...unlike(200, [[what, reply]]),
          ...(reply.status === 200 && !isOk(reply.body) ? [`${what}: another answer`] : []),
        )
        if (!(await company.settle())) found.push(`${what} changes something`)
      }
      return found
    },
  },
  {
    name: 'a list without `default`, or no list, is answered 400',
    documented: 'Company / Update',
    isRisky: true,
    check: async (company) => [
      ...(await refusal(company, 400, 'an empty list', { webhooks: [] })),
      ...(await refusal(company, 400, 'no default', { webhooks: [company.webhook()] })),
      ...(await refusal(company, 400, 'an object', { webhooks: company.webhook({ id: 'default' }) })),
    ],
  },
  {
    // Last, because it is about all writes.
    name: 'a read shows a write at once',
    documented: null,
    check: async ({ delays }) => {
      if (delays.length === 0) throw new Unmet('not seen', 'nothing was written')
      const never = delays.filter((delay) => delay === null).length
      const slowest = Math.max(...delays.map(Number))
      return [
        ...(never > 0 ? [`${never} of ${delays.length} writes never showed`] : []),
        ...(slowest > 0
          ? [`the slowest of ${delays.length} writes after ${(slowest / 1000).toFixed(1)} s`]
          : []),
      ]
    },
  },
]

/** Each status that is another one. */
function unlike(status: number, replies: readonly (readonly [string, Reply])[]): readonly string[] {
  return replies
    .filter(([, reply]) => reply.status !== status)
    .map(([what, reply]) => `${what}: ${reply.status}`)
}

/** What is wrong after a write that has to be refused. */
async function refusal(
  company: Company,
  status: number,
  what: string,
  ...[body, ...options]: Parameters<Company['put']>
): Promise<readonly string[]> {
  const reply = await company.put(body, ...options)
  const isUnchanged = await company.settle()
  return [...unlike(status, [[what, reply]]), ...(isUnchanged ? [] : [`${what}: stored`])]
}

/** The same for each of these in the place of a webhook. */
async function refusals(
  company: Company,
  invalid: readonly (readonly [string, unknown])[],
): Promise<readonly string[]> {
  const found: string[] = []
  for (const [what, webhook] of invalid) {
    found.push(...(await refusal(company, 400, what, { webhooks: company.listWith(webhook) })))
  }
  return found
}

function isOk(body: unknown): boolean {
  return isDeepStrictEqual(body, { response: 'OK' })
}

const Fields = z.record(z.string(), z.unknown())

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return Fields.safeParse(value).data ?? null
}

function headerOf(webhook: unknown): Readonly<Record<string, unknown>> | null {
  return fieldsOf(fieldsOf(webhook)?.['header'])
}

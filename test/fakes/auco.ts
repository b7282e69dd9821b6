import * as z from 'zod'
import { type Answer, type Respond, type SeenRequest, startRecordingServer } from './recording-server.ts'

const BASE_PATH = '/v1.5/ext'

/** A webhook as Auco stores it: an edit in its console follows no rule of the API. */
export interface Webhook {
  id: string
  description?: string | null
  url: string
  header?: { key?: string | null; value?: string | null } | null
}

export interface Company {
  id: string
  name: string
  webhooks: Webhook[]
  uxOptions: { primaryColor?: string; alternateColor?: string }
  image: string
  /** The legacy single webhook: a URL, or empty. */
  webhook: string
  webhookHeader: { key?: string; value?: string }
}

/** A company and the two keys that select it. */
interface Account {
  readonly publicKey: string
  readonly privateKey: string
  readonly company: Company
}

/** The documentation's example company, with values that a test can search for. */
export function seedCompany(): Company {
  return {
    id: '61ba073970df523d9d232a27',
    name: 'Notaría Digital SAS',
    webhooks: [
      {
        id: 'default',
        description: 'Every signing event',
        url: 'https://hooks.notaria.example/auco',
        header: { key: 'Authorization', value: 'Bearer live-default-9fK2vQ7sXc' },
      },
      {
        id: 'Billing',
        description: 'Billing wants FINISH only',
        url: 'https://billing.notaria.example/auco',
        header: { key: 'X-Billing-Token', value: 'live-billing-4mT8wZ1pRd' },
      },
    ],
    uxOptions: { primaryColor: '#021C30', alternateColor: '#A557F2' },
    image: 'https://cdn.notaria.example/logo.png',
    webhook: '',
    webhookHeader: {},
  }
}

/** How this Auco differs from its documentation. A test changes it at any time. */
export interface Quirks {
  /** A `PUT` may leave out, or set to null, all but the id and the URL, as the console does. */
  takesAnyForm: boolean
  /** A `PUT` is answered `OK` and stores nothing. */
  storesNothing: boolean
  /** A `PUT` stores each webhook in this form, as a server does that normalizes its input. */
  stores: ((webhook: Webhook) => Webhook) | undefined
  /** Another writer, right after a `PUT` was stored. */
  onWrite: ((company: Company) => void) | undefined
  /** A `GET` shows each stored webhook in this form. */
  shows: ((webhook: Webhook, index: number) => object) | undefined
  /** How many reads still show the company from before the last write; counts down. */
  staleReads: number
  /** Decides the outcome of each request: a fault before, after or instead of the fake's own work. */
  respond: Respond | undefined
}

export const maskHeaderValue = ({ header, ...webhook }: Webhook): Webhook => ({
  ...webhook,
  ...(header && { header: header.value ? { ...header, value: '********' } : header }),
})
export const omitHeaderValue = ({ header, ...webhook }: Webhook): Webhook => ({
  ...webhook,
  ...(header && { header: header.key === undefined ? {} : { key: header.key } }),
})
/** Adds fields that nobody wrote, as a database does. */
export const addUnknownFields = (webhook: Webhook, index: number): object => ({
  ...webhook,
  _id: `66f0c1d2e3a4b5c6d7e8f9${10 + index}`,
  createdAt: '2026-01-05T14:03:11.482Z',
})
export const serializeUrl = ({ url, ...webhook }: Webhook): Webhook => ({
  ...webhook,
  url: new URL(url).href,
})
export const trimDescription = ({ description, ...webhook }: Webhook): Webhook => ({
  ...webhook,
  description: description?.trim() ?? '',
})
export const lowerCaseHeaderName = ({ header, ...webhook }: Webhook): Webhook => ({
  ...webhook,
  ...(header && { header: { ...header, key: header.key?.toLowerCase() ?? '' } }),
})

export type FakeAuco = Awaited<ReturnType<typeof startAuco>>

/** Starts Auco on a free port of 127.0.0.1, with one company: the seeded one, with the fields given. */
export async function startAuco(company: Partial<Company> = {}) {
  const publicKey = 'puk_7Hq2LrX9wTzB4nVdKc8sYfMj3GpA6uEe'
  const privateKey = 'prk_vN5xJt1RgQ8mWbZk2CyPh7LdSs4FaUo9'
  let accounts: Account[] = []
  /** Companies from before their last write, by their private key. */
  const before = new Map<string, Company>()
  const quirks: Quirks = {
    takesAnyForm: false,
    storesNothing: false,
    stores: undefined,
    onWrite: undefined,
    shows: undefined,
    staleReads: 0,
    respond: undefined,
  }
  const accountOf = (key: string) => {
    const account = accounts.find((known) => key === known.publicKey || key === known.privateKey)
    if (!account) throw new Error(`No company has the key ${key}`)
    return account
  }
  const visible = (account: Account) => {
    const stale = quirks.staleReads > 0 ? before.get(account.privateKey) : undefined
    return structuredClone(stale ?? account.company)
  }

  /** What `docs/internals/auco-api.md` documents about webhooks, and nothing beyond it. */
  const serve = ({ method, path, headers }: SeenRequest, rawBody: string): Answer => {
    if (path !== `${BASE_PATH}/company` || (method !== 'GET' && method !== 'PUT')) {
      return { status: 404, body: { message: 'Not Found' } }
    }
    const kind = method === 'GET' ? 'publicKey' : 'privateKey'
    const account = accounts.find((known) => known[kind] === headers.authorization)
    if (!account) return { status: 401, body: { message: 'Invalid or missing authentication' } }
    return method === 'GET' ? read(account) : write(account, headers['content-type'], rawBody)
  }
  const read = (account: Account): Answer => {
    const shown = visible(account)
    if (before.has(account.privateKey)) quirks.staleReads = Math.max(0, quirks.staleReads - 1)
    const webhooks = quirks.shows ? shown.webhooks.map(quirks.shows) : shown.webhooks
    return { status: 200, body: { ...shown, webhooks } }
  }
  const write = (account: Account, contentType: string | undefined, rawBody: string): Answer => {
    const update = readUpdate(contentType, rawBody, quirks.takesAnyForm ? AnyForm : Update)
    if (!update.ok) return { status: 400, body: { message: `Invalid data: ${update.reason}` } }
    const { company } = account
    before.set(account.privateKey, structuredClone(company))
    const { webhooks } = update.data
    if (webhooks && !quirks.storesNothing) {
      company.webhooks = quirks.stores ? webhooks.map(quirks.stores) : webhooks
    }
    quirks.onWrite?.(company)
    return { status: 200, body: { response: 'OK' } }
  }

  /** Adds a company, in the place of those that have one of its keys. */
  const addAccount = (account: Account) => {
    const keys = new Set([account.publicKey, account.privateKey])
    const others = accounts.filter((other) => !keys.has(other.publicKey) && !keys.has(other.privateKey))
    accounts = [...others, structuredClone(account)]
    before.delete(account.privateKey)
  }
  addAccount({ publicKey, privateKey, company: { ...seedCompany(), ...company } })
  const server = await startRecordingServer(serve, () => quirks.respond)
  return {
    /** The API's base URL, with `/v1.5/ext`. */
    url: `${server.url}${BASE_PATH}`,
    publicKey,
    privateKey,
    quirks,
    requests: server.requests,
    close: server.close,
    addAccount,
    /** A copy of what is stored for the company with this key, by default the first one. */
    company: (key = privateKey) => structuredClone(accountOf(key).company),
    /** A copy of what the next read of the first company would show, before `shows` and `respond`. */
    visible: () => visible(accountOf(privateKey)),
    /** An edit in Auco's console: no rule of the API applies. */
    edit: (change: (company: Company) => void, key = privateKey) => change(accountOf(key).company),
  }
}

const Header = z.object({ key: z.string(), value: z.string() })
const Documented = z.object({
  id: z.string().min(1),
  description: z.string(),
  url: z.string().refine((url) => URL.canParse(url), 'must be a valid URI'),
  header: Header.exactOptional(),
})
const text = z.string().nullable().exactOptional()
const Sloppy = Documented.extend({
  description: text,
  header: z.object({ key: text, value: text }).nullable().exactOptional(),
})

const updateOf = <W extends z.ZodType<{ id: string }>>(webhook: W) =>
  z
    .object({
      webhooks: z
        .array(webhook)
        .refine((webhooks) => webhooks[0]?.id === 'default', 'the first webhook must be default'),
    })
    .partial()
const Update = updateOf(Documented)
const AnyForm = updateOf(Sloppy)

function readUpdate(
  contentType: string | undefined,
  rawBody: string,
  schema: typeof Update | typeof AnyForm,
):
  | { readonly ok: true; readonly data: z.infer<typeof AnyForm> }
  | { readonly ok: false; readonly reason: string } {
  if (!contentType?.startsWith('application/json')) return { ok: false, reason: 'not application/json' }
  try {
    return { ok: true, data: schema.parse(JSON.parse(rawBody)) }
  } catch (error) {
    return { ok: false, reason: error instanceof z.ZodError ? z.prettifyError(error) : String(error) }
  }
}

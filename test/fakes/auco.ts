import { createEmulator, defineEmulator } from 'emulate'
import * as z from 'zod'
import {
  type RecordedRequest,
  type Respond,
  type SeenRequest,
  startRecordingServer,
} from './recording-server.ts'

const basePath = '/v1.5/ext'

export interface Webhook {
  id: string
  description?: string
  url: string
  header?: { key?: string; value?: string } | null
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

/** A company and the two keys that Auco knows it by. */
export interface Account {
  readonly publicKey: string
  readonly privateKey: string
  company: Company
}

/** A company as the documentation shows one, with values that a test can search for. */
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

function seedAccount(): Account {
  return {
    publicKey: 'puk_7Hq2LrX9wTzB4nVdKc8sYfMj3GpA6uEe',
    privateKey: 'prk_vN5xJt1RgQ8mWbZk2CyPh7LdSs4FaUo9',
    company: seedCompany(),
  }
}

const Header = z.object({ key: z.string(), value: z.string() })
const Update = z
  .object({
    name: z.string(),
    image: z.string(),
    uxOptions: z.object({ primaryColor: z.string(), alternateColor: z.string() }).partial(),
    webhook: z.string(),
    webhookHeader: Header.partial(),
    webhooks: z
      .array(
        z.object({
          id: z.string().min(1),
          description: z.string(),
          url: z.string().refine((url) => URL.canParse(url), 'must be a valid URI'),
          header: Header.optional(),
        }),
      )
      .refine((webhooks) => webhooks[0]?.id === 'default', 'the first webhook must be default'),
  })
  .partial()

/** Auco's company API as `docs/auco-api.md` documents it, and nothing beyond it. */
export const auco = defineEmulator<{ accounts: Account[] }>({
  name: 'auco',
  cors: false,
  state: () => ({ accounts: [seedAccount()] }),
  setup({ app, state }) {
    const unauthorized = { message: 'Invalid or missing authentication' }

    app.get(`${basePath}/company`, (c) => {
      const account = state.accounts.find(({ publicKey }) => publicKey === c.req.header('Authorization'))
      return account ? c.json(account.company) : c.json(unauthorized, 401)
    })

    app.put(`${basePath}/company`, async (c) => {
      const account = state.accounts.find(({ privateKey }) => privateKey === c.req.header('Authorization'))
      if (!account) return c.json(unauthorized, 401)
      if (!c.req.header('Content-Type')?.startsWith('application/json')) {
        return c.json({ message: 'Invalid data: not application/json' }, 400)
      }
      const update = Update.safeParse(await c.req.json())
      if (!update.success) return c.json({ message: `Invalid data: ${z.prettifyError(update.error)}` }, 400)
      const { uxOptions, ...replaced } = update.data
      Object.assign(account.company, replaced)
      Object.assign(account.company.uxOptions, uxOptions)
      return c.json({ response: 'OK' })
    })
  },
})

/** Misbehaviour around the documented API, to be changed by a test at any time. */
export interface Quirks {
  /** A `PUT` is answered OK and stores nothing. */
  storesNothing: boolean
  /** A `PUT` stores all but the last webhook. */
  dropsLast: boolean
  masksHeaderValues: boolean
  omitsHeaderValues: boolean
  /** Each webhook is read with fields that nobody wrote (`_id`, `createdAt`). */
  extraFields: boolean
  /** How many reads after a write still return the company from before it; counts down. */
  staleReads: number
  /** Another writer, right after a `PUT` was stored. */
  onWrite: ((company: Company) => void) | undefined
  /** Answers instead of the emulator: nothing is stored. */
  respond: Respond | undefined
  /** Answers after the emulator has done its work: a `PUT` is stored, its answer is lost. */
  respondAfter: Respond | undefined
}

export interface AucoEmulator {
  /** The API's base URL, with `/v1.5/ext`. */
  readonly url: string
  readonly publicKey: string
  readonly privateKey: string
  readonly quirks: Quirks
  readonly requests: readonly RecordedRequest[]
  /** A copy of what is stored for the company with this key, by default the first one. */
  company(key?: string): Company
  /** Somebody edits the company by hand: no rule of the API applies. */
  edit(change: (company: Company) => void, key?: string): Promise<void>
  close(): Promise<void>
}

export interface AucoOptions {
  readonly company?: Partial<Company>
  readonly quirks?: Partial<Quirks>
  /** More companies in the same Auco, each with its own keys. */
  readonly otherAccounts?: readonly Account[]
}

/** Starts Auco on a free port of 127.0.0.1. */
export async function startAuco(options: AucoOptions = {}): Promise<AucoEmulator> {
  const account = seedAccount()
  Object.assign(account.company, options.company)
  const { publicKey, privateKey } = account
  const accounts = [account, ...(options.otherAccounts ?? [])]
  const emulator = await createEmulator({ service: auco, listen: false, seed: { accounts } })
  const inTurn = turns()
  const quirks: Quirks = {
    storesNothing: false,
    dropsLast: false,
    masksHeaderValues: false,
    omitsHeaderValues: false,
    extraFields: false,
    staleReads: 0,
    onWrite: undefined,
    respond: undefined,
    respondAfter: undefined,
    ...options.quirks,
  }
  let beforeLastWrite: { accounts: Account[] } | undefined

  const edit = async (change: (company: Company) => void, key: string) => {
    const snapshot = emulator.snapshot()
    change(companyOf(snapshot.state, key))
    await emulator.restore(snapshot)
  }

  const answer = async ({ method, target, token = '', headers }: SeenRequest, rawBody: string) => {
    const before = emulator.snapshot()
    const response = await emulator.request(target, {
      method,
      headers: {
        authorization: headers.authorization ?? '',
        'content-type': headers['content-type'] ?? '',
      },
      body: rawBody === '' ? null : rawBody,
    })
    const { status } = response
    const body: unknown = await response.json()
    if (status !== 200) return { status, body }

    if (method === 'PUT') {
      beforeLastWrite = before.state
      if (quirks.storesNothing) await emulator.restore(before)
      if (quirks.dropsLast) await edit(({ webhooks }) => webhooks.pop(), token)
      if (quirks.onWrite) await edit(quirks.onWrite, token)
      return { status, body }
    }
    if (beforeLastWrite && quirks.staleReads > 0) {
      quirks.staleReads -= 1
      return { status, body: misread(companyOf(beforeLastWrite, token), quirks) }
    }
    return { status, body: misread(companyOf(before.state, token), quirks) }
  }

  const server = await startRecordingServer(async (request, rawBody) => {
    const instead = await quirks.respond?.(request)
    if (instead) return instead
    const answered = await inTurn(() => answer(request, rawBody))
    return (await quirks.respondAfter?.(request)) ?? answered
  })

  return {
    url: `${server.url}${basePath}`,
    publicKey,
    privateKey,
    quirks,
    requests: server.requests,
    company: (key = privateKey) => companyOf(emulator.snapshot().state, key),
    edit: (change, key = privateKey) => inTurn(() => edit(change, key)),
    close: async () => {
      await server.close()
      await emulator.close()
    },
  }
}

function companyOf({ accounts }: { accounts: Account[] }, key: string): Company {
  const account = accounts.find(({ publicKey, privateKey }) => key === publicKey || key === privateKey)
  if (!account) throw new Error(`No company has the key ${key}`)
  return account.company
}

function misread({ webhooks, ...company }: Company, quirks: Quirks): unknown {
  return {
    ...company,
    webhooks: webhooks.map((webhook, index) => ({
      ...webhook,
      ...(webhook.header?.value &&
        quirks.masksHeaderValues && { header: { ...webhook.header, value: '********' } }),
      ...(webhook.header?.value && quirks.omitsHeaderValues && { header: { key: webhook.header.key } }),
      ...(quirks.extraFields && {
        _id: `66f0c1d2e3a4b5c6d7e8f9${10 + index}`,
        createdAt: '2026-01-05T14:03:11.482Z',
      }),
    })),
  }
}

/** Restoring a snapshot aborts the emulator's other requests, so they take turns. */
function turns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = last.then(work)
    last = result.catch(() => undefined)
    return result
  }
}

import type { Webhook } from '../fakes/auco.ts'
import { appToken, type Core, coreFrom, legalKinds, type SecretKind } from './secret-kinds.ts'

/** The secrets of one company, all of one kind and all different. */
export interface SecretSet {
  readonly kind: SecretKind
  readonly publicKey: string
  readonly privateKey: string
  readonly githubToken: string
  /** Value of `${AUCO_TOKEN}`, always one that a header can carry. */
  readonly variable: string
  /** Literal text around the variable in the file, and the header value of both. */
  readonly literal: string
  readonly composed: string
  /** Live header values. */
  readonly live: string
  readonly removed: string
  /** Live value of a header that the file does not have. */
  readonly dropped: string
  /** A value that another writer uses, or that a variable of the base file has. */
  readonly other: string
  /** Parts of a live URL. */
  readonly user: string
  readonly password: string
  readonly query: string
  readonly fragment: string
  /** Decoded values of `${AUCO_URL_PATH}` and `${AUCO_URL_SIG}`, in the path and the query of a URL of the file. */
  readonly urlPath: string
  readonly urlSig: string
  /** The same parts of the live URL of that webhook. */
  readonly livePath: string
  readonly liveSig: string
  /** A segment of the path of a live URL that no file declares: it looks like a token. */
  readonly token: string
  /** The path of a live URL that only the base branch declares, if anything does. */
  readonly oldPath: string
}

/** A value that is not secret: it was swapped with the header's name. */
export const SWAPPED_VALUE = 'Authorization'
/** Another one, which the file declares. */
export const SWAPPED_DECLARED = 'X-Key'

/** A value that the file marks with `secret: false`. */
export const PUBLIC_VALUE = 'auco-public-value'

export function secretSetOf(kind: SecretKind, seed: number): SecretSet {
  const core: Core = coreFrom(seed)
  const make = () => kind.make(core)
  // Auco's keys are visible ASCII; others are refused before any request.
  const key = () => (/^[\x21-\x7e]+$/.test(kind.make(coreFrom(0))) ? make() : core(20))
  const variable = legalKinds.includes(kind) ? make() : core(20)
  const literal = core(12)
  return {
    kind,
    publicKey: `puk_${key()}`,
    privateKey: `prk_${key()}`,
    githubToken: appToken.make(core),
    variable,
    literal,
    composed: `${literal} ${variable}/${literal}`,
    live: make(),
    removed: make(),
    dropped: make(),
    other: make(),
    user: make(),
    password: make(),
    query: make(),
    fragment: make(),
    urlPath: make(),
    urlSig: make(),
    livePath: make(),
    liveSig: make(),
    token: `${make()}7${core(16)}a`,
    oldPath: make(),
  }
}

/** The step's variables. Those of URLs are percent-encoded, as a receiver shows them. */
export function variablesFor({ variable, urlPath, urlSig }: SecretSet): Readonly<Record<string, string>> {
  return { AUCO_TOKEN: variable, AUCO_URL_PATH: encoded(urlPath), AUCO_URL_SIG: encoded(urlSig) }
}

export function secretsOf({ kind: _, ...secrets }: SecretSet): readonly string[] {
  return Object.values(secrets)
}

/** Percent-encoded, as a part of a URL. */
export function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}

/** The company's file: `default` differs from what is live, `Added` is new. */
export function fileOf(secretSet: SecretSet, ...more: readonly object[]): string {
  const { literal } = secretSet
  return JSON.stringify({
    webhooks: [
      {
        id: 'default',
        description: 'Every event',
        // Whoever reads the file knows it.
        url: 'https://hooks.example.com/auco?key=public#there',
        header: { key: 'Authorization', value: `${literal} \${AUCO_TOKEN}/${literal}` },
      },
      {
        id: 'Added',
        description: 'New',
        url: 'https://added.example.com/',
        header: { key: 'X-Key', value: 'Key ${AUCO_TOKEN}' },
      },
      {
        id: 'Public',
        description: 'Public',
        url: 'https://public.example.com/',
        header: { key: 'X-Source', value: PUBLIC_VALUE, secret: false },
      },
      { id: 'Bare', description: 'Bare', url: 'https://bare.example.com/' },
      {
        id: 'Hook',
        description: 'Hook',
        url: 'https://hook.example.com/in/${AUCO_URL_PATH}/x?sig=${AUCO_URL_SIG}',
      },
      ...more,
    ],
  })
}

/** What is live before the run, with secrets wherever Auco can have one. */
export function liveOf(secretSet: SecretSet): readonly Webhook[] {
  return [
    {
      id: 'default',
      description: 'Every event',
      url: liveUrlOf(secretSet),
      header: { key: 'Authorization', value: `Bearer ${secretSet.live}` },
    },
    {
      id: 'Public',
      description: 'Public',
      url: 'https://public.example.com/',
      header: { key: 'X-Source', value: PUBLIC_VALUE },
    },
    {
      id: 'Bare',
      description: 'Bare',
      url: 'https://bare.example.com/',
      header: { key: 'X-Bare', value: secretSet.dropped },
    },
    {
      id: 'Gone',
      description: 'Old',
      url: `https://gone.example.com/?key=${encoded(secretSet.query)}`,
      header: { key: 'X-Key', value: secretSet.removed },
    },
    {
      id: 'Hook',
      description: 'Hook',
      url: `https://hook.example.com/in/${encoded(secretSet.livePath)}/x?sig=${encoded(secretSet.liveSig)}`,
    },
    {
      id: 'By hand',
      description: 'By hand',
      url: `https://hand.example.com/in/${encoded(secretSet.token)}/x`,
    },
  ]
}

/** A webhook of the base branch whose URL has a variable, and what is live of it. */
export const OLD_HOOK = {
  id: 'Old',
  description: 'Old',
  url: 'https://old.example.com/in/${AUCO_OLD_PATH}',
} as const
export function oldHookOf({ oldPath }: SecretSet): Webhook {
  return { ...OLD_HOOK, url: `https://old.example.com/in/${encoded(oldPath)}` }
}

/**
 * What is live if people put secrets where they don't belong: into ids, descriptions, every part of a URL, and the names of
 * headers. Every secret of the run is in every field once, and some are where only the name's syntax gives them away.
 */
export function misplacedLiveOf(secretSet: SecretSet): readonly Webhook[] {
  const { publicKey, privateKey, githubToken, variable, composed, live, removed } = secretSet
  const hook = variablesFor(secretSet)['AUCO_URL_PATH'] ?? ''
  // What is shorter is not replaced in other texts.
  const isKnown = (secret: string) => secret.length >= 6
  const known = [publicKey, privateKey, githubToken, variable, composed, live, removed, hook].filter(isKnown)
  const repeated = isKnown(live) ? live : 'short'
  const misplaced = known.flatMap((secret, index): readonly Webhook[] => {
    const part = encoded(secret)
    const label = /^[a-z0-9]{1,60}$/i.test(secret) ? secret : 'host'
    const header = { key: 'X-Key', value: 'a value' }
    return [
      { id: `Id ${secret}`, description: 'Id', url: `https://id${index}.example.com/`, header },
      { id: `Description ${index}`, description: `Was ${secret}.`, url: 'https://d.example.com/', header },
      // The first letter has another length in lower case.
      { id: `Turkish ${index}`, description: `İ was ${secret}.`, url: 'https://d.example.com/', header },
      { id: `Path ${index}`, description: 'Path', url: `https://p.example.com/in/${part}/auco`, header },
      {
        id: `Raw path ${index}`,
        description: 'Path',
        // What follows a query or a fragment is hidden anyway.
        url: `https://p.example.com/in/${/[?#]/.test(secret) ? 'path' : secret}/auco`,
        header,
      },
      { id: `Query ${index}`, description: 'Query', url: `https://q.example.com/?${part}=1`, header },
      { id: `Host ${index}`, description: 'Host', url: `https://${label}.example.com/`, header },
      {
        id: `Name ${index}`,
        description: 'Name',
        url: 'https://n.example.com/',
        header: { key: secret, value: 'a value' },
      },
      {
        id: `Typed ${index}`,
        description: 'Typed',
        url: 'https://n.example.com/',
        header: { key: `X-Key: ${secret}`, value: '' },
      },
    ]
  })
  const swapped = { key: secretSet.dropped, value: SWAPPED_VALUE }
  return [
    {
      id: 'default',
      description: `Bearer ${repeated}`,
      url: `https://hooks.example.com/${encoded(repeated)}`,
      header: { key: 'Authorization', value: `Bearer ${live}` },
      // Fields that the file doesn't know are named before a write drops them.
      ...Object.fromEntries(known.map((secret) => [`is ${secret}`, true])),
    },
    {
      id: 'Removed',
      description: 'Old',
      url: 'https://r.example.com/',
      header: { key: 'X-Key', value: removed },
    },
    { id: 'Swapped', description: 'Swapped', url: 'https://s.example.com/', header: swapped },
    {
      id: 'Added',
      description: 'New',
      url: 'https://added.example.com/',
      header: { key: `Bearer ${secretSet.other}`, value: SWAPPED_DECLARED },
    },
    ...misplaced,
  ]
}

export function liveUrlOf({ user, password, query, fragment }: SecretSet): string {
  return `https://${encoded(user)}:${encoded(password)}@hooks.example.com/auco?key=${encoded(query)}&page=1#${encoded(fragment)}`
}

/** What is live after an apply of the file. */
export function appliedOf(secretSet: SecretSet): readonly Webhook[] {
  const { webhooks }: { webhooks: Webhook[] } = JSON.parse(fileOf(secretSet))
  const variables = variablesFor(secretSet)
  const expanded = (text: string) => text.replaceAll(/\$\{(\w+)\}/g, (_, name) => variables[name] ?? '')
  return webhooks.map(({ header, ...webhook }) => {
    const url = expanded(webhook.url)
    if (header == null) return { ...webhook, url }
    return { ...webhook, url, header: { key: header.key ?? '', value: expanded(header.value ?? '') } }
  })
}

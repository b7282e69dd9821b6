import type { Webhook } from '../fakes/auco.ts'
import { type Core, coreFrom, legalKinds, type SecretKind } from './secret-kinds.ts'

/** The secrets of one company, all of one kind: each in its place, and no two alike. */
export interface Hand {
  readonly kind: SecretKind
  readonly publicKey: string
  readonly privateKey: string
  readonly githubToken: string
  /** What `${TOKEN}` stands for: always something that a header can carry. */
  readonly variable: string
  /** Text of the file around the variable, and the header that both make. */
  readonly literal: string
  readonly composed: string
  /** Values that are live. */
  readonly live: string
  readonly removed: string
  /** … of a header that the file does without. */
  readonly dropped: string
  /** A value that somebody else writes, or that a variable of the base file has. */
  readonly other: string
  /** Parts of a live URL. */
  readonly user: string
  readonly password: string
  readonly query: string
  readonly fragment: string
  /** Parts of a URL of the file. */
  readonly fileQuery: string
  readonly fileFragment: string
}

/** A value that the file shows with `secret: false`. */
export const PUBLIC_VALUE = 'auco-public-value'

export function handOf(kind: SecretKind, seed: number): Hand {
  const core: Core = coreFrom(seed)
  const make = () => kind.make(core)
  // Auco's keys are of visible ASCII; other ones are refused before anything happens.
  const key = () => (/^[\x21-\x7e]+$/.test(kind.make(coreFrom(0))) ? make() : core(20))
  const variable = legalKinds.includes(kind) ? make() : core(20)
  const literal = core(12)
  return {
    kind,
    publicKey: `puk_${key()}`,
    privateKey: `prk_${key()}`,
    // Inputs lose the space around them.
    githubToken: make().trim(),
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
    fileQuery: make(),
    fileFragment: make(),
  }
}

export function secretsOf({ kind: _, ...secrets }: Hand): readonly string[] {
  return Object.values(secrets)
}

/** As a part of a URL. */
export function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}

/** The file of a company: `default` differs from what is live, `Added` is new. */
export function fileOf(hand: Hand, ...more: readonly object[]): string {
  const { literal, fileQuery, fileFragment } = hand
  return JSON.stringify({
    webhooks: [
      {
        id: 'default',
        description: 'Every event',
        url: `https://hooks.example.com/auco?key=${encoded(fileQuery)}#${encoded(fileFragment)}`,
        header: { key: 'Authorization', value: `${literal} \${TOKEN}/${literal}` },
      },
      {
        id: 'Added',
        description: 'New',
        url: 'https://added.example.com/',
        header: { key: 'X-Key', value: 'Key ${TOKEN}' },
      },
      {
        id: 'Public',
        description: 'Public',
        url: 'https://public.example.com/',
        header: { key: 'X-Source', value: PUBLIC_VALUE, secret: false },
      },
      { id: 'Bare', description: 'Bare', url: 'https://bare.example.com/' },
      ...more,
    ],
  })
}

/** What is live before: secrets in every place where Auco can have some. */
export function liveOf(hand: Hand): readonly Webhook[] {
  return [
    {
      id: 'default',
      description: 'Every event',
      url: liveUrlOf(hand),
      header: { key: 'Authorization', value: `Bearer ${hand.live}` },
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
      header: { key: 'X-Bare', value: hand.dropped },
    },
    {
      id: 'Gone',
      description: 'Old',
      url: `https://gone.example.com/?key=${encoded(hand.query)}`,
      header: { key: 'X-Key', value: hand.removed },
    },
  ]
}

export function liveUrlOf({ user, password, query, fragment }: Hand): string {
  return `https://${encoded(user)}:${encoded(password)}@hooks.example.com/auco?key=${encoded(query)}&page=1#${encoded(fragment)}`
}

/** What is live after an apply of the file. */
export function appliedOf(hand: Hand): readonly Webhook[] {
  const { webhooks }: { webhooks: Webhook[] } = JSON.parse(fileOf(hand))
  return webhooks.map(({ header, ...webhook }) => {
    if (header == null) return webhook
    const value = (header.value ?? '').replaceAll('${TOKEN}', () => hand.variable)
    return { ...webhook, header: { key: header.key ?? '', value } }
  })
}

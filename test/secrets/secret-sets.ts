import type { Webhook } from '../fakes/auco.ts'
import { appToken, coreFrom, legalKinds, type SecretKind } from './secret-kinds.ts'

/** The secrets of one company, all of one kind and all different. */
export type SecretSet = ReturnType<typeof secretSetOf>

/** A value that is not secret: it was swapped with the header's name. */
const SWAPPED_VALUE = 'Authorization'
/** Another one, which the file declares. */
const SWAPPED_DECLARED = 'X-Key'

export function secretSetOf(kind: SecretKind, seed: number) {
  const core = coreFrom(seed)
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
    /** Value of `${AUCO_TOKEN}`, always one that a header can carry. */
    variable,
    /** Literal text around the variable in the file, and the header value of both. */
    literal,
    composed: `${literal} ${variable}/${literal}`,
    /** Header values at Auco; `dropped` is of a header that the file doesn't have. */
    live: make(),
    removed: make(),
    dropped: make(),
    /** A value that another writer uses, or that a variable of the base file has. */
    other: make(),
    /** Parts of a URL at Auco. */
    user: make(),
    password: make(),
    query: make(),
    fragment: make(),
    /** Decoded values of `${AUCO_URL_PATH}` and `${AUCO_URL_SIG}`, in the path and the query of a URL of the file. */
    urlPath: make(),
    urlSig: make(),
    /** The same parts of the URL that Auco has. */
    livePath: make(),
    liveSig: make(),
    /** A segment of the path of a URL that no file declares: it looks like a token. */
    token: `${make()}7${core(16)}a`,
    /** The path of a URL that only the base branch declares, if anything does. */
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

/** A webhook, whose header is given as its name and value. */
function hook(id: string, url: string, header?: readonly [key: string, value: string]) {
  const webhook = { id, description: `About ${id}`, url }
  return header === undefined ? webhook : { ...webhook, header: { key: header[0], value: header[1] } }
}

/** The company's file: `default` differs from what Auco has, `Added` is new. */
export function fileOf({ literal }: SecretSet, ...more: readonly object[]): string {
  const header = ['Authorization', `${literal} \${AUCO_TOKEN}/${literal}`] as const
  const webhooks = [
    // Whoever reads the file knows the URL.
    hook('default', 'https://hooks.example.com/auco?key=public#there', header),
    hook('Added', 'https://added.example.com/', [SWAPPED_DECLARED, 'Key ${AUCO_TOKEN}']),
    hook('Bare', 'https://bare.example.com/'),
    hook('Hook', 'https://hook.example.com/in/${AUCO_URL_PATH}/x?sig=${AUCO_URL_SIG}'),
  ]
  return JSON.stringify({ webhooks: [...webhooks, ...more] })
}

/** What Auco has before the run, with secrets wherever it can have one. */
export function liveOf(secretSet: SecretSet): readonly Webhook[] {
  const { live, dropped, removed, query, livePath, liveSig, token, oldPath } = secretSet
  const inHook = `${encoded(livePath)}/x?sig=${encoded(liveSig)}`
  return [
    hook('default', liveUrlOf(secretSet), ['Authorization', `Bearer ${live}`]),
    hook('Bare', 'https://bare.example.com/', ['X-Bare', dropped]),
    hook('Gone', `https://gone.example.com/?key=${encoded(query)}`, ['X-Key', removed]),
    hook('Hook', `https://hook.example.com/in/${inHook}`),
    hook('By hand', `https://hand.example.com/in/${encoded(token)}/x`),
    { ...OLD_HOOK, url: `https://old.example.com/in/${encoded(oldPath)}` },
  ]
}

/** Webhooks of the base branch only: the URL of one has a variable. */
export const GONE_HOOK = hook('Gone', 'https://gone.example.com/', ['X-Key', '${AUCO_TOKEN_OF_BASE}'])
export const OLD_HOOK = hook('Old', 'https://old.example.com/in/${AUCO_OLD_PATH}')

/**
 * What Auco has if people put secrets where they don't belong: into ids, descriptions, every part of a URL, and the names of
 * headers. Every secret of the run is in every field once, and some are where only the name's syntax gives them away.
 */
export function misplacedLiveOf(secretSet: SecretSet): readonly Webhook[] {
  const { publicKey, privateKey, githubToken, variable, composed, live, removed, other, dropped } = secretSet
  const path = encoded(secretSet.urlPath)
  // What is shorter is not replaced in other texts.
  const isKnown = (secret: string) => secret.length >= 6
  const known = [publicKey, privateKey, githubToken, variable, composed, live, removed, path].filter(isKnown)
  const repeated = isKnown(live) ? live : 'short'
  const misplaced = known.flatMap((secret, index): readonly Webhook[] => {
    const label = /^[a-z0-9]{1,60}$/i.test(secret) ? secret : 'host'
    // What follows a query or a fragment is hidden anyway.
    const raw = /[?#]/.test(secret) ? 'path' : secret
    const header = ['X-Key', 'a value'] as const
    return [
      hook(`Id ${secret}`, `https://id${index}.example.com/`, header),
      { ...hook(`Text ${index}`, 'https://d.example.com/', header), description: `Was ${secret}.` },
      // The first letter has another length in lower case.
      { ...hook(`Turkish ${index}`, 'https://d.example.com/', header), description: `İ was ${secret}.` },
      hook(`Path ${index}`, `https://p.example.com/in/${encoded(secret)}/auco`, header),
      hook(`Raw path ${index}`, `https://p.example.com/in/${raw}/auco`, header),
      hook(`Query ${index}`, `https://q.example.com/?${encoded(secret)}=1`, header),
      hook(`Host ${index}`, `https://${label}.example.com/`, header),
      hook(`Name ${index}`, 'https://n.example.com/', [secret, 'a value']),
      hook(`Typed ${index}`, 'https://n.example.com/', [`X-Key: ${secret}`, '']),
    ]
  })
  return [
    {
      ...hook('default', `https://hooks.example.com/${encoded(repeated)}`, [
        'Authorization',
        `Bearer ${live}`,
      ]),
      description: `Bearer ${repeated}`,
      // Fields that the file doesn't know are named before a write drops them.
      ...Object.fromEntries(known.map((secret) => [`is ${secret}`, true])),
    },
    hook('Removed', 'https://r.example.com/', ['X-Key', removed]),
    hook('Swapped', 'https://s.example.com/', [dropped, SWAPPED_VALUE]),
    hook('Added', 'https://added.example.com/', [`Bearer ${other}`, SWAPPED_DECLARED]),
    ...misplaced,
  ]
}

export function liveUrlOf({ user, password, query, fragment }: SecretSet): string {
  return `https://${encoded(user)}:${encoded(password)}@hooks.example.com/auco?key=${encoded(query)}&page=1#${encoded(fragment)}`
}

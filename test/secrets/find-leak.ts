/** A part of a secret, found where there must be none. */
export interface Leak {
  /** Name of the text that it was found in. */
  readonly text: string
  /** The six characters, decoded. */
  readonly window: string
  readonly encoding: string
  /** The text around it, undecoded. */
  readonly excerpt: string
}

/** A leak in one line, for the message of a failed test. */
export function describeLeak({ text, window, encoding, excerpt }: Leak): string {
  return `${JSON.stringify(window)} ${encoding} in ${text}: ${JSON.stringify(excerpt)}`
}

/** The shortest part of a secret that counts as a leak, in characters. A shorter secret counts as a whole. */
const WINDOW = 6

/** How many nested encodings are decoded, as in an HTML page that quotes JSON. */
const MAX_DEPTH = 3

interface Needle {
  readonly window: string
  readonly encoding: string
}

/**
 * Finds parts of secrets in texts. Escapes (URLs, HTML, JavaScript) are decoded in the text; for base64 and hex, each
 * window of the secret is encoded. It works unlike `src/core/secret-redactor.ts` on purpose, so as not to share its mistakes.
 */
export class LeakFinder {
  readonly #needles = new Map<string, Needle>()
  #lengths: readonly number[] = []
  /** Hashes of the first three characters of every needle, to skip almost every position of a text. */
  readonly #starts = new Uint8Array(1 << 16)
  #searched = 0

  /**
   * `known`: texts that do not come from the secrets. A window that one of them contains reveals nothing and is not
   * looked for.
   */
  constructor(secrets: Iterable<string>, known: Iterable<string> = []) {
    for (const secret of new Set(secrets)) {
      for (const window of windowsOf(secret)) this.#add(window)
    }
    this.#prepare()
    const innocent = new Set(
      [...known].flatMap((text) => this.#findIn('known', text).map(({ window }) => window)),
    )
    for (const [spelling, { window }] of this.#needles) {
      if (innocent.has(window)) this.#needles.delete(spelling)
    }
    this.#prepare()
    this.#searched = 0
  }

  #prepare(): void {
    this.#lengths = [...new Set([...this.#needles.keys()].map((needle) => needle.length))].toSorted(
      (a, b) => a - b,
    )
    this.#starts.fill(0)
    for (const needle of this.#needles.keys()) this.#starts[startHash(needle, 0)] = 1
  }

  /** Encoded windows of secrets, times texts that were searched. */
  get searched(): number {
    return this.#searched
  }

  /** The leaks in named texts, one per window, encoding and text. */
  find(texts: Readonly<Record<string, string>>): readonly Leak[] {
    return Object.entries(texts).flatMap(([name, text]) => this.#findIn(name, text))
  }

  #findIn(name: string, text: string): readonly Leak[] {
    const leaks = new Map<string, Leak>()
    for (const { way, decoded } of readings(text)) {
      this.#searched += this.#needles.size
      for (const { needle, at } of this.#hits(decoded)) {
        const encoding = [...way, needle.encoding].join(' ')
        const excerpt = decoded.slice(Math.max(0, at - 30), at + 40)
        leaks.set(`${encoding}: ${needle.window}`, { text: name, window: needle.window, encoding, excerpt })
      }
    }
    return [...leaks.values()]
  }

  *#hits(text: string): Generator<{ needle: Needle; at: number }> {
    for (let at = 0; at + 3 <= text.length; at += 1) {
      if (this.#starts[startHash(text, at)] !== 1) continue
      for (const length of this.#lengths) {
        const needle = this.#needles.get(text.slice(at, at + length))
        if (needle !== undefined) yield { needle, at }
      }
    }
  }

  #add(window: string): void {
    const needle = (spelling: string, encoding: string) => {
      if (!this.#needles.has(spelling)) this.#needles.set(spelling, { window, encoding })
    }
    needle(window, 'plain')
    // Three or four characters of base64 or hex occur in any commit's name.
    if ([...window].length < WINDOW) return
    needle(window.toUpperCase(), 'in capitals')
    needle(window.toLowerCase(), 'in small letters')
    for (const charset of ['utf8', 'latin1'] as const) {
      const bytes = Buffer.from(window, charset)
      needle(bytes.toString('hex'), 'hex')
      needle(bytes.toString('hex').toUpperCase(), 'hex in capitals')
      for (const shift of [0, 1, 2]) {
        const encoded = base64Inside(bytes, shift)
        needle(encoded, `base64 at byte ${shift}`)
        needle(encoded.replaceAll('+', '-').replaceAll('/', '_'), `base64 for URLs at byte ${shift}`)
      }
    }
  }
}

/** Every part of six characters; a secret shorter than that as a whole, if it has at least three. */
function windowsOf(secret: string): readonly string[] {
  const characters = [...secret]
  if (characters.length < 3) return []
  if (characters.length <= WINDOW) return [secret]
  return characters.slice(WINDOW - 1).map((_, from) => characters.slice(from, from + WINDOW).join(''))
}

/** The base64 characters that depend on these bytes alone if `shift` others precede them in a group of three. */
function base64Inside(bytes: Buffer, shift: number): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
  const bits = (shift + bytes.length) * 8
  return encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(bits / 6))
}

function startHash(text: string, at: number): number {
  return (text.charCodeAt(at) * 961 + text.charCodeAt(at + 1) * 31 + text.charCodeAt(at + 2) * 4_093) & 0xffff
}

interface Reading {
  readonly way: readonly string[]
  readonly decoded: string
}

/** The text as it is, and decoded in every combination of ways. */
function readings(text: string): readonly Reading[] {
  const all: Reading[] = [{ way: [], decoded: text }]
  const seen = new Set([text])
  let last: readonly Reading[] = all
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const next: Reading[] = []
    for (const { way, decoded } of last) {
      for (const [name, unescaped] of UNESCAPES) {
        const further = unescaped(decoded)
        if (seen.has(further)) continue
        seen.add(further)
        next.push({ way: [...way, name], decoded: further })
      }
    }
    all.push(...next)
    last = next
  }
  return all
}

const UNESCAPES: readonly (readonly [name: string, unescaped: (text: string) => string])[] = [
  ['URL-encoded', unescapeUrl],
  ['form-encoded', (text) => (/%[0-9a-f]{2}/i.test(text) ? unescapeUrl(text.replaceAll('+', ' ')) : text)],
  ['HTML-escaped', unescapeHtml],
  ['JavaScript-escaped', unescapeJavaScript],
]

function unescapeUrl(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  )
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  grave: '`',
  sol: '/',
  bsol: '\\',
  equals: '=',
  plus: '+',
  colon: ':',
  dollar: '$',
  percnt: '%',
  num: '#',
  lbrace: '{',
  rbrace: '}',
  nbsp: '\u00a0',
  Tab: '\t',
  NewLine: '\n',
}

function unescapeHtml(text: string): string {
  return text.replaceAll(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));?/gi,
    (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
      if (name !== undefined) return ENTITIES[name] ?? ENTITIES[name.toLowerCase()] ?? whole
      return codePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16), whole)
    },
  )
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0',
}

function unescapeJavaScript(text: string): string {
  return text.replaceAll(
    /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([\s\S]))/gi,
    (whole, braced?: string, four?: string, two?: string, single?: string) => {
      if (single !== undefined) return ESCAPES[single] ?? single
      return codePoint(Number.parseInt(braced ?? four ?? two ?? '', 16), whole)
    },
  )
}

function codePoint(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise
}

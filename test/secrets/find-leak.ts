/** The shortest part of a secret that counts as a leak, in characters. A shorter secret counts as a whole. */
const WINDOW = 6

/** How many nested encodings are decoded, as in an HTML page that quotes JSON. */
const MAX_DEPTH = 3

/** The shortest spelling that is looked for, in characters; spellings are found by their start. */
const START = 3

/**
 * Finds parts of secrets in texts. Escapes (URLs, HTML, JavaScript) are decoded in the text; for base64 and hex, each
 * window of the secret is encoded. It works unlike `src/core/secret-redactor.ts` on purpose, so as not to share its mistakes.
 */
export class LeakFinder {
  /** The windows of secrets by their spellings, those by their first characters. */
  readonly #needles = new Map<string, Map<string, string>>()

  /**
   * `known`: texts that do not come from the secrets. A window that one of them contains reveals nothing and is not
   * looked for.
   */
  constructor(secrets: Iterable<string>, known: Iterable<string> = []) {
    for (const window of [...new Set(secrets)].flatMap(windowsOf)) {
      for (const spelling of spellingsOf(window)) {
        const start = spelling.slice(0, START)
        const needles = this.#needles.get(start) ?? new Map<string, string>()
        this.#needles.set(start, needles.set(spelling, window))
      }
    }
    const innocent = new Set([...known].flatMap((text) => [...this.#findIn(text).keys()]))
    for (const needles of this.#needles.values()) {
      for (const [spelling, window] of needles) if (innocent.has(window)) needles.delete(spelling)
    }
  }

  /** The leaks in named texts, a line for each window, with the text around it. */
  find(texts: Readonly<Record<string, string>>): readonly string[] {
    return Object.entries(texts).flatMap(([name, text]) =>
      [...this.#findIn(text)].map(
        ([window, excerpt]) => `${JSON.stringify(window)} in ${name}: ${JSON.stringify(excerpt)}`,
      ),
    )
  }

  /** The windows in a text, each with what is around it. */
  #findIn(text: string): ReadonlyMap<string, string> {
    const found = new Map<string, string>()
    for (const reading of readings(text)) {
      for (let at = 0; at + START <= reading.length; at += 1) {
        for (const [spelling, window] of this.#needles.get(reading.slice(at, at + START)) ?? []) {
          if (reading.startsWith(spelling, at))
            found.set(window, reading.slice(Math.max(0, at - 30), at + 40))
        }
      }
    }
    return found
  }
}

/** Every part of six characters; a secret shorter than that as a whole, if it has at least three. */
function windowsOf(secret: string): readonly string[] {
  const characters = [...secret]
  if (characters.length < START) return []
  if (characters.length <= WINDOW) return [secret]
  return characters.slice(WINDOW - 1).map((_, from) => characters.slice(from, from + WINDOW).join(''))
}

function spellingsOf(window: string): readonly string[] {
  // Three or four characters of base64 or hex occur in any commit's name.
  if ([...window].length < WINDOW) return [window]
  const encoded = (['utf8', 'latin1'] as const).flatMap((charset) => {
    const bytes = Buffer.from(window, charset)
    const hex = bytes.toString('hex')
    const base64 = [0, 1, 2].map((shift) => base64Inside(bytes, shift))
    const forUrls = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))
    return [hex, hex.toUpperCase(), ...base64, ...forUrls]
  })
  return [window, window.toUpperCase(), window.toLowerCase(), ...encoded]
}

/** The base64 characters that depend on these bytes alone if `shift` others precede them in a group of three. */
function base64Inside(bytes: Buffer, shift: number): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
  const bits = (shift + bytes.length) * 8
  return encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(bits / 6))
}

/** The text as it is, and decoded in every combination of ways. */
function readings(text: string): ReadonlySet<string> {
  const all = new Set([text])
  let last = [text]
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    last = last.flatMap((one) => DECODERS.map((decoded) => decoded(one))).filter((one) => !all.has(one))
    for (const one of last) all.add(one)
  }
  return all
}

const DECODERS: readonly ((text: string) => string)[] = [
  unescapeUrl,
  // Of forms.
  (text) => (/%[0-9a-f]{2}/i.test(text) ? unescapeUrl(text.replaceAll('+', ' ')) : text),
  unescapeHtml,
  unescapeJavaScript,
]

function unescapeUrl(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  )
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescapeHtml(text: string): string {
  return text.replaceAll(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,4}));?/gi,
    (whole, hex?: string, decimal?: string, name?: string) =>
      name === undefined
        ? codePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16), whole)
        : (ENTITIES[name.toLowerCase()] ?? whole),
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
    (whole, braced?: string, four?: string, two?: string, single?: string) =>
      single === undefined
        ? codePoint(Number.parseInt(braced ?? four ?? two ?? '', 16), whole)
        : (ESCAPES[single] ?? single),
  )
}

function codePoint(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise
}

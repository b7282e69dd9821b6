/** The parts of a report below its heading, top to bottom. An empty part is absent. */
export interface Parts {
  /** One line that begins with the state. */
  readonly status: string
  /** What a reviewer must not overlook. */
  readonly cautions: string
  /** The plan: its changes, and the file's problems. */
  readonly plan: string
  /** What the merge will do. */
  readonly merge: string
  readonly footer: string
}

const NAMES = ['status', 'cautions', 'plan', 'merge', 'footer'] as const

/** The hidden line before a part of a comment. Untrusted text never makes a whole line. */
const line = (name: string) => `<!-- auco:${name} -->`
/** The plan, folded: its first and its last line are the fold. */
const FOLDED = 'folded'

/** The parts as Markdown, with hidden lines, so that an apply can edit them without reading their words. */
export function joinParts(parts: Parts, isFolded = false): string {
  const nameOf = (name: keyof Parts) => (isFolded && name === 'plan' ? FOLDED : name)
  return NAMES.flatMap((name) =>
    parts[name] === '' ? [] : [`${line(nameOf(name))}\n\n${parts[name]}`],
  ).join('\n\n')
}

/** The plan behind a fold. */
export function fold(summary: string, plan: string): string {
  return plan === '' ? '' : `<details><summary>${summary}</summary>\n\n${plan}\n\n</details>`
}

/** How an apply ended, for a comment. */
export interface EndOfPlan {
  readonly status: string
  /** What the plan is folded under, now that live equals the file; `null` while it is open. */
  readonly foldedUnder: string | null
}

/**
 * The comment of a plan with another status. Once the plan is live, its cautions are gone, and it is folded. A comment
 * without parts stays as it is.
 */
export function withEnd(body: string, { status, foldedUnder }: EndOfPlan): string {
  const { head, parts } = partsOf(body)
  if (parts === null) return body
  const open = { ...parts, status, merge: '' }
  const text =
    foldedUnder === null
      ? joinParts(open)
      : joinParts({ ...open, cautions: '', plan: fold(foldedUnder, parts.plan) }, true)
  return `${head}${text}\n`
}

/** A comment without its footer, which differs in every run: two comments are the same if this is equal. */
export function withoutFooter(body: string): string {
  return (
    body
      .replaceAll('\r\n', '\n')
      .split(`\n${line('footer')}\n`)[0]
      ?.trimEnd() ?? ''
  )
}

/** What stands before the first part, and the parts; `null` if there are none. */
function partsOf(body: string): { readonly head: string; readonly parts: Parts | null } {
  const lines = body.replaceAll('\r\n', '\n').split('\n')
  const names = new Map([...NAMES, FOLDED].map((name) => [line(name), name]))
  const starts = lines.flatMap((text, index) => {
    const name = names.get(text)
    return name === undefined ? [] : [{ name, index }]
  })
  const texts = new Map(
    starts.map(({ name, index }, at) => [
      name,
      lines
        .slice(index + 1, starts[at + 1]?.index)
        .join('\n')
        .trim(),
    ]),
  )
  const status = texts.get('status')
  if (status === undefined) return { head: body, parts: null }
  const part = (name: string) => texts.get(name) ?? ''
  const folded = part(FOLDED).split('\n').slice(1, -1).join('\n').trim()
  return {
    head: `${lines.slice(0, starts[0]?.index).join('\n')}\n`,
    parts: {
      status,
      cautions: part('cautions'),
      plan: part('plan') || folded,
      merge: part('merge'),
      footer: part('footer'),
    },
  }
}

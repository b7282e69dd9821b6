/** A section of a comment, as the action's own comments in it say. */
export interface Section {
  readonly environment: string
  readonly config: string
  readonly sha: string
  readonly isFinal: boolean
  readonly heading: string
  /** The first line, which begins with the state. */
  readonly status: string
  /** All of it but the heading. */
  readonly text: string
}

/** The sections of a comment, in their order. */
export function sectionsOf(body = ''): readonly Section[] {
  const [, ...parts] = body.split(/^<!-- auco:section (.*) -->\n\n/m)
  return parts.flatMap((json, index) => {
    if (index % 2 === 1) return []
    const [heading = '', ...lines] = (parts[index + 1] ?? '').trim().split('\n\n')
    return [{ ...JSON.parse(json), heading, status: lines[0] ?? '', text: lines.join('\n\n') }]
  })
}

/** The first line under a heading: what the first section of a comment says, or a summary. */
export function statusOf(body = ''): string | undefined {
  return /^#{2,3} .*\n\n(?!<!--)(.*)$/m.exec(body)?.[1]
}

/** The line that says what the merge does; undefined where it is the obvious. */
export function mergeEffectOf(body = ''): string | undefined {
  return /^\*\*What the merge does:\*\* (.*)$/m.exec(body)?.[1]
}

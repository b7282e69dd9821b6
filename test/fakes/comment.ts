/** The line of a comment or a summary that says what the plan is by now. */
export function statusOf(body = ''): string | undefined {
  return /^<!-- auco:status -->\r?\n\r?\n(.*)$/m.exec(body)?.[1]
}

/** The same comment with another status. */
export function withStatus(body: string, status: string): string {
  return body.replace(/(?<=^<!-- auco:status -->\n\n).*$/m, () => status)
}

/** The line that says what the merge does; undefined where it is the obvious. */
export function mergeEffectOf(body = ''): string | undefined {
  return /^\*\*What the merge does:\*\* (.*)$/m.exec(body)?.[1]
}

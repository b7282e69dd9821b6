const START = '**Status:** '

/** The line of a plan comment that says what became of the plan. */
export function statusLine(status: string): string {
  return START + status
}

/** The status in a comment; empty if it has none. */
export function statusIn(body: string): string {
  const line = body.split('\n').find((candidate) => candidate.startsWith(START))
  return line?.slice(START.length).trimEnd() ?? ''
}

/** The comment with another status; unchanged if it has none. */
export function withStatus(body: string, status: string): string {
  return body
    .split('\n')
    .map((line) => (line.startsWith(START) ? statusLine(status) : line))
    .join('\n')
}

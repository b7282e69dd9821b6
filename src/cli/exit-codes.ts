/** Exit codes, as documented in docs/cli.md. */
export const EXIT = { ok: 0, error: 1, changes: 2, problems: 2 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

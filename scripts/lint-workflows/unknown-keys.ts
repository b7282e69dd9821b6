/**
 * What actionlint up to 1.7.12 says about keys that GitHub has had since 2026: a regular expression for exactly that message.
 * Whether their values are right is checked by test/repository/workflows.
 */
export const UNKNOWN_KEYS = [
  // https://github.com/rhysd/actionlint/issues/657
  '^unexpected key "queue" for "concurrency" section\\. expected one of "cancel-in-progress", "group"$',
  // https://github.blog/changelog/2026-03-19-github-actions-late-march-2026-updates
  '^unexpected key "deployment" for "environment" section\\. expected one of "name", "url"$',
] as const

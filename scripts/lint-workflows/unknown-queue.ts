/**
 * What actionlint up to 1.7.12 says about `concurrency.queue`, which GitHub has had since May 2026
 * (https://github.com/rhysd/actionlint/issues/657). A regular expression for this one message. Whether `queue` is right is
 * checked by test/repository/workflows.
 */
export const UNKNOWN_QUEUE =
  '^unexpected key "queue" for "concurrency" section\\. expected one of "cancel-in-progress", "group"$'

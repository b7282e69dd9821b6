import { readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Values that a hurried person writes into the file. No message may repeat six characters of one: each such piece holds a
 * `+`, `/` or `=`, so that no edit makes a name of it, which messages show.
 */
export const SECRETS = ['k7+Qz9/mT2=vX4+bL8/cR5=w', 'J3/hW6=pY1+sD0/gN8=fK4+u'] as const
const [first, second] = SECRETS

const seed = (name: string) =>
  readFileSync(path.join(import.meta.dirname, 'seeds', `${name}.yaml`), 'utf8')
    .replaceAll('<first>', first)
    .replaceAll('<second>', second)
    .replaceAll('<encoded second>', encodeURIComponent(second))
const [EVERY_FIELD, ANCHORS] = [seed('every-field'), seed('anchors')]

/** Valid files that between them use every field, every way of writing a text, and anchors, tags and comments. */
export const VALID_FILES: readonly string[] = [EVERY_FIELD, seed('json'), ANCHORS, seed('flow')]

/** Files with one mistake each that no small edit of a valid file makes; they are edited further, too. */
export const WRONG_FILES: readonly string[] = [
  EVERY_FIELD.replace('secret: false', 'secret: true'),
  EVERY_FIELD.replace('AUCO_USER_NAME', 'GITHUB_TOKEN'),
  EVERY_FIELD.replace('AUCO_USER_NAME', 'AUCO_UNSET'),
  EVERY_FIELD.replace('/${AUCO_TOKEN}', '/${AUCO_NO_URL}'),
  EVERY_FIELD.replace('stage.example.com/auco', '${AUCO_TOKEN}.example.com/auco'),
  EVERY_FIELD.replace('Bearer ${AUCO_TOKEN}', 'Bearer ${AUCO_OWN_KEY}'),
  EVERY_FIELD.replace('- stage\n', '- production\n').replace('secret: false', `password: ${first}`),
  EVERY_FIELD.replace('secret: false', `${second}: false`),
  EVERY_FIELD.replace('  - id: Audit\n', `  - id: Audit\n    ${first}: why\n`),
  `%YAML 1.1\n${ANCHORS}`,
  `${'a: ['.repeat(10)}${'[{'.repeat(20)}`,
  `a: &a [${'*a, '.repeat(21)}]\n`,
  `${'k'.repeat(1_100)}: a\n`,
]

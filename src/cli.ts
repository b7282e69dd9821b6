#!/usr/bin/env node
// Nothing is imported before the version is known: an older Node would fail on it with an error of its own.
const OLDEST = 24
const { node } = process.versions
if (Number(node.split('.')[0]) < OLDEST) {
  process.stderr.write(
    `auco-webhooks needs Node ${OLDEST} or later; this is Node ${node}. Install a newer one.\n`,
  )
  process.exitCode = 1
} else {
  // The build makes a `require` of it, which takes Node less to load.
  await import('./cli/main.ts')
}

export {}

#!/usr/bin/env node
// Nothing is imported before the version is checked: an older Node would fail to load it, with an error of its own.
const OLDEST = 24
const { node } = process.versions
if (Number(node.split('.')[0]) < OLDEST) {
  process.stderr.write(
    `auco-webhooks needs Node ${OLDEST} or later; this is Node ${node}. Install a newer one.\n`,
  )
  process.exitCode = 1
} else {
  // The build turns this into a `require`, which Node loads faster.
  const { runLocalCommand } = await import('./cli/main.ts')
  runLocalCommand(process)
}

export {}

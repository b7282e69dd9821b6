import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod'

/** The part of GitHub's command line that the recipe uses, with issues and labels in a file. Exits with 64 for the rest. */
const gh = `
const { readFileSync, writeFileSync } = require('node:fs')
const file = process.env.GH_STATE
const state = JSON.parse(readFileSync(file, 'utf8'))
const [noun, verb, ...rest] = process.argv.slice(2)
const option = (name) => rest[rest.indexOf(name) + 1]
switch (noun + ' ' + verb) {
  case 'issue list':
    for (const [index, issue] of state.issues.entries()) {
      if (issue.open && issue.label === option('--label')) { console.log(index + 1); break }
    }
    break
  case 'label create':
    state.labels = [...new Set([...state.labels, rest[0]])]
    break
  case 'issue create':
    if (!state.labels.includes(option('--label'))) process.exit(1)
    state.issues.push({ open: true, label: option('--label'), body: option('--body') })
    break
  case 'issue close':
    state.issues[rest[0] - 1].open = false
    break
  default:
    process.exit(64)
}
writeFileSync(file, JSON.stringify(state))
`

const Issue = z.object({ open: z.boolean(), label: z.string(), body: z.string().optional() })
export type Issue = z.infer<typeof Issue>

/** GitHub's command line for scripts that have `directory` in their PATH, and `GH_STATE` as its `state`. */
export interface GhCommand {
  readonly directory: string
  readonly state: string
  issues: readonly Issue[]
}

/** Puts the command into a directory. */
export function installGh(directory: string): GhCommand {
  const state = path.join(directory, 'gh.json')
  const command = path.join(directory, 'gh')
  writeFileSync(command, `#!${process.execPath}\n${gh}`)
  chmodSync(command, 0o755)
  return {
    directory,
    state,
    get issues() {
      return z.object({ issues: z.array(Issue) }).parse(JSON.parse(readFileSync(state, 'utf8'))).issues
    },
    set issues(issues) {
      writeFileSync(state, JSON.stringify({ labels: ['bug'], issues }))
    },
  }
}

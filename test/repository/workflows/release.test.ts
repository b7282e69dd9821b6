import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { workflowsIn } from './workflows.ts'

const steps =
  workflowsIn('.github/workflows').find((file) => file.path === '.github/workflows/release.yml')?.workflow
    .jobs['publish']?.steps ?? []
const publish = steps.find(({ run }) => run?.includes('gh release create'))?.run ?? ''

/**
 * The part of GitHub's command line that the step uses. GH_DRAFT is what GitHub has: `none`, `true` (a draft) or `false`.
 * GH_TAGGED is the commit of the tag.
 */
const gh = `
const { appendFileSync } = require('node:fs')
const [noun, verb, tag, ...rest] = process.argv.slice(2)
if (noun === 'api') console.log(verb === 'repos/acme/webhooks/commits/tags/v1.2.3' ? process.env.GH_TAGGED : 64)
else if (verb !== 'view') appendFileSync(process.env.GH_LOG, verb + ' ' + tag + ' ' + rest.filter((word) => /^--draft|sbom/.test(word)).join(' ') + '\\n')
else if (process.env.GH_DRAFT === 'none') process.exit(1)
else console.log(process.env.GH_DRAFT)
`

// The workflow runs on Linux. Windows ignores the first line of a script.
describe.skipIf(process.platform === 'win32')('a release', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'release-'))
  const log = path.join(directory, 'log')
  writeFileSync(path.join(directory, 'gh'), `#!${process.execPath}\n${gh}`)
  chmodSync(path.join(directory, 'gh'), 0o755)
  afterAll(() => rmSync(directory, { recursive: true }))

  const create = 'create v1.2.3 --draft'
  const upload = 'upload v1.2.3 release/sbom.cdx.json'
  const edit = 'edit v1.2.3 --draft=false'

  it.each([
    ['is a draft until its files are there', 'none', 'approved', [create, upload, edit]],
    ['that a failed run left as a draft is completed', 'true', 'approved', [upload, edit]],
    ['that is published stays as it is', 'false', 'approved', []],
    ['whose tag was moved after the approval is not made', 'none', 'other', []],
  ])('%s', (_, draft, tagged, commands) => {
    writeFileSync(log, '')
    const { status } = spawnSync('bash', ['-e', '-c', publish], {
      env: {
        PATH: [directory, process.env['PATH']].join(path.delimiter),
        GITHUB_REF_NAME: 'v1.2.3',
        GITHUB_REPOSITORY: 'acme/webhooks',
        GITHUB_SHA: 'approved',
        GITHUB_STEP_SUMMARY: path.join(directory, 'summary'),
        GH_DRAFT: draft,
        GH_LOG: log,
        GH_TAGGED: tagged,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    expect(status).toBe(tagged === 'approved' ? 0 : 1)
    expect(readFileSync(log, 'utf8').split('\n').filter(Boolean)).toEqual(commands)
  })

  it('moves the tag of the major version last, after GitHub has verified the release', () => {
    const order = ['gh release edit', 'gh release verify', 'git/refs/tags/$major']
    expect(order.map((text) => steps.findIndex(({ run }) => run?.includes(text)))).toEqual(
      order.map((_, index) => steps.length - order.length + index),
    )
  })
})

import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { sectionsOf } from '../../fakes/comment.ts'
import { read, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { desiredFile, hookTokens } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

it('a plan on a pull request posts one comment, sets every output, and reads with the public key only', async () => {
  const { auco, github, repo } = company
  const pull = await company.propose(desiredFile)
  const run = await company.plan({
    file: desiredFile,
    event: pullRequestEvent(repo, pull),
    // A plan job should not have it; if it has, nothing may come of it.
    inputs: { 'private-key': auco.privateKey },
  })

  expect(run).toMatchObject({ exitCode: 0, signal: null, stderr: '', annotations: [] })
  expect(run.outputs).toEqual({
    result: 'planned',
    changed: 'true',
    added: '["Audit"]',
    updated: '["default"]',
    removed: '[]',
    unmanaged: '[]',
    'webhook-ids': '["default","Billing","Audit"]',
    plan: expect.any(String),
    'comment-url': expect.stringMatching(
      `^https://github.com/acme/${repo.name}/pull/${pull.number}#issuecomment-\\d+$`,
    ),
  })
  expect(JSON.parse(run.outputs['plan'] ?? '')).toMatchObject({
    environment: 'stage',
    unchanged: ['Billing'],
  })

  expect(run.toAuco).toEqual([read()])
  const request = auco.requests.at(-1)
  expect(request?.headers['authorization']).toBe(auco.publicKey)
  expect(request?.headers['user-agent']).toMatch(/^auco-webhooks-action\/\d+\.\d+\.\d+/)
  expect(JSON.stringify([auco.requests, github.requests])).not.toContain(auco.privateKey)
  expect(auco.company()).toEqual(seedCompany())

  expect(run.toGitHub).toEqual([
    ['POST', '/graphql', 200],
    ['POST', `/issues/${pull.number}/comments`, 201],
  ])
  const comments = await company.comments(pull)
  expect(comments).toHaveLength(1)
  const [{ heading = '', status, text = '' } = {}] = sectionsOf(comments[0])
  expect(status).toBe('**Plan:** 1 to update · 1 to create · 1 unchanged')
  expect(text).toContain('Audit')
  expect(run.summary.trimEnd()).toBe(`${heading}\n\n${text}`)
  expect(run.masks).toEqual(
    expect.arrayContaining([auco.publicKey, auco.privateKey, github.botToken, ...Object.values(hookTokens)]),
  )
})

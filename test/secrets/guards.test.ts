import { afterAll, describe, expect, it } from 'vitest'
import { encoded, fileOf, handOf, liveOf } from './hands.ts'
import { type Scenario, startWorld } from './world.ts'

/** The guards of a merge, each with nothing else in its way: a run that is stopped was stopped by that one. */

const world = await startWorld()
afterAll(() => world.close())
const hand = handOf({ name: 'letters and digits', make: (core) => core(24) }, 77)

const plan: Scenario = {
  event: 'pull_request',
  inputs: { 'public-key': hand.publicKey, 'github-token': hand.githubToken },
  variables: { TOKEN: hand.variable },
  file: fileOf(hand),
  live: liveOf(hand),
}
const merge: Scenario = { ...plan, event: 'push', inputs: { ...plan.inputs, 'private-key': hand.privateKey } }
const { comments } = await world.run(plan)
const other = { id: 'Other', description: 'Later', url: 'https://other.example.com/' }
it('the plan is announced in a comment, and what was reviewed is applied', async () => {
  expect(comments).toHaveLength(1)
  const told = await world.run({ ...merge, comments })
  expect([told.code, told.stored.writes]).toEqual(['ok', 1])
})

describe('nothing is written', () => {
  it.each<[string, Partial<Scenario>, string]>([
    ['without a review', {}, 'unreviewed-removals'],
    [
      'if more is to be removed than was reviewed',
      { comments, live: [...plan.live, other] },
      'unreviewed-removals',
    ],
    [
      'if the pull request got commits after its review',
      { comments, people: (github, repo) => github.commit(repo, 'change', { 'README.md': 'x' }, 'docs: x') },
      'unreviewed-removals',
    ],
    [
      'if somebody else wrote the comment',
      {
        people: (github, repo, { number }) =>
          github.comment(repo, number, comments[0] ?? '', github.humanToken),
      },
      'unreviewed-removals',
    ],
    [
      'if the comment was sealed with another key',
      { comments, inputs: { ...merge.inputs, 'public-key': `${hand.publicKey}2` } },
      'unreviewed-removals',
    ],
    ['if the commit is not the head of its branch', { comments, isBehind: true }, 'ok'],
  ])('%s', async (_, change, code) => {
    const told = await world.run({ ...merge, ...change })
    expect([told.code, told.stored.writes]).toEqual([code, 0])
  })
})

describe('own secrets go to no webhook', () => {
  const basic = (text: string) => `Basic ${Buffer.from(`user:${text}`).toString('base64')}`
  it.each([
    ['the public key', hand.publicKey],
    ['the private key', `x${hand.privateKey}`],
    ["GitHub's token", hand.githubToken],
    ["GitHub's token in base64", basic(hand.githubToken)],
    ['the private key, URL-encoded', encoded(hand.privateKey)],
  ])('%s', async (_, value) => {
    const told = await world.run({ ...merge, comments, variables: { TOKEN: value } })
    expect([told.code, told.stored.reads, told.stored.writes]).toEqual(['invalid-file', 0, 0])
  })
})

it('a plan that is repeated after the merge announces nothing', async () => {
  const closed: Scenario = {
    ...plan,
    people: (github, repo, { number }) => github.mergePullRequest(repo, number),
  }
  const told = await world.run(closed)
  expect([told.code, told.comments]).toEqual(['ok', []])
})

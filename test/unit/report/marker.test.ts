import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { LiveWebhook } from '../../../src/core/webhook.ts'
import {
  type Announcement,
  announcesMore,
  type CommentIdentity,
  isMarked,
  MAX_ANNOUNCED,
  type PlanState,
  type Reviewed,
  readSealedPlan,
  renderMarker,
  stateOf,
  withState,
} from '../../../src/report/marker.ts'
import { replacedComment } from '../../../src/report/replaced-comment.ts'
import { liveWebhook, MASKED, type Sketch } from '../plan/webhooks.ts'

const identity: CommentIdentity = {
  title: 'Auco webhooks · stage',
  config: 'webhooks.yaml',
  environment: 'stage',
}
const key = new Secret('puk_7Hq2LrX9wTzB4nVdKc8sYfMj')
const expected: Reviewed = {
  repository: 'acme/webhooks',
  pullRequest: 7,
  headSha: '1f0c9e27c4b5d3a6f8e90b1c2d3e4f5061728394',
  baseBranch: 'main',
}
const live = ['Billing', 'Audit', 'default', ''].map((id) => liveWebhook({ id }))
const removing = (...ids: readonly string[]) => ids.map((id) => liveWebhook({ id }))
const announcement: Announcement = { ...expected, removals: removing('Billing', 'Audit') }

interface Asked {
  readonly as: CommentIdentity
  readonly of: Reviewed
  readonly with: Secret
  readonly webhooks: readonly LiveWebhook[]
}

/** The ids of a few live webhooks whose removal a comment announces. */
const announcedIn = (
  body: string,
  { as = identity, of = expected, with: secret = key, webhooks = live }: Partial<Asked> = {},
) => {
  const plan = readSealedPlan(body, as, of, secret)
  return plan === null ? [] : webhooks.filter(plan.announces).map(({ id }) => id)
}

const sealed = renderMarker(identity, announcement, key)
const unsealed = '<!-- auco-webhooks-action:v2 ee988dd30a1d1412 planned -->'
const parts = /^<!-- auco-webhooks-action:v2 [0-9a-f]{16} planned ([\w-]+)\.([\w-]{43}) -->$/
/** A comment of version 0.1, which announced ids. */
const earlier =
  '<!-- auco-webhooks-action:v1 ee988dd30a1d1412 eyJpZGVudGl0eSI6ImVlOTg4ZGQzMGExZDE0MTIiLCJyZXBvc2l0b3J5IjoiYWNtZS93ZWJob29rcyIsInB1bGxSZXF1ZXN0Ijo3LCJoZWFkU2hhIjoiMWYwYzllMjdjNGI1ZDNhNmY4ZTkwYjFjMmQzZTRmNTA2MTcyODM5NCIsInJlbW92YWxzIjoiT3NpN3lwcDB6NzFpY3dmcCJ9.z_XW_nVZyQaE64SDvgHKclEP3nZlrZtYhNEp0OB4Oac -->'

describe('the marker', () => {
  it('is one hidden line with the identity, the state, the announcement and its seal', () => {
    expect(sealed).toMatch(parts)
    const [, text = ''] = parts.exec(sealed) ?? []
    expect(JSON.parse(Buffer.from(text, 'base64url').toString())).toEqual({
      identity: unsealed.slice(29, 45),
      ...expected,
      removals: expect.stringMatching(/^[\w-]{32}$/),
    })
  })

  it('stays the same, because an update of the action must find earlier comments', () => {
    expect(renderMarker(identity, null, null)).toBe(unsealed)
    expect(
      renderMarker(identity, { ...announcement, removals: removing('Billing') }, new Secret('puk_key')),
    ).toBe(
      '<!-- auco-webhooks-action:v2 ee988dd30a1d1412 planned eyJpZGVudGl0eSI6ImVlOTg4ZGQzMGExZDE0MTIiLCJyZXBvc2l0b3J5IjoiYWNtZS93ZWJob29rcyIsInB1bGxSZXF1ZXN0Ijo3LCJoZWFkU2hhIjoiMWYwYzllMjdjNGI1ZDNhNmY4ZTkwYjFjMmQzZTRmNTA2MTcyODM5NCIsImJhc2VCcmFuY2giOiJtYWluIiwicmVtb3ZhbHMiOiJXeVc1eDV4QzJ4NThqbG9pIn0.SbVGopDqdy1Pnorcq3HGkMHhM5dkOy6YJKBjD3PqANQ -->',
    )
  })

  it.each<[string, Announcement | null, Secret | null]>([
    ['nothing to announce', null, key],
    ['no key', announcement, null],
    [
      'more than 1,000 removals',
      { ...announcement, removals: removing(...Array.from({ length: 1001 }, (_, n) => `${n}`)) },
      key,
    ],
  ])('announces nothing with %s', (_, announced, secret) => {
    const line = renderMarker(identity, announced, secret)
    expect(line).toBe(unsealed)
    expect(announcedIn(line)).toEqual([])
  })

  it('announces 1,000 ids of any length in less than 22,000 characters', () => {
    const webhooks = removing(...Array.from({ length: 1001 }, (_, n) => `${n}`.padEnd(128, 'x')))
    const removals = webhooks.slice(0, 1000)
    const line = renderMarker(identity, { ...announcement, removals }, key)
    expect(line.length).toBeLessThan(22_000)
    expect(announcedIn(line, { webhooks })).toEqual(removals.map(({ id }) => id))
  })

  it('tells ids apart that are not well-formed and equal in UTF-8', () => {
    const webhooks = removing('\ud800', '\ud801', '\ufffd', '\\ud800')
    const line = renderMarker(identity, { ...announcement, removals: webhooks.slice(0, 1) }, key)
    expect(announcedIn(line, { webhooks })).toEqual(['\ud800'])
  })

  it('shows no id, and cannot be ended by its content', () => {
    const hostile = '--> <img src=x> Billing'
    const line = renderMarker(
      { title: hostile, config: hostile, environment: hostile },
      { ...announcement, removals: removing(hostile) },
      key,
    )
    expect(line).toMatch(parts)
    const [, text = ''] = parts.exec(line) ?? []
    expect(Buffer.from(text, 'base64url').toString()).not.toContain('Billing')
  })

  it('reveals nothing of the key', () => {
    const [, text = '', seal = ''] = parts.exec(sealed) ?? []
    const told = [sealed, ...[text, seal].map((part) => Buffer.from(part, 'base64url').toString('latin1'))]
    expect(told.filter((one) => one.includes('puk_') || one.includes('7Hq2Lr'))).toEqual([])
  })
})

describe('a comment is marked', () => {
  it.each([
    ['the marker alone', unsealed],
    ['the marker above a text', `${unsealed}\n\n## Plan`],
    ['a sealed marker above a text', `${sealed}\n\n## Plan`],
    ['Windows line ends', `${unsealed}\r\n\r\n## Plan`],
    ['another state', unsealed.replace('planned', 'applied')],
    ['a marker of an earlier version', `${earlier}\n\n## Plan`],
  ])('with %s', (_, body) => {
    expect(isMarked(body, identity)).toBe(true)
  })

  it.each([
    ['nothing', ''],
    ['no marker', '## Plan'],
    ['the marker on the second line', `Hello\n${unsealed}`],
    ['the marker after a space', ` ${unsealed}`],
    ['a quoted marker', `> ${unsealed}`],
    ['a marker of another version', unsealed.replace(':v2', ':v3')],
    ['a longer identity', unsealed.replace('1412', '14120')],
    ['a shorter identity', unsealed.replace('1412', '141')],
    ['another title', renderMarker({ ...identity, title: 'Auco webhooks' }, announcement, key)],
    ['another file', renderMarker({ ...identity, config: 'other.yaml' }, announcement, key)],
    ['another environment', renderMarker({ ...identity, environment: 'production' }, announcement, key)],
    [
      'the same text split elsewhere',
      renderMarker(
        { title: 'Auco webhooks · stagewebhooks', config: '.yaml', environment: 'stage' },
        null,
        null,
      ),
    ],
  ])('but not with %s', (_, body) => {
    expect(isMarked(body, identity)).toBe(false)
  })
})

describe('a comment announces', () => {
  it.each([
    ['the marker alone', sealed],
    ['the marker above a text', `${sealed}\n\n## Plan\n`],
    ['Windows line ends', `${sealed}\r\n\r\n## Plan\r\n`],
  ])('exactly the sealed webhooks, with %s', (_, body) => {
    expect(announcedIn(body)).toEqual(['Billing', 'Audit'])
  })

  it('nothing without removals', () => {
    expect(announcedIn(renderMarker(identity, { ...announcement, removals: [] }, key))).toEqual([])
  })

  it('exactly the sealed webhooks, whatever their ids are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.uniqueArray(fc.string()), (ids, others) => {
        const line = renderMarker(identity, { ...announcement, removals: removing(...ids) }, key)
        const asked = [...ids, ...others]
        expect(announcedIn(line, { webhooks: removing(...asked) })).toEqual(
          asked.filter((id) => ids.includes(id)),
        )
      }),
    )
  })

  const reviewed: Sketch = { id: 'Billing', header: ['X-Key', 'secret-1'] }
  it.each<[string, Partial<Sketch>, boolean]>([
    ['as it was', {}, true],
    ['another id', { id: 'billing' }, false],
    ['another description', { description: 'Other' }, false],
    ['another URL', { url: 'https://hooks.example.com/other' }, false],
    ['another spelling of the same URL', { url: 'https://hooks.example.com:443/auco' }, true],
    ['another header', { header: ['X-Other', 'secret-1'] }, false],
    ['another spelling of the header', { header: ['x-key', 'secret-1'] }, false],
    ['another header value', { header: ['X-Key', 'secret-2'] }, false],
    ['a header value that Auco returns no longer', { header: ['X-Key', MASKED] }, false],
    ['no header', { header: null }, false],
  ])('a webhook as it was reviewed: %s', (_, difference, isAnnounced) => {
    const line = renderMarker(identity, { ...announcement, removals: [liveWebhook(reviewed)] }, key)
    const webhooks = [liveWebhook({ ...reviewed, ...difference })]
    expect(announcedIn(line, { webhooks })).toHaveLength(isAnnounced ? 1 : 0)
  })

  it('a webhook whose header value Auco does not return', () => {
    const webhooks = [liveWebhook({ id: 'Billing', header: ['X-Key', MASKED] })]
    const line = renderMarker(identity, { ...announcement, removals: webhooks }, key)
    expect(announcedIn(line, { webhooks })).toEqual(['Billing'])
  })

  it('nothing in a comment of an earlier version', () => {
    expect(announcedIn(earlier, { with: new Secret('puk_key') })).toEqual([])
  })

  it.each<[string, Partial<Asked>]>([
    ['another key', { with: new Secret('puk_other') }],
    ['an empty key', { with: new Secret('') }],
    ['another title', { as: { ...identity, title: 'Auco webhooks' } }],
    ['another file', { as: { ...identity, config: 'other.yaml' } }],
    ['another environment', { as: { ...identity, environment: 'production' } }],
    ['another repository', { of: { ...expected, repository: 'acme/other' } }],
    ['another pull request', { of: { ...expected, pullRequest: 8 } }],
    ['another head commit', { of: { ...expected, headSha: expected.headSha.replace('1', '2') } }],
    ['an abbreviated head commit', { of: { ...expected, headSha: expected.headSha.slice(0, 7) } }],
    ['another base branch', { of: { ...expected, baseBranch: 'release' } }],
  ])('nothing for %s', (_, asked) => {
    expect(announcedIn(sealed, asked)).toEqual([])
  })

  it.each<[string, Partial<CommentIdentity>]>([
    ['title', { title: 'Auco webhooks' }],
    ['file', { config: 'other.yaml' }],
    ['environment', { environment: 'production' }],
  ])('nothing if the announcement was sealed for another %s', (_, difference) => {
    const other = renderMarker({ ...identity, ...difference }, announcement, key)
    const transplanted = other.replace(/v2 [0-9a-f]{16}/, 'v2 ee988dd30a1d1412')
    expect(isMarked(transplanted, identity)).toBe(true)
    expect(announcedIn(transplanted)).toEqual([])
  })

  const [, text = '', seal = ''] = parts.exec(sealed) ?? []
  const line = (content: string) => `<!-- auco-webhooks-action:v2 ee988dd30a1d1412 planned ${content} -->`
  it.each([
    ['no seal', line(text)],
    ['an empty seal', line(`${text}.`)],
    ['an empty announcement', line(`.${seal}`)],
    ['nothing', line('')],
    ['a shorter seal', line(`${text}.${seal.slice(0, -1)}`)],
    ['a longer seal', line(`${text}.${seal}A`)],
    ['seal and announcement swapped', line(`${seal}.${text}`)],
    [
      'the seal of another announcement',
      line(`${text}.${parts.exec(renderMarker(identity, { ...announcement, removals: [] }, key))?.[2]}`),
    ],
    ['an extra space', line(` ${text}.${seal}`)],
    ['padding', line(`${text}=.${seal}`)],
    ['the announcement, not encoded', line(JSON.stringify(announcement))],
    ['the marker on the second line', `Hello\n${sealed}`],
    ['the marker below another one', `${unsealed}\n${sealed}`],
    ['the marker after another one on the same line', `${unsealed}${sealed}`],
    ['text before the marker', `x${sealed}`],
    ['text after the marker', `${sealed}x`],
    ['no end', sealed.replace(' -->', '')],
    ['another version', sealed.replace(':v2', ':v3')],
    ['another state', sealed.replace('planned', 'applied')],
    ['an unknown state', sealed.replace('planned', 'removed')],
    ['no state', sealed.replace('planned ', '')],
    ['no marker', ''],
  ])('nothing with %s', (_, body) => {
    expect(announcedIn(body)).toEqual([])
  })

  it('nothing if any one character of the marker is replaced, missing or doubled', () => {
    const believed = [...sealed].flatMap((character, at) => {
      const [before, after] = [sealed.slice(0, at), sealed.slice(at + 1)]
      return [
        `${before}${character === 'A' ? 'B' : 'A'}${after}`,
        before + after,
        before + character + character + after,
      ].filter((body) => announcedIn(body).length > 0)
    })
    expect(believed).toEqual([])
  })
})

describe('an edit would announce more than people were notified of', () => {
  const edit = (ids: readonly string[], difference: Partial<Reviewed> = {}) => ({
    ...expected,
    ...difference,
    removals: removing(...ids),
  })
  const other = { headSha: 'b'.repeat(40) }
  const tooMany = Array.from({ length: MAX_ANNOUNCED + 1 }, (_, index) => `${index}`)

  it.each<[string, string, Announcement, boolean]>([
    ['the same', sealed, announcement, false],
    ['less', sealed, edit(['Audit']), false],
    ['nothing', sealed, edit([]), false],
    ['one more', sealed, edit(['Billing', 'Audit', 'Zapier']), true],
    ['another one', sealed, edit(['Zapier']), true],
    ['another one, for another commit', sealed, edit(['Zapier'], other), false],
    [
      'the same id, but another webhook',
      sealed,
      { ...expected, removals: [liveWebhook({ id: 'Audit', description: 'Other' })] },
      true,
    ],
    ['the same, for another base branch', sealed, edit(['Audit'], { baseBranch: 'release' }), false],
    ['the same, where another pull request was sealed', sealed, edit(['Audit'], { pullRequest: 8 }), true],
    ['the same, in another state', withState(sealed, 'applied', key), announcement, false],
    ['a removal, where an earlier version announced it', earlier, edit(['Billing']), true],
    ['more than can be announced', sealed, edit(tooMany), false],
    ['a removal, where nothing was announced', unsealed, edit(['Audit']), true],
    ['nothing, where nothing was announced', unsealed, edit([]), false],
    [
      'a removal, under another key',
      renderMarker(identity, announcement, new Secret('puk_other')),
      edit(['Audit']),
      true,
    ],
  ])('%s', (_, body, wanted, isMore) => {
    expect(announcesMore(body, identity, wanted, key)).toBe(isMore)
  })
})

describe('the state', () => {
  const states: readonly PlanState[] = ['planned', 'applied', 'replaced']
  const text = `${sealed}\n\n### Auco webhooks\n`

  it.each(states)('%s is a word of the marker, under the seal', (state) => {
    const body = withState(text, state, key)
    expect(body).toContain(` ${state} `)
    expect(stateOf(body)).toBe(state)
    expect(readSealedPlan(body, identity, expected, key)?.state).toBe(state)
    expect(announcedIn(body)).toEqual(['Billing', 'Audit'])
    expect(withState(body, 'planned', key)).toBe(text)
  })

  it.each([
    ['a marker of an earlier version', earlier],
    ['an unknown state', sealed.replace('planned', 'removed')],
    ['no marker', 'applied'],
    ['nothing', ''],
  ])('is planned with %s', (_, body) => {
    expect(stateOf(body)).toBe('planned')
  })

  it('an edit of it breaks the seal', () => {
    expect(announcedIn(withState(text, 'applied', key).replace('applied', 'planned'))).toEqual([])
  })

  it.each([
    ['without a seal', unsealed],
    ['sealed with another key', renderMarker(identity, announcement, new Secret('puk_other'))],
    ['with a broken seal', sealed.replace('.', '.A')],
    ['edited by hand', unsealed.replace('planned', 'done')],
    ['of an earlier version', earlier],
  ])('of a marker %s is set, and nothing is sealed', (_, line) => {
    expect(withState(`${line}\n\n## Plan`, 'replaced', key)).toBe(
      `${unsealed.replace('planned', 'replaced')}\n\n## Plan`,
    )
  })

  it('keeps Windows line ends', () => {
    expect(withState(`${unsealed}\r\n\r\n## Plan`, 'applied', key)).toBe(
      `${unsealed.replace('planned', 'applied')}\r\n\r\n## Plan`,
    )
  })

  it('of a comment without a marker is not set', () => {
    expect(withState('## Plan', 'applied', key)).toBe('## Plan')
  })
})

it.each([
  ['of this version', sealed, withState(sealed, 'replaced', key)],
  ['of an earlier version', earlier, '<!-- auco-webhooks-action:v2 ee988dd30a1d1412 replaced -->'],
])('a replaced comment %s says so, and keeps what people saw', (_, line, marker) => {
  const url = 'https://github.com/acme/webhooks/pull/7#issuecomment-2'
  const body = replacedComment(`${line}\n\n### Auco webhooks\n\n**1 to remove**\n`, url, key)
  expect(stateOf(body)).toBe('replaced')
  expect(body).toBe(
    `${marker}

**Replaced by [a newer plan](${url}):** it announces more removals for the same commit. What this comment announced no longer counts.

<details><summary>The plan as it was</summary>

### Auco webhooks

**1 to remove**

</details>
`,
  )
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import {
  type Announcement,
  announcedRemovals,
  announcesMore,
  type CommentIdentity,
  isMarked,
  MAX_ANNOUNCED,
  renderMarker,
} from '../../../src/report/marker.ts'
import { replacedComment } from '../../../src/report/replaced-comment.ts'

const identity: CommentIdentity = {
  title: 'Auco webhooks · stage',
  config: 'webhooks.yaml',
  environment: 'stage',
}
const key = new Secret('puk_7Hq2LrX9wTzB4nVdKc8sYfMj')
const expected = {
  repository: 'acme/webhooks',
  pullRequest: 7,
  headSha: '1f0c9e27c4b5d3a6f8e90b1c2d3e4f5061728394',
}
const announcement: Announcement = { ...expected, removals: ['Billing', 'Audit'] }
const ids = ['Billing', 'Audit', 'default', '']

/** Those of a few ids whose removal a comment announces. */
const announcedIn = (
  body: string,
  { as = identity, of = expected, with: secret = key }: Partial<Asked> = {},
) => ids.filter(announcedRemovals(body, as, of, secret))

interface Asked {
  readonly as: CommentIdentity
  readonly of: typeof expected
  readonly with: Secret
}

const sealed = renderMarker(identity, announcement, key)
const unsealed = '<!-- auco-webhooks-action:v1 ee988dd30a1d1412 -->'
const parts = /^<!-- auco-webhooks-action:v1 [0-9a-f]{16} ([\w-]+)\.([\w-]{43}) -->$/

describe('the marker', () => {
  it('is one hidden line with the identity, the announcement and its seal', () => {
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
    expect(renderMarker(identity, { ...announcement, removals: ['Billing'] }, new Secret('puk_key'))).toBe(
      '<!-- auco-webhooks-action:v1 ee988dd30a1d1412 eyJpZGVudGl0eSI6ImVlOTg4ZGQzMGExZDE0MTIiLCJyZXBvc2l0b3J5IjoiYWNtZS93ZWJob29rcyIsInB1bGxSZXF1ZXN0Ijo3LCJoZWFkU2hhIjoiMWYwYzllMjdjNGI1ZDNhNmY4ZTkwYjFjMmQzZTRmNTA2MTcyODM5NCIsInJlbW92YWxzIjoiZ2dtY3F4WTF0d29ic09pciJ9.Bd6iZDPeXIPCwBqnmgZLJMolUB1-1uLB06lseIx0aWo -->',
    )
  })

  it.each<[string, Announcement | null, Secret | null]>([
    ['nothing to announce', null, key],
    ['no key', announcement, null],
    [
      'more than 1,000 removals',
      { ...announcement, removals: Array.from({ length: 1001 }, (_, n) => `${n}`) },
      key,
    ],
  ])('announces nothing with %s', (_, announced, secret) => {
    const line = renderMarker(identity, announced, secret)
    expect(line).toBe(unsealed)
    expect(announcedIn(line)).toEqual([])
  })

  it('announces 1,000 ids of any length in less than 22,000 characters', () => {
    const removals = Array.from({ length: 1000 }, (_, n) => `${n}`.padEnd(128, 'x'))
    const line = renderMarker(identity, { ...announcement, removals }, key)
    expect(line.length).toBeLessThan(22_000)
    const isAnnounced = announcedRemovals(line, identity, expected, key)
    expect(removals.filter((id) => !isAnnounced(id))).toEqual([])
    expect(isAnnounced('1000'.padEnd(128, 'x'))).toBe(false)
  })

  it('tells ids apart that are not well-formed and equal in UTF-8', () => {
    const line = renderMarker(identity, { ...announcement, removals: ['\ud800'] }, key)
    const isAnnounced = announcedRemovals(line, identity, expected, key)
    expect(['\ud800', '\ud801', '\ufffd', '\\ud800'].map(isAnnounced)).toEqual([true, false, false, false])
  })

  it('shows no id, and cannot be ended by its content', () => {
    const hostile = '--> <img src=x> Billing'
    const line = renderMarker(
      { title: hostile, config: hostile, environment: hostile },
      { ...announcement, removals: [hostile] },
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
  ])('with %s', (_, body) => {
    expect(isMarked(body, identity)).toBe(true)
  })

  it.each([
    ['nothing', ''],
    ['no marker', '## Plan'],
    ['the marker on the second line', `Hello\n${unsealed}`],
    ['the marker after a space', ` ${unsealed}`],
    ['a quoted marker', `> ${unsealed}`],
    ['a marker of another version', unsealed.replace(':v1', ':v2')],
    ['a longer identity', unsealed.replace(' -->', '0 -->')],
    ['a shorter identity', unsealed.replace('2 -->', ' -->')],
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
  ])('exactly the sealed ids, with %s', (_, body) => {
    expect(announcedIn(body)).toEqual(['Billing', 'Audit'])
  })

  it('nothing without removals', () => {
    expect(announcedIn(renderMarker(identity, { ...announcement, removals: [] }, key))).toEqual([])
  })

  it('exactly the sealed ids, whatever they are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.uniqueArray(fc.string()), (removals, others) => {
        const line = renderMarker(identity, { ...announcement, removals }, key)
        const isAnnounced = announcedRemovals(line, identity, expected, key)
        const asked = [...removals, ...others]
        expect(asked.filter(isAnnounced)).toEqual(asked.filter((id) => removals.includes(id)))
      }),
    )
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
  ])('nothing for %s', (_, asked) => {
    expect(announcedIn(sealed, asked)).toEqual([])
  })

  it.each<[string, Partial<CommentIdentity>]>([
    ['title', { title: 'Auco webhooks' }],
    ['file', { config: 'other.yaml' }],
    ['environment', { environment: 'production' }],
  ])('nothing if the announcement was sealed for another %s', (_, difference) => {
    const other = renderMarker({ ...identity, ...difference }, announcement, key)
    const transplanted = other.replace(/v1 [0-9a-f]{16}/, 'v1 ee988dd30a1d1412')
    expect(isMarked(transplanted, identity)).toBe(true)
    expect(announcedIn(transplanted)).toEqual([])
  })

  const [, text = '', seal = ''] = parts.exec(sealed) ?? []
  const line = (content: string) => `<!-- auco-webhooks-action:v1 ee988dd30a1d1412 ${content} -->`
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
    ['another version', sealed.replace(':v1', ':v2')],
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
  const edit = (removals: readonly string[], headSha = expected.headSha) => ({
    ...expected,
    headSha,
    removals,
  })
  const other = 'b'.repeat(40)
  const tooMany = Array.from({ length: MAX_ANNOUNCED + 1 }, (_, index) => `${index}`)

  it.each<[string, string, Announcement, boolean]>([
    ['the same', sealed, announcement, false],
    ['less', sealed, edit(['Audit']), false],
    ['nothing', sealed, edit([]), false],
    ['one more', sealed, edit(['Billing', 'Audit', 'Zapier']), true],
    ['another one', sealed, edit(['Zapier']), true],
    ['another one, for another commit', sealed, edit(['Zapier'], other), false],
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

it('a replaced comment is no longer marked as ours, and keeps what people saw', () => {
  const url = 'https://github.com/acme/webhooks/pull/7#issuecomment-2'
  const body = replacedComment(`${sealed}\n\n### Auco webhooks\n\n**1 to remove**\n`, identity, url)
  expect(isMarked(body, identity)).toBe(false)
  expect(announcedIn(body)).toEqual([])
  expect(body).toBe(
    `<!-- auco-webhooks-action:v1-replaced ee988dd30a1d1412 -->

**Replaced by [a newer plan](${url}):** it announces more removals for the same commit. What this comment announced no longer counts.

<details><summary>The plan as it was</summary>

### Auco webhooks

**1 to remove**

</details>
`,
  )
})

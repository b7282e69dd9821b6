import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { troubleshootingUrl } from '../../src/core/docs-links.ts'
import { PROBLEM_CODES, USER_ERROR_CODES } from '../../src/core/errors.ts'

const root = path.resolve(import.meta.dirname, '../..')
const src = path.join(root, 'src')
const codes = [...PROBLEM_CODES, ...USER_ERROR_CODES]

describe('docs/troubleshooting.md', () => {
  const text = readFileSync(path.join(root, 'docs/troubleshooting.md'), 'utf8')
  const sections = text.split(/^### /m).slice(1)

  it('has one section for each code, and none without a code', () => {
    expect(sections.map((section) => section.split('\n')[0]).toSorted()).toEqual(codes.toSorted())
  })

  it.each(sections.map((section) => [section.split('\n')[0] ?? '', section]))(
    'says of %s what it means and what to do',
    (_, section) => {
      const [, ...paragraphs] = (section.split('\n## ')[0] ?? '').trim().split('\n\n')
      expect(paragraphs).toEqual([
        expect.stringMatching(/^\*\*What it means:\*\* [^\n]{20,}\.$/),
        expect.stringMatching(/^\*\*What to do:\*\* [^\n]{15,}\.$/),
      ])
    },
  )
})

describe('the list of codes', () => {
  it('names each code once', () => {
    expect(new Set(codes).size).toBe(codes.length)
  })

  it('names no code that nothing raises', () => {
    const source = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(path.join(src, name), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''))
      .join('\n')
    // Once in the list itself.
    expect(codes.filter((code) => source.split(`'${code}'`).length < 3)).toEqual([])
  })
})

describe('the address of the documentation', () => {
  const used = {
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_ACTION_REPOSITORY: 'acme/webhooks.fork',
    GITHUB_ACTION_REF: 'v1.2.3',
  }
  const home = 'org/auco-webhooks-action/blob/main'

  it.each([
    ['the action that runs', {}, 'acme/webhooks.fork/blob/v1.2.3'],
    ['a branch with a slash', { GITHUB_ACTION_REF: 'feature/one' }, 'acme/webhooks.fork/blob/feature/one'],
    ['a commit', { GITHUB_ACTION_REF: 'a'.repeat(40) }, `acme/webhooks.fork/blob/${'a'.repeat(40)}`],
    ['the main branch without a version', { GITHUB_ACTION_REF: '' }, 'acme/webhooks.fork/blob/main'],
    ['the main branch for a way out', { GITHUB_ACTION_REF: '../../../evil' }, 'acme/webhooks.fork/blob/main'],
    ['the main branch for Markdown', { GITHUB_ACTION_REF: 'a](b) [c' }, 'acme/webhooks.fork/blob/main'],
    ['the home of a local action', { GITHUB_ACTION_REPOSITORY: '' }, home],
    ['the home for a name that is none', { GITHUB_ACTION_REPOSITORY: 'evil.example/a/b' }, home],
    ['the home for Markdown', { GITHUB_ACTION_REPOSITORY: 'a/b) [c](d' }, home],
    ['the home on another server', { GITHUB_SERVER_URL: 'https://github.acme.example' }, home],
    ['the home on an unknown server', { GITHUB_SERVER_URL: undefined }, home],
  ])('is of %s', (_, env, page) => {
    expect(troubleshootingUrl({ ...used, ...env })).toBe(`https://github.com/${page}/docs/troubleshooting.md`)
  })
})

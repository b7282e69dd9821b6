import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { PROBLEM_CODES, USER_ERROR_CODES } from '../../src/core/errors.ts'

const root = path.resolve(import.meta.dirname, '../..')
const src = path.join(root, 'src')
const codes = [...PROBLEM_CODES, ...USER_ERROR_CODES]

describe('docs/troubleshooting.md', () => {
  const text = readFileSync(path.join(root, 'docs/troubleshooting.md'), 'utf8')
  const sections = text.split(/^### /m).slice(1)

  it('has a section for each code, and no other', () => {
    expect(sections.map((section) => section.split('\n')[0]).toSorted()).toEqual(codes.toSorted())
  })

  it.each(sections.map((section) => [section.split('\n')[0] ?? '', section]))(
    '%s: what it means, and what to do',
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
  it('has no duplicates', () => {
    expect(new Set(codes).size).toBe(codes.length)
  })

  it('has no code that is never used', () => {
    const source = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(path.join(src, name), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''))
      .join('\n')
    // The list itself has each once.
    expect(codes.filter((code) => source.split(`'${code}'`).length < 3)).toEqual([])
  })
})

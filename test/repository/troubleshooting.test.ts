import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { KINDS } from '../../src/core/errors.ts'

const root = path.resolve(import.meta.dirname, '../..')
const src = path.join(root, 'src')
const codes = KINDS.flatMap(([, ofKind]) => ofKind)

describe('docs/troubleshooting.md', () => {
  const text = readFileSync(path.join(root, 'docs/troubleshooting.md'), 'utf8')
  const sections = text.split(/^### /m).slice(1)

  it('has a section for each kind of error, and no other', () => {
    // GitHub makes an anchor of a heading this way.
    const anchors = sections.map((section) =>
      section
        .replace(/\n[\s\S]*/, '')
        .toLowerCase()
        .replaceAll(' ', '-'),
    )
    expect(anchors.toSorted()).toEqual([...new Set(KINDS.map(([kind]) => kind))].toSorted())
  })

  it.each(sections.map((section) => [section.split('\n')[0] ?? '', section]))(
    '%s: what it means, and what to do',
    (_, section) => {
      const [, meaning, fix, ...list] = (section.split('\n## ')[0] ?? '').trim().split('\n\n')
      expect(meaning).toMatch(/^\*\*What it means:\*\* [^\n]{20,}\.$/)
      expect(fix).toMatch(/^\*\*What to do:\*\* [^\n]{15,}[.:]$/)
      expect(list).toEqual(list.length === 0 ? [] : [expect.stringMatching(/^(?:- [^\n]+\.(?:\n|$))+$/)])
    },
  )
})

describe('the codes', () => {
  it('are each of one kind', () => {
    expect(codes.filter((code, position) => codes.indexOf(code) !== position)).toEqual([])
  })

  it('are all used', () => {
    const source = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && name !== path.join('core', 'errors.ts'))
      .map((name) => readFileSync(path.join(src, name), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''))
      .join('\n')
    expect(codes.filter((code) => !source.includes(`'${code}'`))).toEqual([])
  })
})

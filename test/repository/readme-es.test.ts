import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const read = (name: string) => readFileSync(path.resolve(import.meta.dirname, '../..', name), 'utf8')
const english = read('README.md')
const spanish = read('README.es.md')

const FENCED = /^```[\s\S]*?^```$/gm
const withoutCode = (markdown: string) => markdown.replaceAll(FENCED, '')

it('the Spanish README has the headings of the English one, level by level', () => {
  const levels = (text: string) => withoutCode(text).match(/^#+(?= )/gm)
  expect(levels(spanish)).toEqual(levels(english))
})

it('has its code blocks, except for comments and what people read', () => {
  const blocks = (text: string) =>
    (text.match(FENCED) ?? []).map((block) =>
      block.replaceAll(/(?<=\s|^)# .*$|(?<=^name: |^ +description: ).*$/gm, ''),
    )
  expect(blocks(spanish)).toEqual(blocks(english))
})

it('has the same code and the same links in each paragraph and row', () => {
  const named = (text: string) =>
    withoutCode(text)
      .split(/\n+/)
      .slice(2)
      .map((line) => (line.match(/`[^`]+`|(?<=\]\()[^)]+|srcset="[^"]+"|src="[^"]+"/g) ?? []).toSorted())
  expect(named(spanish)).toEqual(named(english))
})

it('has every description of an input and an output translated', () => {
  const descriptions = (text: string): readonly string[] =>
    text.match(/(?<=^\| `.*\| )[^|]{20,}(?= \|$)/gm) ?? []
  const both = descriptions(spanish).filter((text) => descriptions(english).includes(text))
  expect(descriptions(spanish).length).toBeGreaterThan(0)
  expect(both).toEqual([])
})

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { tellStories } from '../../scripts/pictures/stories.ts'

const images = path.resolve(import.meta.dirname, '../../docs/images')

it('the pictures show what the action writes (otherwise: npm run docs:picture)', async () => {
  const stories = await tellStories()
  expect(stories.map(({ name }) => name)).toEqual(['plan', 'failed', 'applied', 'no-changes', 'wrong-file'])
  const folder = path.join(images, '..')
  const pages = [
    path.join(folder, '../README.md'),
    ...readdirSync(folder).map((name) => path.join(folder, name)),
  ]
  const text = pages.map((page) => (page.endsWith('.md') ? readFileSync(page, 'utf8') : '')).join('')
  for (const { name, markdown } of stories) {
    expect(text).toContain(`images/${name}-light.png`)
    expect(readFileSync(path.join(images, `${name}.md`), 'utf8')).toBe(markdown)
    expect(existsSync(path.join(images, `${name}-light.png`))).toBe(true)
    expect(existsSync(path.join(images, `${name}-dark.png`))).toBe(true)
  }
})

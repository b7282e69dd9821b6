import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { tellStories } from '../../scripts/pictures/stories.ts'

const images = path.resolve(import.meta.dirname, '../../docs/images')

it('the pictures show what the action writes (otherwise: npm run docs:picture)', async () => {
  const stories = await tellStories()
  expect(stories.map(({ name }) => name)).toEqual(['plan', 'failed', 'applied', 'no-changes', 'wrong-file'])
  for (const { name, markdown } of stories) {
    expect(readFileSync(path.join(images, `${name}.md`), 'utf8')).toBe(markdown)
    expect(existsSync(path.join(images, `${name}-light.png`))).toBe(true)
    expect(existsSync(path.join(images, `${name}-dark.png`))).toBe(true)
  }
})

import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')

it.each(globSync('{*,docs/**/*}.md', { cwd: root }))(
  'every file of the project that %s names exists',
  (name) => {
    const text = readFileSync(path.join(root, name), 'utf8')
    const named = [...text.matchAll(/`((?:src|test|scripts|demo|examples)\/[\w./-]*)`/g)]
    expect(named.map(([, file = '']) => file).filter((file) => !existsSync(path.join(root, file)))).toEqual(
      [],
    )
  },
)

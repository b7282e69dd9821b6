import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'

const read = (name: string) => readFileSync(path.resolve(import.meta.dirname, '../..', name), 'utf8')

describe('package.json', () => {
  const manifest = z
    .looseObject({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(read('package.json')))

  it('needs no other package, because everything is bundled', () => {
    expect(manifest).toMatchObject({
      bin: { 'auco-webhooks': 'dist/cli.js' },
      files: ['dist'],
      engines: { node: '>=24' },
    })
    for (const kind of ['dependencies', 'optionalDependencies', 'peerDependencies']) {
      expect(manifest).not.toHaveProperty(kind)
    }
  })

  // npm's pacote (lib/git.js): with one of these, `npx github:…` installs the development dependencies first.
  it('has no script that makes npm install the development dependencies', () => {
    const preparing = ['build', 'install', 'postinstall', 'preinstall', 'prepack', 'prepare']
    expect(Object.keys(manifest.scripts).filter((name) => preparing.includes(name))).toEqual([])
  })
})

it('.node-version is the version that the tests run on', () => {
  expect(read('.node-version').trim()).toBe(process.versions.node)
})

describe('package-lock.json', () => {
  const Lock = z.object({
    packages: z.record(
      z.string(),
      z.object({
        integrity: z.string().optional(),
        resolved: z.string().optional(),
        link: z.boolean().optional(),
        optionalDependencies: z.record(z.string(), z.string()).optional(),
      }),
    ),
  })
  const { '': _, ...packages } = Lock.parse(JSON.parse(read('package-lock.json'))).packages

  // A `resolved` address could lead anywhere, and a package from git or a folder has no hash.
  it('has a hash for every package, and no address', () => {
    const wrong = Object.entries(packages).filter(
      ([, { integrity = '', resolved, link }]) =>
        !integrity.startsWith('sha512-') || resolved !== undefined || link !== undefined,
    )
    expect(Object.keys(packages).length).toBeGreaterThan(200)
    expect(wrong).toEqual([])
  })

  // npm leaves out what a mirror doesn't have.
  it('has the binaries of every system', () => {
    const optional = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}))
    const names = new Set(Object.keys(packages).map((name) => name.replace(/^.*node_modules\//, '')))
    expect(optional.length).toBeGreaterThan(50)
    expect(optional.filter((name) => !names.has(name))).toEqual([])
  })

  it('installs no script that nobody has decided about', () => {
    expect(read('.npmrc')).toMatch(/^strict-allow-scripts=true$/m)
  })
})

it.each([
  ['dist', ['@actions/core', 'undici', 'yaml', 'zod', '@octokit/core', 'before-after-hook', 'content-type']],
  ['dist/cli', ['@actions/core', 'undici', 'yaml', 'zod']],
])(
  '%s/licenses.txt has the license of every bundled package, and of what undici has inside',
  (folder, bundled) => {
    const licenses = read(`${folder}/licenses.txt`)
    expect(licenses.split('\n')).toEqual(expect.arrayContaining(bundled))
    expect(licenses).toMatch(/^llhttp\nMIT\nCopyright Fedor Indutny, 2018\.\n\nPermission is hereby granted/m)
    expect(licenses).toMatch(/^Node\.js\nMIT\nCopyright Node\.js contributors\. All rights reserved\.\n/m)
    expect(licenses).toMatch(/^Copyright Joyent, Inc\. and other Node contributors\./m)
  },
)

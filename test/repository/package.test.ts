import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { findAdvisories } from '../../scripts/audit/advisories.ts'

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

describe('the audit', () => {
  const licenses = read('dist/licenses.txt') + read('dist/cli/licenses.txt')
  const lock = read('package-lock.json')
  const advisory = (title: string) => ({
    title,
    url: `https://github.com/advisories/${title}`,
    severity: 'high',
  })
  const reportOf = (vulnerabilities: Readonly<Record<string, readonly unknown[]>>) =>
    JSON.stringify({
      vulnerabilities: Object.fromEntries(
        Object.entries(vulnerabilities).map(([name, via]) => [name, { via }]),
      ),
    })

  it('every package that is bundled is audited, and no other', () => {
    const { audited, advisories } = findAdvisories(reportOf({}), licenses, lock)
    expect(audited).toEqual(
      expect.arrayContaining(['@actions/core', '@octokit/core', 'undici', 'yaml', 'zod']),
    )
    for (const tool of ['vitest', 'typescript', 'node']) expect(audited).not.toContain(tool)
    expect(advisories).toEqual([])
  })

  it('an advisory counts if it is about a bundled package itself', () => {
    const report = reportOf({
      undici: [advisory('GHSA-1')],
      vitest: [advisory('GHSA-2')],
      '@actions/core': ['undici'],
    })
    expect(findAdvisories(report, licenses, lock).advisories).toEqual([
      'undici: GHSA-1 (high), https://github.com/advisories/GHSA-1',
    ])
  })

  it('a registry that gives no report is a failure', () => {
    expect(() => findAdvisories('{"error":{"summary":"405"}}', licenses, lock)).toThrow()
    expect(() => findAdvisories('', licenses, lock)).toThrow()
  })
})

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { VERSION } from '../../src/core/version.ts'

const root = path.resolve(import.meta.dirname, '../..')
const read = (name: string) => readFileSync(path.join(root, name), 'utf8')

const Action = z.object({
  inputs: z.record(z.string(), z.object({ description: z.string(), default: z.string() })),
  outputs: z.record(z.string(), z.object({ description: z.string() })),
  runs: z.object({ using: z.string(), main: z.string() }),
})
const action = Action.parse(parse(read('action.yml')))

describe('action.yml', () => {
  it('runs the bundle on node24', () => {
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' })
  })

  it('has the inputs of the contract, with their defaults', () => {
    expect(
      Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, input.default])),
    ).toEqual({
      config: 'webhooks.yaml',
      environment: 'stage',
      'api-url': '',
      'public-key': '',
      'private-key': '',
      'dry-run': 'auto',
      removals: 'reviewed',
      comment: 'always',
      title: '',
      'fail-on-changes': 'false',
      'github-token': '${{ github.token }}',
    })
  })

  it('has the outputs of the contract', () => {
    expect(Object.keys(action.outputs)).toEqual([
      'result',
      'changed',
      'added',
      'updated',
      'removed',
      'webhook-ids',
      'plan',
      'comment-url',
    ])
  })
})

describe('README.md', () => {
  const readme = read('README.md')

  it('lists every input with its default and its description, as action.yml has them', () => {
    const rows = Object.entries(action.inputs).map(
      ([name, input]) =>
        `| \`${name}\` | ${input.default === '' ? '' : `\`${input.default}\``} | ${oneLine(input.description)} |`,
    )
    expect(tableAfter(readme, '## Inputs')).toEqual(rows)
  })

  it('lists every output with its description, as action.yml has them', () => {
    const rows = Object.entries(action.outputs).map(
      ([name, output]) => `| \`${name}\` | ${oneLine(output.description)} |`,
    )
    expect(tableAfter(readme, '## Outputs')).toEqual(rows)
  })
})

describe('README.es.md', () => {
  const english = read('README.md')
  const spanish = read('README.es.md')
  const cells = (row: string) => row.split('|').map((cell) => cell.trim())

  it.each([
    ['Inputs', 'Entradas', action.inputs],
    ['Outputs', 'Salidas', action.outputs],
  ])('has a translated row for each of the %s, in the order of action.yml', (heading, translated, fields) => {
    const rows = tableAfter(spanish, `## ${translated}`).map(cells)
    const originals = tableAfter(english, `## ${heading}`).map(cells)
    expect(rows.map(([, name]) => name)).toEqual(Object.keys(fields).map((name) => `\`${name}\``))
    expect(rows.map((row) => row.slice(1, -2))).toEqual(originals.map((row) => row.slice(1, -2)))
    for (const [index, row] of rows.entries()) {
      expect(row.at(-2)).not.toBe('')
      expect(row.at(-2)).not.toBe(originals[index]?.at(-2))
    }
  })

  it('has the headings of README.md, level by level', () => {
    const levels = (text: string) => withoutCode(text).match(/^#+(?= )/gm)
    expect(levels(spanish)).toEqual(levels(english))
  })

  it('has the code blocks of README.md, but for their comments', () => {
    const blocks = (text: string) =>
      (text.match(FENCED) ?? []).map((block) =>
        block.replaceAll(/(?<=\s|^)# (?!yaml-language-server).*$/gm, '#'),
      )
    expect(blocks(spanish)).toEqual(blocks(english))
  })

  it('names in each paragraph and row the same code, and leads to the same places', () => {
    const named = (text: string) =>
      withoutCode(text)
        .split(/\n+/)
        .slice(2)
        .map((line) => (line.match(/`[^`]+`|(?<=\]\()[^)]+|srcset="[^"]+"|src="[^"]+"/g) ?? []).toSorted())
    expect(named(spanish)).toEqual(named(english))
  })

  it('is linked from README.md and back', () => {
    expect(english.split('\n')[2]).toBe('English · [Español](README.es.md)')
    expect(spanish.split('\n')[2]).toBe('[English](README.md) · Español')
  })
})

describe('package.json', () => {
  const manifest = z
    .looseObject({ version: z.string(), scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(read('package.json')))

  it('has the version that the action sends as its User-Agent', () => {
    expect(manifest.version).toBe(VERSION)
  })

  it('is a command that needs no other package: all of it is bundled', () => {
    expect(manifest).toMatchObject({
      bin: { 'auco-webhooks': 'dist/cli.js' },
      files: ['dist/cli', 'dist/cli.js', 'dist/package.json'],
      engines: { node: '>=24' },
    })
    for (const kind of ['dependencies', 'optionalDependencies', 'peerDependencies']) {
      expect(manifest).not.toHaveProperty(kind)
    }
  })

  // npm's pacote (lib/git.js): with one of these, `npx github:…` installs the development dependencies first.
  it('has no script that makes npm prepare it when it comes from git', () => {
    const preparing = ['build', 'install', 'postinstall', 'preinstall', 'prepack', 'prepare']
    expect(Object.keys(manifest.scripts).filter((name) => preparing.includes(name))).toEqual([])
  })

  it('has the Node version that the tests run on', () => {
    expect(read('.node-version').trim()).toBe(process.versions.node)
  })
})

describe('package-lock.json', () => {
  const Lock = z.object({
    packages: z.record(
      z.string(),
      z.object({
        integrity: z.string().optional(),
        resolved: z.string().optional(),
        link: z.boolean().optional(),
      }),
    ),
  })
  const { '': _, ...packages } = Lock.parse(JSON.parse(read('package-lock.json'))).packages

  // With an address of its own a package comes from wherever that leads; from git or a folder it has no hash.
  it('has a hash of each package, and lets none come from anywhere but the registry', () => {
    const wrong = Object.entries(packages).filter(
      ([, { integrity = '', resolved, link }]) =>
        !integrity.startsWith('sha512-') || resolved !== undefined || link !== undefined,
    )
    expect(Object.keys(packages).length).toBeGreaterThan(200)
    expect(wrong).toEqual([])
  })

  it('is written without addresses by everybody', () => {
    expect(read('.npmrc')).toMatch(/^omit-lockfile-registry-resolved=true$/m)
  })
})

const FENCED = /^```[\s\S]*?^```$/gm

function withoutCode(markdown: string): string {
  return markdown.replaceAll(FENCED, '')
}

/** The rows of the first table after a heading, without its head. */
function tableAfter(markdown: string, heading: string): readonly string[] {
  const section = markdown.split(`${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}

describe.each(['dist', 'dist/cli'])('%s/licenses.txt', (folder) => {
  it('has the licence of each package that is bundled', () => {
    const listed = read(`${folder}/licenses.txt`).split('\n')
    const isBundled = folder === 'dist' ? ['@octokit/core', 'before-after-hook', 'content-type'] : []
    for (const name of ['@actions/core', 'undici', 'yaml', 'zod', ...isBundled]) {
      expect(listed).toContain(name)
    }
    expect(listed.filter((line) => /^Copyright/i.test(line.trim())).length).toBeGreaterThan(3)
  })
})

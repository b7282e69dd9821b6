import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')

/** The blocks of shell commands in which something asks: `read`, or a command of ours that reads a key. */
function askingBlocks(name: string): readonly string[] {
  const text = readFileSync(path.join(root, name), 'utf8')
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)]
    .map(([, block = '']) => block)
    .filter(
      (block) =>
        /^read |npx github:\S+ (?:import|plan)\b/m.test(block) && !block.includes('--detailed-exitcode'),
    )
}

describe.each(['README.md', 'README.es.md', 'docs/cli.md'])('%s', (name) => {
  // Otherwise what asks takes the next pasted line for its answer.
  it('has blocks that a shell reads to their end before anything asks', () => {
    const blocks = askingBlocks(name)
    expect(blocks).not.toEqual([])
    const loose = blocks.flatMap((block) => block.trimEnd().split('\n').slice(0, -1))
    expect(loose.filter((line) => !/(?:&&|\||\\)$/.test(line))).toEqual([])
  })

  // zsh, the shell of macOS, takes them for arguments.
  it('has no comments in them', () => {
    expect(askingBlocks(name).filter((block) => /\s#\s/.test(block))).toEqual([])
  })
})

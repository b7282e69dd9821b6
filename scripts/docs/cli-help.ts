import { COMMANDS, helpText } from '../../src/cli/commands.ts'

/**
 * The text of docs/cli.md with today's `--help` in its `text` blocks: first the general help, then that of each command.
 * Throws if the number of blocks is wrong.
 */
export function withHelp(markdown: string): string {
  const texts = [null, ...COMMANDS].map(helpText)
  const blocks = /(?<=^```text\n)[\s\S]*?(?=^```$)/gm
  const found = markdown.match(blocks)?.length ?? 0
  if (found !== texts.length) {
    throw new Error(`docs/cli.md has ${found} text blocks instead of ${texts.length}: one for each command.`)
  }
  const next = texts.values()
  return markdown.replaceAll(blocks, () => next.next().value ?? '')
}

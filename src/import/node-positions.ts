import type { Node } from 'yaml'

/** Where a node starts in the text, as an offset. */
export function nodeStart(node: Node): number {
  return node.range?.[0] ?? 0
}

/** Where a node ends, exclusive; of a block, after its last line break. */
export function nodeEnd(node: Node): number {
  return node.range?.[1] ?? nodeStart(node)
}

/** The text of a node. */
export function nodeSource(text: string, node: Node): string {
  return text.slice(nodeStart(node), nodeEnd(node))
}

/** The column in which a node starts, from 0. */
export function nodeColumn(text: string, node: Node): number {
  const start = nodeStart(node)
  return start - (text.lastIndexOf('\n', start - 1) + 1)
}

/** Where the line starts on which a node starts. */
export function startOfLine(text: string, node: Node): number {
  return nodeStart(node) - nodeColumn(text, node)
}

/** Where the line ends on which a node ends, without its line break but with a comment. */
export function endOfLine(text: string, node: Node): number {
  const end = nodeStart(node) + nodeSource(text, node).trimEnd().length
  const line = text.indexOf('\n', end)
  if (line === -1) return text.length
  return text[line - 1] === '\r' ? line - 1 : line
}

/** Where an entry of a list ends, with the comments below it that are indented deeper than the list, by `indent` columns. */
export function endOfEntry(text: string, entry: Node, indent: number): number {
  let end = endOfLine(text, entry)
  for (;;) {
    const comment = /^\s*?\n([ \t]*)#[^\r\n]*/.exec(text.slice(end))
    if (comment === null || (comment[1] ?? '').length <= indent) return end
    end += comment[0].length
  }
}

import { styleText } from 'node:util'
import type { Annotation } from '../test/fakes/runner-output.ts'

/** Columns that prose is wrapped at; Markdown, logs and files keep their lines. */
const WIDTH = 100
const MARGIN = '  '

const { FORCE_COLOR, NO_COLOR } = process.env
const isColoured = FORCE_COLOR !== undefined || (process.stdout.isTTY && NO_COLOR === undefined)

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

function styled(style: Style, text: string): string {
  return isColoured ? styleText(style, text, { validateStream: false }) : text
}

/** Starts a step: its number, its title, and what happens in it. */
export function showHeading(number: number, title: string, narration: string): void {
  const rule = '─'.repeat(Math.max(0, WIDTH - title.length - String(number).length - 6))
  console.log(`\n${styled('bold', `── ${number} ${title}`)} ${styled('dim', rule)}`)
  console.log(wrapped(narration, WIDTH).join('\n'))
}

/** A part of what people see, under its name. Prints nothing if there are no lines. */
export function showPart(name: string, lines: readonly string[]): void {
  if (lines.length === 0) return
  console.log(`\n${styled('cyan', name)}`)
  console.log(lines.map((line) => `${MARGIN}${line}`.trimEnd()).join('\n'))
}

/** The last lines of a step: its requests, what Auco stores, and the exit code. */
export function showFacts(facts: Readonly<Record<string, string>>): void {
  console.log('')
  for (const line of aligned(facts)) console.log(line)
}

/** The last line of the demo. */
export function showSummary(text: string): void {
  console.log(`\n${styled('bold', text)}`)
}

/** Annotations as `webhooks.yaml:7:5 error …`, wrapped. */
export function annotationLines(annotations: readonly Annotation[]): string[] {
  return annotations.flatMap(({ file, line, col, level, message }) => {
    const place = [file, line, col].filter((part) => part !== undefined).join(':')
    const [first = '', ...rest] = wrapped(`${place} ${level} ${message}`.trim(), WIDTH - 6)
    const mark = first.replace(level, styled(level === 'error' ? 'red' : 'yellow', level))
    return [mark, ...rest.map((text) => `    ${text}`)]
  })
}

/** A file with its line numbers. */
export function fileLines(content: string): string[] {
  return content
    .trimEnd()
    .split('\n')
    .map((line, index) => `${styled('dim', String(index + 1).padStart(3))}  ${line}`)
}

/** The log as GitHub shows it, without the lines that are annotations. */
export function logLines(log: string): string[] {
  return log.split('\n').filter((line) => line !== '' && !/^(Error|Warning|Notice): /.test(line))
}

/** Markdown as written, with a bar on its left, and its `diff` blocks in color. */
export function markdownLines(markdown: string): string[] {
  let isDiff = false
  return markdown
    .trimEnd()
    .split('\n')
    .map((line) => {
      if (line.startsWith('```')) isDiff = line === '```diff'
      const style = isDiff ? diffStyle(line) : undefined
      return `${styled('dim', '│')} ${style === undefined ? line : styled(style, line)}`
    })
}

/** Outputs as a table; a long one is cut. */
export function outputLines(outputs: Readonly<Record<string, string>>): string[] {
  return aligned(outputs).map((line) => (line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line))
}

function diffStyle(line: string): Style | undefined {
  if (line.startsWith('+')) return 'green'
  if (line.startsWith('-')) return 'red'
  return line.startsWith('!') ? 'yellow' : undefined
}

function aligned(rows: Readonly<Record<string, string>>): string[] {
  const width = Math.max(0, ...Object.keys(rows).map((name) => name.length))
  return Object.entries(rows).map(([name, value]) => `${name.padEnd(width)}  ${value}`)
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

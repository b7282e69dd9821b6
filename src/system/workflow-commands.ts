import * as core from '@actions/core'
import type { Problem } from '../core/errors.ts'
import { escapeInvisible } from '../core/format.ts'

/** A line of the workflow log; nothing in it is read as a command. */
export function logLine(line: string): void {
  core.info(withoutCommands(line))
}

/** An annotation on the line of the file that a problem is about. `file` is its path in the repository. */
export function annotate(problem: Problem, file: string): void {
  const { line, column, endLine, endColumn } = problem.place
  const properties = {
    file,
    startLine: line,
    endLine,
    // GitHub shows columns only for annotations of one line.
    ...(line === endLine ? { startColumn: column, endColumn } : {}),
    title: `${file}:${line}`,
  }
  if (problem.severity === 'error') core.error(withoutCommands(problem.message), properties)
  else core.warning(withoutCommands(problem.message), properties)
}

/**
 * Text in which the runner finds no workflow command. It takes `::name::` at the start of a line and `##[name]` anywhere
 * for one (actions/runner: ActionCommand).
 */
export function withoutCommands(text: string): string {
  return text
    .split('\n')
    .map((line) => escapeInvisible(line).replaceAll('::', ': :').replaceAll('##[', '## ['))
    .join('\n')
}

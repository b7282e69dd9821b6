import type { Place, Problem, ProblemCode } from '../core/errors.ts'

export function errorAt(place: Place, code: ProblemCode, message: string): Problem {
  return { code, severity: 'error', message, place }
}

/** A problem to point out in a file that is still valid. */
export function warningAt(place: Place, code: ProblemCode, message: string): Problem {
  return { code, severity: 'warning', message, place }
}

/** Where a collection starts: an annotation on all its lines would hide the one that matters. */
export function startOf(place: Place): Place {
  return place.line === place.endLine
    ? place
    : { line: place.line, column: place.column, endLine: place.line, endColumn: place.column + 1 }
}

/** Problems sorted by place; problems at the same place keep their order. */
export function inFileOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => a.place.line - b.place.line || a.place.column - b.place.column)
}

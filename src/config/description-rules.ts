import type { Problem } from '../core/errors.ts'
import type { Entry } from './entries.ts'
import { warningAt } from './problems.ts'
import { placeInside } from './source-node.ts'

const VARIABLE = /\$\{[^}]{0,256}\}/

/** The problem of a `description` that looks as if something were replaced in it. */
export function descriptionProblems({ description }: Entry): readonly Problem[] {
  const variable = description === null ? null : VARIABLE.exec(description.text)
  if (description === null || variable === null) return []
  const message =
    "Variables aren't expanded in a `description`: Auco gets this `${…}` as it is written. They work in `header.value`, and in the path and query of `url`."
  const place = placeInside(description.node, variable.index, variable[0].length)
  return [warningAt(place, 'misplaced-variable', message)]
}

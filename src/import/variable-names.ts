import { KEY_VARIABLES } from '../config/template.ts'

/** Maximum length of a name without its number, in characters: for readability only, GitHub allows more. */
const MAX_NAME = 80

/** Generates variable names, each only once. */
export class VariableNames {
  readonly #taken: Set<string>

  /** `taken`: the names that the file already uses. */
  constructor(taken: Iterable<string>) {
    this.#taken = new Set([...KEY_VARIABLES, ...taken])
  }

  /** `AUCO_<ID>_<KEY>` in upper case, with `_` for other characters; a number is appended if it is taken. */
  next(id: string, key: string): string {
    const base = `AUCO_${legal(id)}_${legal(key)}`.slice(0, MAX_NAME)
    for (let number = 1; ; number += 1) {
      const name = number === 1 ? base : `${base}_${number}`
      if (this.#taken.has(name)) continue
      this.#taken.add(name)
      return name
    }
  }
}

function legal(text: string): string {
  return text.toUpperCase().replaceAll(/[^A-Z0-9_]/gu, '_')
}

import { KEY_VARIABLE } from '../config/template.ts'

/** Maximum length of a name without its number, in characters: for readability only, GitHub allows more. */
const MAX_NAME = 80

/** Generates variable names, each only once. */
export class VariableNames {
  readonly #taken: Set<string>

  /** `taken`: the names that the file already uses. */
  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken)
  }

  /** `AUCO_<ID>_<PART>` in capital letters; a number is appended if it is taken. `part`: a header's name, or `PATH`. */
  next(id: string, part: string): string {
    const base = `AUCO_${legal(id)}_${legal(part)}`.slice(0, MAX_NAME)
    for (let number = 1; ; number += 1) {
      const name = number === 1 ? base : `${base}_${number}`
      if (this.#taken.has(name) || KEY_VARIABLE.test(name)) continue
      this.#taken.add(name)
      return name
    }
  }
}

/**
 * Letters without their accents, so that `Facturación` is still readable, and `_` for what stands between words. A letter
 * of another script becomes its code point: `契約` and `合同` must not both be `__`.
 */
function legal(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9_]/gu, (character) =>
      /[\p{L}\p{N}]/u.test(character) ? `U${character.codePointAt(0)?.toString(16).toUpperCase()}` : '_',
    )
}

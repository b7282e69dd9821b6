/** An option of the command line. Options of the same name have the same `short`, and all or none take a value. */
export interface Option {
  /** Without hyphens. */
  readonly name: string
  /** One letter. */
  readonly short?: string
  /** What the help calls its value; `null` for a flag, which takes none. */
  readonly value: string | null
  /** One line or more. */
  readonly help: string
}

/** An option that takes one of a few values. */
export interface ChoiceOption<Choice extends string> extends Option {
  readonly choices: readonly Choice[]
}

import { suggest } from '../core/suggest.ts'
import type { ChoiceOption, Option } from './option.ts'
import { codeList, usageError } from './usage-error.ts'

/** The arguments and the options on the command line of one command. */
export class GivenArguments {
  readonly file: string
  readonly #id: string | null
  readonly #command: string
  readonly #values: ReadonlyMap<string, string>

  /** `id`: `null` if none was given. `values`: by the option's name; the value of a flag is empty. */
  constructor(command: string, id: string | null, file: string, values: ReadonlyMap<string, string>) {
    this.file = file
    this.#id = id
    this.#command = command
    this.#values = values
  }

  /** The id, for a command that needs one. Throws a `UserError` without it. */
  id(): string {
    if (this.#id !== null && this.#id !== '') return this.#id
    throw usageError('The id of the webhook is missing.', 'Give it after the command.', this.#command)
  }

  has({ name }: Option): boolean {
    return this.#values.has(name)
  }

  /** The value as it was given; `null` for an option that was not. */
  text({ name }: Option): string | null {
    return this.#values.get(name) ?? null
  }

  /** The value, which has to be one of the option's choices. Throws a `UserError` that does not repeat another one. */
  choice<Choice extends string>({ name, choices }: ChoiceOption<Choice>): Choice | null {
    const value = this.#values.get(name)
    if (value === undefined) return null
    const found = choices.find((choice) => choice === value)
    if (found !== undefined) return found
    const suggestion = suggest(value, choices)
    throw usageError(
      `\`--${name}\` has a value that is not one of ${codeList(choices)}.`,
      suggestion === null ? 'Give one of them.' : `Did you mean \`${suggestion}\`?`,
      this.#command,
    )
  }
}

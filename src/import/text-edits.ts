/** Changes to a text, made all at once; whatever they do not touch stays as it is, letter by letter. */
export class Edits {
  readonly #edits: { readonly from: number; readonly to: number; readonly text: string }[] = []

  /** Puts `text` in place of what stands from one offset up to, not including, another. */
  replace(from: number, to: number, text: string): void {
    this.#edits.push({ from, to, text })
  }

  applyTo(text: string): string {
    let end = text.length
    const parts: string[] = []
    // From the end, so that offsets stay right; of two at the same place the later one stands behind.
    for (const edit of this.#edits.toReversed().toSorted((a, b) => b.from - a.from)) {
      parts.unshift(edit.text, text.slice(edit.to, end))
      end = edit.from
    }
    return [text.slice(0, end), ...parts].join('')
  }
}

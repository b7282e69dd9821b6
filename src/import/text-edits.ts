/** Replacements in a text, applied together; everything else stays as it is, character by character. */
export class TextEdits {
  readonly #edits: { readonly from: number; readonly to: number; readonly text: string }[] = []

  /** Replaces the text between two offsets in the original text; `to` is exclusive. Replaced ranges may not overlap. */
  replace(from: number, to: number, text: string): void {
    this.#edits.push({ from, to, text })
  }

  applyTo(text: string): string {
    let end = text.length
    const parts: string[] = []
    // From the end, so that offsets stay valid. Insertions at the same offset keep their order.
    for (const edit of this.#edits.toReversed().toSorted((a, b) => b.from - a.from)) {
      parts.unshift(edit.text, text.slice(edit.to, end))
      end = edit.from
    }
    return [text.slice(0, end), ...parts].join('')
  }
}

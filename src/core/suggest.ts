/**
 * The known word that a person most likely meant: the one with the fewest edits, if those are few for the length of
 * the word; else `null`. Case does not count as an edit.
 */
export function suggest(word: string, known: readonly string[]): string | null {
  const limit = Math.max(1, Math.floor(word.length / 3))
  // No known word is longer than this: a key of a megabyte is not compared letter by letter.
  if (word.length > 32) return null
  let best: { readonly word: string; readonly edits: number } | null = null
  for (const candidate of known) {
    // A file can hold 200,000 keys that are unknown: only words of about the same length are worth a comparison.
    if (Math.abs(candidate.length - word.length) > limit) continue
    const edits = distance(word.toLowerCase(), candidate.toLowerCase())
    if (edits <= limit && (best === null || edits < best.edits)) best = { word: candidate, edits }
  }
  if (best !== null) return best.word
  // An abbreviation (`desc`) or an extension (`headers`, `webhook-url`).
  return known.find((candidate) => word.length >= 3 && candidate.startsWith(word.toLowerCase())) ?? null
}

/** Edits (insert, delete, replace, swap of neighbours) that turn one word into the other: optimal string alignment. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replace = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let edits = Math.min(replace, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        edits = Math.min(edits, (beforeLast[j - 2] ?? 0) + 1)
      }
      row.push(edits)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}

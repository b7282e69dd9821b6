/**
 * The known word that was most likely meant: the one with the fewest edits, if they are few for the length of the word;
 * else `null`. Case doesn't matter.
 */
export function suggest(word: string, known: readonly string[]): string | null {
  // No known word is longer: a key of a megabyte isn't compared character by character.
  if (word.length > 32) return null
  const lower = word.toLowerCase()
  const limit = Math.max(1, Math.floor(word.length / 3))
  const byEdits = known.map((candidate) => ({ candidate, edits: distance(lower, candidate.toLowerCase()) }))
  const [best] = byEdits.filter(({ edits }) => edits <= limit).sort((a, b) => a.edits - b.edits)
  if (best !== undefined) return best.candidate
  // An abbreviation: `desc`.
  return known.find((candidate) => word.length >= 3 && candidate.startsWith(lower)) ?? null
}

/**
 * The number of edits between two words, as optimal string alignment: a swap of neighbours is one edit, as in `ulr`.
 * `leven` counts two, which is over the limit for short words.
 */
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

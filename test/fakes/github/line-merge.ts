/** Lines `from` to `to` (exclusive) of the old text, and what stands in their place. */
export interface Hunk {
  readonly from: number
  readonly to: number
  readonly lines: readonly string[]
}

export function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(/(?<=\n)/)
}

/** The changes that make one text of another, in order, along a longest common subsequence of lines. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly Hunk[] {
  const lengths = commonLengths(before, after)
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0
  const hunks: Hunk[] = []
  let [i, j] = [0, 0]
  let [from, since] = [0, 0]
  const endHunk = () => {
    if (i > from || j > since) hunks.push({ from, to: i, lines: after.slice(since, j) })
  }
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      endHunk()
      i += 1
      j += 1
      from = i
      since = j
    } else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1))) i += 1
    else j += 1
  }
  endHunk()
  return hunks
}

/** Both sides' changes of a text; null where they overlap or touch, which is git's conflict. */
export function mergeLines(base: string, ours: string, theirs: string): string | null {
  const lines = linesOf(base)
  const ourHunks = diffLines(lines, linesOf(ours))
  const added = diffLines(lines, linesOf(theirs)).filter(
    (hunk) => !ourHunks.some((own) => isEqual(own, hunk)),
  )
  const touches = (hunk: Hunk) => ourHunks.some((own) => own.from <= hunk.to && hunk.from <= own.to)
  if (added.some(touches)) return null
  const merged = [...lines]
  for (const { from, to, lines: replacement } of [...ourHunks, ...added].sort(
    (one, other) => other.from - one.from,
  )) {
    merged.splice(from, to - from, ...replacement)
  }
  return merged.join('')
}

function isEqual(one: Hunk, other: Hunk): boolean {
  return one.from === other.from && one.to === other.to && one.lines.join('') === other.lines.join('')
}

/** For each pair of positions: the length of the longest common subsequence from there to both ends. */
function commonLengths(one: readonly string[], other: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: one.length + 1 }, () => new Array<number>(other.length + 1).fill(0))
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      const [row, below] = [table[i], table[i + 1]]
      if (row === undefined || below === undefined) continue
      row[j] = one[i] === other[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0)
    }
  }
  return table
}

/** The line of stdout that masks this value, escaped as the runner expects (actions/toolkit: command.ts). */
function maskLine(value: string): string {
  return `::add-mask::${value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`
}

/** What is shorter would blank out ordinary words, so it is never masked; in characters. */
const MIN_MASK = 4

/**
 * The lines of values that were masked too late, or not at all. Every line before a value's mask must be a mask itself or match
 * `allowed`.
 */
export function maskedTooLate(
  lines: readonly string[],
  values: readonly string[],
  allowed: RegExp = /^$/,
): readonly string[] {
  const firstOther = lines.findIndex((line) => !line.startsWith('::add-mask::') && !allowed.test(line))
  const inTime = new Set(firstOther === -1 ? lines : lines.slice(0, firstOther))
  return values
    .flatMap((value) => value.split(/[\r\n]+/))
    .filter((line) => line.length >= MIN_MASK && !inTime.has(maskLine(line)))
}

/** A line of stdout as a mask of this value; the runner takes it apart again (actions/toolkit: command.ts). */
export function maskLine(value: string): string {
  return `::add-mask::${value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`
}

/**
 * The values that were not masked in time: every line before the mask must be a mask too, or match `allowed`, what may
 * be said before the values are first used.
 */
export function maskedTooLate(
  lines: readonly string[],
  values: readonly string[],
  allowed: RegExp = /^$/,
): readonly string[] {
  const firstOther = lines.findIndex((line) => !line.startsWith('::add-mask::') && !allowed.test(line))
  const inTime = new Set(firstOther === -1 ? lines : lines.slice(0, firstOther))
  return values.filter((value) => !inTime.has(maskLine(value)))
}

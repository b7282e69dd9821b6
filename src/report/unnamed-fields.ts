import { formatCount } from '../core/format.ts'

/** The fields of a live webhook, with the number of those whose names aren't shown: `events and 1 other field`. */
export function withUnnamed(names: string, unnamed: number): string {
  const others = unnamed === 0 ? '' : formatCount(unnamed, 'other field')
  return [names, others].filter((part) => part !== '').join(' and ')
}

import { afterAll } from 'vitest'

/** One campaign in figures: what was counted, and how often. */
export interface Figures {
  readonly campaign: string
  readonly rows: readonly (readonly [what: string, figure: number | string])[]
}

declare module 'vitest' {
  interface TaskMeta {
    figures?: Figures[]
  }
}

/**
 * Tells the figures of a test file's campaign when its tests are over. They travel with the file's results, so that a
 * reporter can print those of all campaigns as one table.
 */
export function tellFigures(campaign: string, count: () => Figures['rows']): void {
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads from it that no fixture is asked for
  afterAll(({}, { meta }) => {
    meta.figures = [...(meta.figures ?? []), { campaign, rows: count() }]
  })
}

/** What GitHub may tell as it was some states ago: heads of branches, which commits merged a pull request, lists. */
export type Lagging = 'branches' | 'merges' | 'comments' | 'runs'

/** How far answers lag behind. Each request that asks for such a thing uses up one step, however often it asks. */
export class Lag {
  readonly #plans = new Map<Lagging, { readonly steps: number[]; readonly then: number }>()

  set(what: Lagging, steps: readonly number[], then: number): void {
    this.#plans.set(what, { steps: [...steps], then })
  }

  take(what: Lagging): number {
    const plan = this.#plans.get(what)
    return plan === undefined ? 0 : (plan.steps.shift() ?? plan.then)
  }
}

/** The state that is `behind` states older than the last one; the oldest where there are not as many. */
export function stateBehind<T>(states: readonly T[], behind: number): T | undefined {
  return states[Math.max(0, states.length - 1 - behind)]
}

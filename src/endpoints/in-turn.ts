/** Most connections to receivers that a run has at the same time. */
const MAX_AT_ONCE = 50

/** A function that runs tasks side by side, and lets those wait that are too many. */
export function inTurn(): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (task) => {
    if (running >= MAX_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
    running += 1
    try {
      return await task()
    } finally {
      running -= 1
      waiting.shift()?.()
    }
  }
}

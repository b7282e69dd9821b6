// The package exports only the one that it made when it was loaded.
import { Context } from '../../node_modules/@actions/github/lib/context.js'
import type { ToolkitContext } from '../../src/github/client.ts'

/** The toolkit's context of this environment. It reads `process.env` only. */
export async function toolkitOf(env: NodeJS.ProcessEnv): Promise<ToolkitContext> {
  const { env: original } = process
  process.env = env
  try {
    const context = new Context()
    return { ...context, repo: context.repo }
  } finally {
    process.env = original
  }
}

import path from 'node:path'
import { defineConfig, mergeConfig } from 'vitest/config'
import everyday from '../../vitest.config.ts'

/** The everyday tests over one mutant, which is given as JSON: the code changes where it is loaded, not on the disk. */
const mutant: Record<'in' | 'find' | 'replace', string> = JSON.parse(process.env['MUTANT'] ?? '')
const file = path.resolve(import.meta.dirname, '../..', mutant.in).replaceAll(path.sep, '/')

export default defineConfig((env) =>
  mergeConfig(everyday(env), {
    // It would give one mutant's code to the next.
    test: { fsModuleCache: false },
    plugins: [
      {
        name: 'mutant',
        enforce: 'pre',
        transform: (code: string, id: string) =>
          id === file ? code.replace(mutant.find, () => mutant.replace) : null,
      },
    ],
  }),
)

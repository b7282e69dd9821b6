import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Properties take the longest, and a mutant ends at the first test that notices it. */
class PropertiesLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isSlow = ({ moduleId }: TestSpecification) => /properties|hostile/.test(moduleId)
    return files.toSorted((a, b) => Number(isSlow(a)) - Number(isSlow(b)))
  }
}

export default defineConfig({
  test: {
    include: [`test/unit/${process.env['MUTANTS_ROOM']}/**/*.test.ts`],
    // The one counts its random examples, which are few here; the other measures time.
    exclude: ['**/config/schema.test.ts', '**/config/hostile.test.ts'],
    isolate: false,
    setupFiles: ['scripts/mutants/short-properties.ts'],
    sequence: { sequencer: PropertiesLast },
  },
})

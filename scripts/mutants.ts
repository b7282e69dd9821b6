/**
 * `npm run test:mutants -- plan report`: changes the code of each room in many small ways (StrykerJS), and fails if the
 * room's unit tests notice fewer of the changes than they used to. Without arguments, every room.
 */
import { Stryker } from '@stryker-mutator/core'

/** The lowest score of each room, in percent of its mutants. Raise it when the tests get better. */
const MIN_SCORES: Readonly<Record<string, number>> = {
  config: 89,
  core: 40,
  import: 90,
  plan: 89,
  report: 84,
}

const wanted = process.argv.slice(2)
for (const room of wanted.length === 0 ? Object.keys(MIN_SCORES) : wanted) {
  const min = MIN_SCORES[room]
  if (min === undefined)
    throw new Error(`No room \`${room}\`. There are ${Object.keys(MIN_SCORES).join(', ')}.`)
  // For vitest.config.ts, in the process that runs the tests.
  process.env['MUTANTS_ROOM'] = room
  const stryker = new Stryker({
    mutate: [`src/${room}/**/*.ts`],
    testRunner: 'vitest',
    vitest: { configFile: 'scripts/mutants/vitest.config.ts' },
    // Stryker rewrites a tsconfig.json by TypeScript's API, which TypeScript 7 lacks. Nothing here needs one.
    tsconfigFile: 'none',
    // A busy machine must not make a slow mutant look like one that hangs.
    timeoutMS: 20_000,
    ignorePatterns: ['dist', 'build', 'docs/images'],
    thresholds: { high: 100, low: min, break: min },
    reporters: ['clear-text', 'progress'],
    clearTextReporter: { reportTests: false, allowEmojis: false },
    cleanTempDir: 'always',
  })
  await stryker.runMutationTest()
}

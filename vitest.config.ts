import { defineConfig } from 'vitest/config'

/** Windows knows no signals: a process that is sent one is ended at once, and can say nothing of its write. */
const ON_SIGNALS = ['test/faults/cancellation.test.ts']

export default defineConfig(({ mode }) => ({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: process.platform === 'win32' ? ON_SIGNALS : [],
    setupFiles: './test/campaign/seed.ts',
    // Loading the fakes anew for each file took a third of the time.
    isolate: false,
    // Most of the time is spent waiting for the processes of whole runs.
    maxWorkers: '100%',
    // Whole runs start a process each; a slow machine must not turn them red. The soak's properties run fifty times as long.
    testTimeout: mode === 'soak' ? 600_000 : 30_000,
    hookTimeout: 30_000,
  },
}))

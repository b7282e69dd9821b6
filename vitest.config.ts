import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Most of the time is spent waiting for the processes of whole runs.
    maxWorkers: '100%',
    // Whole runs start a process each; a slow machine must not turn them red.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})

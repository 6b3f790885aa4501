import { defineConfig } from 'vitest/config'
import { SummaryReporter } from './test/reporters/summary-reporter.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', new SummaryReporter()],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores: more forks only take each other's time.
    maxWorkers: 2,
  },
})

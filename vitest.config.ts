import { defineConfig } from 'vitest/config'
import { SummaryReporter } from './test/reporters/summary-reporter.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', new SummaryReporter()],
    // A busy machine is slow, not wrong: a test that hangs is told after minutes.
    testTimeout: 240_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
    // Two cores: more forks only take each other's time.
    maxWorkers: 2,
  },
})

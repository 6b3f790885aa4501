import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/longest-first.ts'
import { SummaryReporter } from './test/reporters/summary-reporter.ts'

/** Full numbers take their time; what hangs is told all the same. */
const SLOWER = process.env['TEST_LONG'] === '1' ? 6 : 1

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', new SummaryReporter()],
    // A busy machine is slow, not wrong: a test that hangs is told after minutes.
    testTimeout: SLOWER * 240_000,
    hookTimeout: SLOWER * 300_000,
    expect: { poll: { timeout: SLOWER * 120_000 } },
    sequence: { sequencer: LongestFirst },
    // Two cores: more forks only take each other's time.
    maxWorkers: 2,
  },
})

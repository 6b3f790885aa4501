import { mkdirSync, writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

/** Where the totals of the last run stand, for `.ci/run`. */
export const SUMMARY_FILE = 'test-results/summary.json'

interface Totals {
  passed: number
  failed: number
  skipped: number
}

/**
 * Says at the end how many tests ran on each backend and names every skip, and leaves the totals in a
 * file. A suite about a backend begins with its name: `conformance: <backend>`, `<backend>: …`.
 */
export class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const all: Totals = { passed: 0, failed: errors.length, skipped: 0 }
    const backends = new Map<string, Totals>()
    const skips = new Map<string, number>()
    for (const module of modules) {
      // A file that does not even load has no tests to fail.
      if (module.state() === 'failed' && module.errors().length > 0) all.failed++
      for (const test of module.children.allTests()) {
        const state = test.result().state
        if (state === 'pending') continue
        all[state]++
        const backend = /^(?:conformance: )?(memory|file|postgres(?: \d+)?)\b/.exec(test.fullName)
        if (backend?.[1] !== undefined) {
          const totals = backends.get(backend[1]) ?? { passed: 0, failed: 0, skipped: 0 }
          totals[state]++
          backends.set(backend[1], totals)
        }
        if (state === 'skipped') {
          const reason =
            test.result().errors?.[0]?.message ?? skipNote(test.result()) ?? test.fullName
          skips.set(reason, (skips.get(reason) ?? 0) + 1)
        }
      }
    }
    const lines = ['', 'Tests by backend:']
    for (const [backend, totals] of [...backends].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      lines.push(
        `  ${backend}: ${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`,
      )
    }
    for (const [reason, n] of skips) lines.push(`  SKIPPED ${n}: ${reason}`)
    process.stdout.write(`${lines.join('\n')}\n`)
    mkdirSync('test-results', { recursive: true })
    writeFileSync(SUMMARY_FILE, JSON.stringify({ ...all, backends: Object.fromEntries(backends) }))
  }
}

function skipNote(result: object): string | undefined {
  return 'note' in result && typeof result.note === 'string' ? result.note : undefined
}

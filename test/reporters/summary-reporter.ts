import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { SERVERS_FOLDER } from '../services/note-server.ts'

/** Where the totals of the last run stand, for `.ci/run`. */
export const SUMMARY_FILE = 'test-results/summary.json'

/** Backends that must have run in CI; `mongodb` is missing because its server cannot be had everywhere. */
const REQUIRED = [
  'memory',
  'file',
  'postgres 15',
  'postgres 15 behind pgbouncer',
  'postgres 18',
  's3',
  'swift',
  'azure',
]
/** A suite of `runConformance`, by itself or within that of its server. */
const CONFORMANCE = /(?:^| > )conformance: (.+?) > /

interface Totals {
  passed: number
  failed: number
  skipped: number
}

/**
 * Says at the end how many tests ran on each backend and against which server, names every skip, and
 * leaves the totals in a file. A suite about a backend begins with its name: `s3: …`.
 */
export class SummaryReporter implements Reporter {
  onTestRunStart(): void {
    rmSync(SERVERS_FOLDER, { recursive: true, force: true })
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const all: Totals = { passed: 0, failed: errors.length, skipped: 0 }
    const backends = new Map<string, Totals>()
    const skips = new Map<string, number>()
    const known = knownBackends(modules)
    for (const module of modules) {
      // A file that does not even load has no tests to fail.
      if (module.state() === 'failed' && module.errors().length > 0) all.failed++
      for (const test of module.children.allTests()) {
        const state = test.result().state
        if (state === 'pending') continue
        all[state]++
        const backend = backendOf(test.fullName, known)
        if (backend !== undefined) {
          const totals = backends.get(backend) ?? { passed: 0, failed: 0, skipped: 0 }
          totals[state]++
          backends.set(backend, totals)
        }
        // One passing test of a backend does not speak for its suites that found no server.
        const isMissed = state === 'skipped' && backend !== 'mongodb' && ofMissingServer(test)
        if (isMissed && process.env['CI'] === 'true') all.failed++
        if (state === 'skipped') {
          const reason = skipNote(test.result()) ?? /^.*NOT RUN[^>]*/.exec(test.fullName)?.[0]
          const text = (reason ?? test.fullName).trim()
          skips.set(text, (skips.get(text) ?? 0) + 1)
        }
      }
    }
    const lines = ['', 'Tests by backend:', ...backendLines(backends)]
    for (const [reason, n] of skips) lines.push(`  SKIPPED ${n}: ${reason}`)
    if (isWholeRun(modules)) {
      for (const name of REQUIRED.filter((one) => (backends.get(one)?.passed ?? 0) === 0)) {
        lines.push(`  ${name}: NOT RUN`)
        if (process.env['CI'] === 'true') all.failed++
      }
      if ((backends.get('mongodb')?.passed ?? 0) === 0) lines.push('  mongodb: NOT RUN')
    }
    process.stdout.write(`${lines.join('\n')}\n`)
    if (all.failed > 0) process.exitCode = 1
    mkdirSync('test-results', { recursive: true })
    writeFileSync(SUMMARY_FILE, JSON.stringify({ ...all, backends: Object.fromEntries(backends) }))
  }
}

/** Names of backends, longest first: those that are always counted, and every one held to the contract. */
function knownBackends(modules: readonly TestModule[]): string[] {
  const held = modules.flatMap((module) =>
    [...module.children.allTests()].flatMap(
      ({ fullName }) => CONFORMANCE.exec(fullName)?.[1] ?? [],
    ),
  )
  return [...new Set([...REQUIRED, 'mongodb', ...held])].toSorted((a, b) => b.length - a.length)
}

function backendOf(fullName: string, known: readonly string[]): string | undefined {
  return (
    CONFORMANCE.exec(fullName)?.[1] ??
    known.find((name) => fullName.startsWith(name) && !/^\w/.test(fullName.slice(name.length)))
  )
}

function backendLines(backends: ReadonlyMap<string, Totals>): string[] {
  return [...backends]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { passed, failed, skipped }]) => {
      const note = join(SERVERS_FOLDER, name.replaceAll(' ', '-'))
      const server = existsSync(note) ? ` (${readFileSync(note, 'utf8')})` : ''
      return `  ${name}${server}: ${passed} passed, ${failed} failed, ${skipped} skipped`
    })
}

/** Whether the test's suite was skipped for want of its server; a single test may be for other reasons. */
function ofMissingServer({ parent }: TestCase): boolean {
  for (let suite = parent; suite.type === 'suite'; suite = suite.parent) {
    if (suite.name.includes(' NOT RUN, ')) return true
  }
  return false
}

/** Not one that was asked for some files alone. */
function isWholeRun(modules: readonly TestModule[]): boolean {
  const files = readdirSync('test/conformance').filter((name) => name.endsWith('.test.ts'))
  const ran = new Set(modules.map(({ moduleId }) => moduleId))
  return files.every((name) => ran.has(join(process.cwd(), 'test/conformance', name)))
}

function skipNote(result: object): string | undefined {
  return 'note' in result && typeof result.note === 'string' ? result.note : undefined
}

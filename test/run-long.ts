import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SUMMARY_FILE } from './reporters/summary-reporter.ts'

/**
 * `npm run test:long`: every proof with its full numbers. Writes what came of it, with commit and date,
 * to `docs/proofs.md`.
 */
const root = join(import.meta.dirname, '..')
const started = Date.now()
const run = spawnSync('npm', ['test'], {
  cwd: root,
  env: { ...process.env, TEST_LONG: '1' },
  stdio: ['ignore', 'pipe', 'inherit'],
  encoding: 'utf8',
  maxBuffer: 1024 ** 3,
})
process.stdout.write(run.stdout)

const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
const totals = JSON.parse(readFileSync(join(root, SUMMARY_FILE), 'utf8')) as {
  passed: number
  failed: number
  skipped: number
}
const plain = run.stdout.replace(/\u001B\[[0-9;]*m/g, '')
const tail = plain.slice(plain.lastIndexOf('Tests by backend:')).trim()
const perFile = [...plain.matchAll(/^ *[✓❯×] (test\/\S+) \((\d+) tests?/gm)].map(
  ([, file, tests]) => `| ${file} | ${tests} |`,
)

writeFileSync(
  join(root, 'docs/proofs.md'),
  `# Proofs

What \`npm run test:long\` printed last. It runs every proof with its full numbers; \`npm test\` runs the
same at a small fixed seed.

- Date: ${new Date().toISOString().slice(0, 10)}
- Commit: ${git('rev-parse', '--short=12', 'HEAD')}${git('status', '--porcelain') === '' ? '' : ' and changes on top'}
- Took: ${Math.round((Date.now() - started) / 1000)} s on Node ${process.version}
- **${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped**

\`\`\`
${tail}
\`\`\`

| file | tests |
|---|---|
${perFile.sort().join('\n')}
`,
)
process.exitCode = run.status ?? 1

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { generateExport } from './generate-export.ts'
import { dropFolder, machine, newFolder, seconds } from './measure.ts'

/**
 * `node bench/serve.ts [threads or file]`: how long an answer of the API takes while the server imports a log and
 * analyzes it (default 3,000 threads, 53 MB). It is asked for one thing after another, with a short rest between.
 */
const ASKED = ['/api/threads?limit=50', '/api/report', '/api/overview'] as const
const REST = 10
const SERVER = join(import.meta.dirname, '..', 'bin', 'hitcraft.js')

interface State {
  readonly imports: readonly unknown[]
  readonly run?: { readonly status: string }
}

const folder = newFolder()
const [given = '3000'] = process.argv.slice(2)
const threads = Number(given)
const log = Number.isNaN(threads) ? given : join(folder, 'export.json')
if (!Number.isNaN(threads)) await generateExport(log, threads)
console.log(`# bench/serve\n\n${machine()}; ${(statSync(log).size / 1e6).toFixed(0)} MB\n`)
const server = spawn(process.execPath, [SERVER, 'serve', '--json', '--store', `file:${folder}`], {
  cwd: folder,
  env: { ...process.env, PORT: '0', LOG_LEVEL: 'warn' },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const ended = once(server, 'exit')
try {
  const [line] = (await once(server.stdout, 'data')) as [Buffer]
  print(await askAll((JSON.parse(line.toString()) as { url: string }).url))
} finally {
  server.kill('SIGINT')
  await ended
  dropFolder(folder)
}

/** @returns milliseconds by what went on and what was asked */
async function askAll(url: string): Promise<Map<string, number[]>> {
  const sent = await fetch(`${url}/api/imports?name=export.json`, {
    method: 'POST',
    body: createReadStream(log),
    duplex: 'half',
  })
  if (sent.status !== 202) throw new Error(`the upload was answered with ${sent.status}`)
  const took = new Map<string, number[]>()
  const began = { import: performance.now(), analysis: 0 }
  for (;;) {
    const state = (await (await fetch(`${url}/api/state`)).json()) as State
    const phase = state.imports.length > 0 ? 'import' : 'analysis'
    if (phase === 'analysis' && state.run === undefined) break
    if (phase === 'analysis') began.analysis ||= performance.now()
    for (const path of ASKED) {
      const start = performance.now()
      const answer = await fetch(url + path)
      await answer.arrayBuffer()
      if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`)
      const key = `${phase} | ${path}`
      took.set(key, [...(took.get(key) ?? []), performance.now() - start])
      await delay(REST)
    }
  }
  const imported = (began.analysis - began.import) / 1000
  console.log(`import ${imported.toFixed(1)} s, analysis ${seconds(began.analysis).toFixed(1)} s\n`)
  return took
}

function print(took: ReadonlyMap<string, readonly number[]>): void {
  console.log('| while | asked | answers | p50 ms | p95 ms | max ms |\n|---|---|---|---|---|---|')
  for (const [key, times] of took) {
    const sorted = times.toSorted((a, b) => a - b)
    const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(0)
    console.log(`| ${[key, times.length, at(0.5), at(0.95), at(1)].join(' | ')} |`)
  }
}

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'

/** What one run of a benchmark in a process of its own came to. */
export interface Measured {
  /** Seconds by name, as the process printed them. */
  readonly seconds: Readonly<Record<string, number>>
  /** Largest resident set, MB. */
  readonly peakMb: number
}

/**
 * Runs a part of a benchmark in a fresh process, so that none pays for the garbage of another, and reads
 * the JSON it prints last.
 *
 * @param cores `one`: it is kept to one core, where the system can (`taskset`)
 */
export function inOwnProcess(
  file: string,
  args: readonly string[],
  cores: 'all' | 'one' = 'all',
): Measured {
  const pinned = cores === 'one' ? ['taskset', '-c', '0'] : []
  const [command = '', ...rest] = [...pinned, process.execPath, file, ...args]
  const run = spawnSync(command, rest, { encoding: 'utf8', maxBuffer: 1 << 28 })
  if (run.status !== 0) throw new Error(`${file} ${args.join(' ')} failed:\n${run.stderr}`)
  return JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '') as Measured
}

/** Prints what `inOwnProcess` reads. */
export function printMeasured(seconds: Readonly<Record<string, number>>): void {
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024)
  process.stdout.write(`${JSON.stringify({ seconds, peakMb } satisfies Measured)}\n`)
}

export function newFolder(parent = tmpdir()): string {
  return mkdtempSync(join(parent, 'hitcraft-bench-'))
}

/**
 * Frees the room that files take and keeps the files. Ext4 passes over the inode of each file that was deleted in the last
 * five minutes, one by one: behind 6,000 of them a new file took 0.45 ms in place of 0.04.
 */
export function emptyFolder(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) truncateSync(join(entry.parentPath, entry.name))
  }
}

export function dropFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}

/** What the figures were taken on. */
export function machine(): string {
  const commit = execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], {
    encoding: 'utf8',
  }).trim()
  const memory = Math.round(totalmem() / 1024 ** 3)
  return `${cpus().length} cores, ${memory} GB, Node ${process.version}, commit ${commit}, ${new Date().toISOString().slice(0, 10)}`
}

/** Seconds of processor time that this process has taken, all of its threads together. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}

export function seconds(start: number): number {
  return (performance.now() - start) / 1000
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { BIN } from '../../cli/run-cli.ts'
import type { Place } from '../../services/backends.ts'

/** `hitcraft worker` as a process of its own. */
export interface QueueWorker {
  readonly pid: number
  /** What stands on standard error so far. */
  notes(): string
  /** The exit status; null where it was killed. */
  readonly ended: Promise<number | null>
  kill(signal: 'SIGKILL' | 'SIGTERM'): void
}

export function startQueueWorker(
  { url, env }: Place,
  settings: Readonly<Record<string, string>>,
  cwd: string,
): QueueWorker {
  const child = spawn(process.execPath, [BIN, 'worker', '--store', url], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, ...env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let notes = ''
  child.stderr.setEncoding('utf8').on('data', (some: string) => (notes += some))
  child.stdout.resume()
  return {
    pid: child.pid ?? 0,
    notes: () => notes,
    ended: once(child, 'close').then(() => child.exitCode),
    kill: (signal) => child.kill(signal),
  }
}

import { execFile } from 'node:child_process'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../..')
export const BIN = join(ROOT, 'bin/hitcraft.js')

export interface CliResult {
  readonly exit: number
  readonly out: string
  readonly err: string
  /** Standard output as the one JSON document it must be. */
  json(): Record<string, unknown>
}

/** Runs the command line as a process of its own, with nothing of this one's settings. */
export function runCli(
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string>; node?: string; input?: string },
): Promise<CliResult> {
  return new Promise((resolve) => {
    const child = execFile(
      options.node ?? process.execPath,
      [BIN, ...args],
      {
        cwd: options.cwd,
        env: { PATH: process.env['PATH'] ?? '', HOME: options.cwd, ...options.env },
        maxBuffer: 64 * 1024 * 1024,
      },
      (error, out, err) => {
        const exit = typeof error?.code === 'number' ? error.code : error === null ? 0 : -1
        resolve({ exit, out, err, json: () => JSON.parse(out) as Record<string, unknown> })
      },
    )
    child.stdin?.end(options.input ?? '')
  })
}

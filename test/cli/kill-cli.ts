import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { BIN } from './run-cli.ts'

/** Where a command runs, and what it needs in its environment. */
export interface Surroundings {
  readonly cwd: string
  readonly env: Record<string, string>
}

/** Starts the command and kills it at a moment, unless it ends before. */
export async function runAndKill(
  args: readonly string[],
  { cwd, env }: Surroundings,
  moment: Promise<unknown>,
): Promise<void> {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, ...env },
    stdio: 'ignore',
  })
  const ended = once(child, 'exit')
  await Promise.race([ended, moment])
  child.kill('SIGKILL')
  await ended
}

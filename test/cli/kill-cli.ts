import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { BIN } from './run-cli.ts'

/** Where a command runs, and what it needs in its environment. */
export interface Surroundings {
  readonly cwd: string
  readonly env: Record<string, string>
}

/** Starts the command and kills it after a while, unless it ends before. @returns whether it had to be killed */
export async function runAndKill(
  args: readonly string[],
  { cwd, env }: Surroundings,
  afterMs: number,
): Promise<boolean> {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, ...env },
    stdio: 'ignore',
  })
  const ended = once(child, 'exit')
  await Promise.race([ended, delay(afterMs)])
  child.kill('SIGKILL')
  await ended
  return child.signalCode === 'SIGKILL'
}

import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** A server process of the tests, in a group of its own, ended with the tests whatever happens. */
export interface ServerProcess {
  readonly pid: number
  hasEnded(): boolean
  /** SIGKILL to the process and its children. */
  kill(): Promise<void>
  /** Asks it to end, and kills it should it not. */
  end(): Promise<void>
}

const running = new Set<ChildProcess>()
const killAll = () => {
  for (const { pid } of running) if (pid !== undefined) signal(pid, 'SIGKILL')
}
process.on('exit', killAll)
// Without a listener of ours a signal ends the process with no `exit`, and the servers would stay.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(name, () => {
    killAll()
    process.kill(process.pid, name)
  })
}

export function startProcess(
  command: string,
  args: readonly string[],
  options: {
    readonly cwd?: string
    readonly env?: Readonly<Record<string, string>>
    readonly log?: number
  } = {},
): ServerProcess {
  const log = options.log ?? 'ignore'
  const child = spawn(command, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...process.env, ...options.env },
    stdio: ['ignore', log, log],
    detached: true,
  })
  running.add(child)
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      running.delete(child)
      resolve()
    }
    child.once('exit', end)
    child.once('error', end)
  })
  const { pid = 0 } = child
  const hasEnded = () => !running.has(child)
  const kill = async () => {
    if (!hasEnded()) signal(pid, 'SIGKILL')
    await ended
  }
  return {
    pid,
    hasEnded,
    kill,
    end: async () => {
      if (!hasEnded()) signal(pid, 'SIGTERM')
      await Promise.race([ended, delay(3000, undefined, { ref: false })])
      await kill()
    },
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name)
  } catch (error) {
    // It has ended by itself.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/**
 * Resolves when the condition holds.
 * @throws Error when the process ends first or the deadline passes, with the end of its log
 */
export async function untilReady(
  what: string,
  condition: () => Promise<boolean>,
  of: { readonly process?: ServerProcess; readonly log?: string; readonly seconds?: number },
): Promise<void> {
  const deadline = Date.now() + (of.seconds ?? 240) * 1000
  while (!(await condition())) {
    const hasEnded = of.process?.hasEnded() === true
    if (!hasEnded && Date.now() < deadline) {
      await delay(30)
      continue
    }
    const log = of.log === undefined ? '' : `\n${readFileSync(of.log, 'utf8').slice(-2000)}`
    throw new Error(`${what} ${hasEnded ? 'ended' : 'does not answer'}${log}`)
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}

/** Whether something listens there. */
export function answersTcp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const answer = (listens: boolean) => {
      socket.destroy()
      resolve(listens)
    }
    socket.once('connect', () => answer(true))
    socket.once('error', () => answer(false))
  })
}

/** Whether something answers there over HTTP, whatever it says. */
export async function answersHttp(url: string): Promise<boolean> {
  try {
    await (await fetch(url, { signal: AbortSignal.timeout(2000) })).arrayBuffer()
    return true
  } catch {
    return false
  }
}

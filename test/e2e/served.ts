import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const ENTRY = join(import.meta.dirname, '..', '..', 'bin', 'hitcraft.js')

export interface Served {
  readonly url: string
  /** Ends it as a power cut would. */
  kill(): Promise<void>
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>
}

/**
 * Starts `hitcraft serve` on a folder, as a user does.
 * @param port 0 takes a free one
 * @param env settings beside those of the tests
 */
export async function serveFolder(
  folder: string,
  port = 0,
  env: Readonly<Record<string, string>> = {},
): Promise<Served> {
  const child = spawn(process.execPath, [ENTRY, 'serve', '--json', '--store', `file:${folder}`], {
    cwd: folder,
    env: { ...process.env, PORT: String(port), LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  const { url } = await announced(child)
  return { url, kill: () => end('SIGKILL'), stop: () => end('SIGINT') }
}

function announced(child: ChildProcess): Promise<{ url: string }> {
  return new Promise((resolve, reject) => {
    let out = ''
    let errors = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      if (out.trimEnd().endsWith('}')) resolve(JSON.parse(out) as { url: string })
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk.toString()
    })
    child.once('exit', (code) => reject(new Error(`serve ended with ${code}: ${errors}`)))
  })
}

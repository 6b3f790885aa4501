import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { runSchema } from '../../../src/domain/analysis/run.ts'
import type { Run } from '../../../src/domain/analysis/run.ts'
import type { Place } from '../../services/backends.ts'
import type { PaidWork } from './paid-child.ts'

const CHILD = join(import.meta.dirname, 'paid-child.ts')

/** A process that analyzes for money; by its key the service knows whom to bill. */
export interface PaidWorker {
  readonly key: string
  /** The run as it told it; undefined where it was killed. */
  readonly ended: Promise<Run | undefined>
  kill(): void
}

export function startWorker({ target, env }: Place, work: Omit<PaidWork, 'target'>): PaidWorker {
  const child = spawn(process.execPath, [CHILD, JSON.stringify({ target, ...work })], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const told = text(child.stdout)
  const ended = once(child, 'close').then(async ([code]) => {
    if (child.signalCode === 'SIGKILL') return undefined
    if (code !== 0) throw new Error(`a worker ended with ${String(code)}`)
    return runSchema.parse(JSON.parse(await told))
  })
  return { key: work.settings['ANTHROPIC_API_KEY'] ?? '', ended, kill: () => child.kill('SIGKILL') }
}

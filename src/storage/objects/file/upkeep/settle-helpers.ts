import { availableParallelism } from 'node:os'
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { HitCraftError } from '../../../../errors/hitcraft-error.ts'
import { realFileSystem } from '../disk/file-system.ts'
import type { FileSystem } from '../disk/file-system.ts'
import { closeTurn, newTurn, work } from './settle-turn.ts'
import type { SettleResult, Told } from './settle-turn.ts'
import type { SettleJob } from './settle-thread.ts'

/** Threads of a turn from which on helpers are asked: there are many more then. */
const WORTH_IT = 100
/** Beyond so many the one who writes the index is what all wait for. */
const MOST_HELPERS = 3

type Settled = (index: number, tokens: string | undefined) => void

/** Settles threads on the cores that there are; on one core, or for few, in place. */
export class SettleHelpers {
  readonly #fs: FileSystem
  #helpers: { readonly worker: Worker; readonly port: MessagePort }[] | undefined
  /** Whether a helper does not answer any more, and may write an old body over a newer one at any time. */
  #isLost = false

  /** @param fs one that is not the real one is asked in this thread alone */
  constructor(fs: FileSystem) {
    this.#fs = fs
  }

  /**
   * Settles jobs until a time is over, and calls back in this thread for each that is done. When it returns or
   * throws, nobody writes any more.
   *
   * @throws HitCraftError what keeps a file from being written; UNAVAILABLE once a helper does not answer, which
   *   may still write: until the process is started again the log keeps what comes
   */
  settle(jobs: readonly SettleJob[], until: number, settled: Settled): void {
    if (this.#isLost) throw silent()
    const turn = newTurn(jobs)
    const takeAll = (port: MessagePort) => {
      for (const result of toldOf(port, turn.number)) take(result, settled)
    }
    const ports = jobs.length < WORTH_IT ? [] : this.#ports()
    for (const port of ports) port.postMessage(turn)
    try {
      for (const result of work(turn, this.#fs)) {
        take(result, settled)
        for (const port of ports) takeAll(port)
        if (performance.now() > until) break
      }
    } finally {
      this.#isLost = !closeTurn(turn)
    }
    if (this.#isLost) throw silent()
    for (const port of ports) takeAll(port)
  }

  #ports(): readonly MessagePort[] {
    this.#helpers ??= this.#fs === realFileSystem ? this.#start() : []
    return this.#helpers.map(({ port }) => port)
  }

  #start() {
    const count = Math.min(MOST_HELPERS, availableParallelism() - 1)
    return Array.from({ length: count }, () => {
      const { port1: port, port2 } = new MessageChannel()
      const worker = new Worker(FILE, {
        workerData: { port: port2 },
        transferList: [port2],
        resourceLimits: { maxYoungGenerationSizeMb: 4 },
      })
      // What one cannot do any more is done in place.
      worker.on('error', () => {
        this.#helpers = this.#helpers?.filter((helper) => helper.worker !== worker)
      })
      worker.unref()
      port.unref()
      return { worker, port }
    })
  }

  async stop(): Promise<void> {
    const helpers = this.#helpers ?? []
    this.#helpers = []
    await Promise.all(helpers.map(({ worker }) => worker.terminate()))
  }
}

/** Beside this file, also where both are built. */
const FILE = new URL(
  import.meta.url.endsWith('.ts') ? './settle-worker.ts' : './settle-worker.js',
  import.meta.url,
)

/** What helpers have told of a turn by now; what they told of an earlier one is dropped. */
function* toldOf(port: MessagePort, turn: number): Generator<SettleResult> {
  for (;;) {
    const received = receiveMessageOnPort(port)
    if (received === undefined) return
    const told = received.message as Told
    if (told.turn === turn) yield told.result
  }
}

function silent(): HitCraftError {
  return new HitCraftError('UNAVAILABLE', 'a thread that writes thread files does not answer', {
    remedy: 'See whether the disk of THREADS_FOLDER answers, and start this program again.',
  })
}

function take(result: SettleResult, settled: Settled): void {
  if (!('failed' in result)) {
    settled(result.index, result.tokens)
    return
  }
  const { code, message, remedy } = result.failed
  throw new HitCraftError(code, message, remedy === '' ? {} : { remedy })
}

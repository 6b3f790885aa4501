import { Worker } from 'node:worker_threads'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { errorOf } from '../../errors/told-error.ts'
import type { Answered, Asked } from './serve-tasks.ts'

/** Tasks that a worker is given before it has done the first of them, so that it never waits for the next. */
export const AHEAD = 4
/** Milliseconds without any task after which the workers end: each holds some 70 MB. */
const IDLE = 60_000

interface Task<In, Out> {
  readonly input: In
  readonly resolve: (output: Out) => void
  readonly reject: (error: unknown) => void
}

interface Member<In, Out> {
  readonly worker: Worker
  /** What it was given and has not answered, oldest first: that one it is at. */
  readonly tasks: Task<In, Out>[]
}

/**
 * Threads of this process that do tasks, each a pure function of what is sent. They are started when there is
 * work for one more, stay for the next work, and end when there was none for a minute; those without work keep
 * no process alive.
 */
export class WorkerPool<In, Out> {
  readonly #file: URL
  readonly #size: number
  readonly #waiting: Task<In, Out>[] = []
  #members: Member<In, Out>[] = []
  #idle: NodeJS.Timeout | undefined
  #isClosed = false

  /**
   * @param file of the worker, which calls `serveTasks`
   * @param size workers at most, 1 or more
   */
  constructor(file: URL, size: number) {
    this.#file = file
    this.#size = size
  }

  /**
   * Does a task, after those that were asked for before.
   *
   * @throws what the work throws; HitCraftError INTERNAL where the worker ended at this task, as for want of
   *   memory (the others go on), INTERRUPTED once the pool is closed
   */
  run(input: In): Promise<Out> {
    if (this.#isClosed) return Promise.reject(closed())
    clearTimeout(this.#idle)
    const { promise, resolve, reject } = Promise.withResolvers<Out>()
    this.#waiting.push({ input, resolve, reject })
    this.#deal()
    return promise
  }

  /** Ends the workers; what is under way is given up. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true
    const members = this.#members
    this.#members = []
    const left = [...members.flatMap(({ tasks }) => tasks.splice(0)), ...this.#waiting.splice(0)]
    for (const { reject } of left) reject(closed())
    await this.#end(members)
  }

  #deal(): void {
    for (;;) {
      const [task] = this.#waiting
      const member = task === undefined ? undefined : this.#free()
      if (task === undefined || member === undefined) break
      this.#waiting.shift()
      this.#give(member, task)
    }
    if (this.#members.every(({ tasks }) => tasks.length === 0)) this.#rest()
  }

  /** One without work, or else a new one, or else the one with the least. */
  #free(): Member<In, Out> | undefined {
    const [least] = this.#members.toSorted((a, b) => a.tasks.length - b.tasks.length)
    if (least?.tasks.length === 0) return least
    if (this.#members.length < this.#size) return this.#start()
    return least !== undefined && least.tasks.length < AHEAD ? least : undefined
  }

  #give({ worker, tasks }: Member<In, Out>, task: Task<In, Out>): void {
    try {
      worker.postMessage({ input: task.input } satisfies Asked<In>, [])
      tasks.push(task)
      worker.ref()
    } catch (error) {
      task.reject(error)
    }
  }

  #start(): Member<In, Out> {
    const worker = new Worker(this.#file, LIMITS)
    const member: Member<In, Out> = { worker, tasks: [] }
    worker.on('message', (answer: Answered<Out>) => this.#take(member, answer))
    worker.on('error', (error) => this.#lose(member, error))
    worker.on('exit', () => this.#lose(member, undefined))
    this.#members.push(member)
    return member
  }

  #take({ worker, tasks }: Member<In, Out>, answer: Answered<Out>): void {
    const task = tasks.shift()
    if (tasks.length === 0) worker.unref()
    if ('output' in answer) task?.resolve(answer.output)
    else task?.reject(errorOf(answer.error))
    this.#deal()
  }

  /** The task that it was at may be what ended it; the others are given to others. */
  #lose(member: Member<In, Out>, error: unknown): void {
    if (!this.#members.includes(member)) return
    this.#members = this.#members.filter((one) => one !== member)
    const [at, ...others] = member.tasks.splice(0)
    at?.reject(ended(error))
    this.#waiting.unshift(...others)
    this.#deal()
  }

  #rest(): void {
    clearTimeout(this.#idle)
    this.#idle = setTimeout(() => {
      void this.#end(this.#members.splice(0))
    }, IDLE).unref()
  }

  async #end(members: readonly Member<In, Out>[]): Promise<void> {
    clearTimeout(this.#idle)
    await Promise.all(members.map(({ worker }) => worker.terminate()))
  }
}

/** A young generation of 8 MB took 15 % more processor time for 17 KB a thread; a larger one saves no more. */
const LIMITS = { resourceLimits: { maxYoungGenerationSizeMb: 32 } }

function ended(error: unknown): HitCraftError {
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
  return new HitCraftError('INTERNAL', `the thread that worked on it has ended${code}`, {
    remedy: 'The next run tries it again.',
    cause: error,
  })
}

function closed(): HitCraftError {
  return new HitCraftError('INTERRUPTED', 'the threads that work have been closed')
}

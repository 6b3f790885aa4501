import { parentPort } from 'node:worker_threads'
import { toldError } from '../../errors/told-error.ts'
import type { ToldError } from '../../errors/told-error.ts'

/** What a worker of a `WorkerPool` is sent. */
export interface Asked<In> {
  readonly input: In
}

/** What it answers, one answer a task, in the order of the tasks. */
export type Answered<Out> = { readonly output: Out } | { readonly error: ToldError }

/** What a worker does; the pool knows of what type it is. */
type Work = (input: never) => Promise<unknown>

/** Makes this thread a worker of a `WorkerPool`: it does one task after another. */
export function serveTasks(work: Work): void {
  let turn = Promise.resolve()
  parentPort?.on('message', ({ input }: Asked<never>) => {
    turn = turn.then(async () => parentPort?.postMessage(await answerTo(work, input), []))
  })
}

async function answerTo(work: Work, input: never): Promise<Answered<unknown>> {
  try {
    return { output: await work(input) }
  } catch (error) {
    return { error: toldError(error) }
  }
}

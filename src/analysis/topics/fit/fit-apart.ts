import type { TopicModel } from '../../../domain/analysis/topic-model.ts'
import { WorkerPool } from '../../apart/worker-pool.ts'
import { stopped } from '../pace.ts'
import type { FitTask } from './fit-worker.ts'

/**
 * Fits topics in a thread of its own, which ends with it.
 * @throws HitCraftError INTERRUPTED by the signal, at once
 */
export async function fitApart(task: FitTask, signal?: AbortSignal): Promise<TopicModel> {
  if (signal?.aborted === true) throw stopped()
  const pool = new WorkerPool<FitTask, TopicModel>(FILE, 1)
  const stop = () => void pool.close()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    return await pool.run(task)
  } finally {
    signal?.removeEventListener('abort', stop)
    await pool.close()
  }
}

/** Beside this file, also where both are built. */
const FILE = new URL(
  import.meta.url.endsWith('.ts') ? './fit-worker.ts' : './fit-worker.js',
  import.meta.url,
)

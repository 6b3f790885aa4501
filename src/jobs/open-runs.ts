import { InProcessRuns } from './in-process/in-process-runs.ts'
import type { JobWork } from './job-work.ts'
import type { RunEvents, RunQueue } from './run-queue.ts'
import { toldSparingly } from './told-sparingly.ts'

/**
 * The queue of a server's analyses: in this process, or in the PostgreSQL database that a URL names, from which workers take
 * them.
 *
 * @throws HitCraftError UNAVAILABLE, PERMISSION, INVALID_CONFIG of that database
 */
export async function openRuns(
  url: string | undefined,
  work: JobWork,
  onError: (error: unknown) => void,
): Promise<(events: RunEvents) => RunQueue> {
  if (url === undefined) return (events) => new InProcessRuns(work, events)
  const [{ connectJobs }, { QueuedRuns }] = await Promise.all([
    import('./pg-boss/connect.ts'),
    import('./pg-boss/queued-runs.ts'),
  ])
  const jobs = await connectJobs(url, 'server', toldSparingly(onError))
  return (events) => new QueuedRuns(jobs, work, events)
}

import type { WorkerOptions } from '../../jobs/pg-boss/worker.ts'
import { jobWork } from './job-work.ts'
import type { Workspace } from '../workspace.ts'

/**
 * Works on the analyses that servers ask for, with the store and analyzer of a workspace, until it is stopped.
 *
 * @param url of the PostgreSQL database in which they wait
 * @throws HitCraftError PERMISSION and INVALID_CONFIG of a model that takes no call; UNAVAILABLE, PERMISSION and INVALID_CONFIG
 *   of that database
 */
export async function workForQueue(
  workspace: Workspace,
  url: string,
  options: WorkerOptions,
): Promise<void> {
  await workspace.analyzer.asks?.provider.ready?.()
  // Loaded here, so that whoever has no such queue starts without it.
  const { workForQueue: work } = await import('../../jobs/pg-boss/worker.ts')
  await work(url, jobWork(workspace), options)
}

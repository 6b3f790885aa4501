import type { JobsHealth } from '../../jobs/pg-boss/watching/jobs-health.ts'

/**
 * How the queue that workers take analyses from stands. Changes nothing.
 *
 * @param url of its PostgreSQL database
 * @throws HitCraftError NOT_FOUND where nothing was ever put into it; UNAVAILABLE, PERMISSION, INVALID_CONFIG
 */
export async function queueHealth(url: string): Promise<JobsHealth> {
  // Loaded here, so that whoever has no such queue starts without it.
  const { jobsHealth } = await import('../../jobs/pg-boss/watching/jobs-health.ts')
  return jobsHealth(url)
}

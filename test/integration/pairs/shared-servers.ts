import { afterAll } from 'vitest'
import type { RunningBackend, TestBackend } from '../../services/backends.ts'

/**
 * The backends of one test file, each of which starts its server once for all suites of the file and ends it after the
 * last. To be called at the top of the file.
 */
export function sharedServers(backends: readonly TestBackend[]): TestBackend[] {
  const started = new Map<string, Promise<RunningBackend>>()
  afterAll(async () => {
    const running = await Promise.allSettled(started.values())
    for (const one of running) if (one.status === 'fulfilled') await one.value.stop()
  })
  return backends.map((backend) => ({
    ...backend,
    async start(options) {
      const running = started.get(backend.name) ?? backend.start(options)
      started.set(backend.name, running)
      return { ...(await running), stop: async () => {} }
    },
  }))
}

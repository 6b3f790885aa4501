import { afterAll, beforeAll, describe } from 'vitest'
import type { BackendOptions, RunningBackend, TestBackend } from './backends.ts'
import { noteServer } from './note-server.ts'

/**
 * A suite against a backend's real server, started for it and ended after it. A server that cannot be
 * had is a named skip on a user's machine; under CI the summary counts it as a failure.
 *
 * @param body given a way to the running backend, to be asked within tests
 */
export function describeOn(
  backend: TestBackend,
  title: string,
  body: (running: () => RunningBackend) => void,
  options: BackendOptions = {},
): void {
  const missing = backend.whyNot()
  const name = `${backend.name}: ${title}${missing === undefined ? '' : ` NOT RUN, ${missing}`}`
  // oxlint-disable-next-line vitest/valid-title
  describe.skipIf(missing !== undefined)(name, () => {
    let running: RunningBackend | undefined
    beforeAll(async () => {
      running = await backend.start(options)
      noteServer(backend.name, running.name)
    }, 300_000)
    afterAll(() => running?.stop())
    body(() => {
      if (running === undefined) throw new Error(`${backend.name} was not started`)
      return running
    })
  })
}

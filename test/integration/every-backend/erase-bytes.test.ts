import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { eraseThreads } from '../../../src/app/erase.ts'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import { BIN } from '../../cli/run-cli.ts'
import { TEST_BACKENDS } from '../../services/backends.ts'
import type { Place, RunningBackend } from '../../services/backends.ts'
import { describeOn } from '../../services/describe-on.ts'
import { expectTheRest, fillDoomed, newSecrets } from './doomed.ts'
import type { Secrets } from './doomed.ts'

let results: string
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), 'hitcraft-results-'))
})
afterEach(() => rm(results, { recursive: true, force: true }))

/** Nothing that the store or the program wrote holds one of the words. */
async function expectGone(running: RunningBackend, place: Place, secrets: Secrets): Promise<void> {
  const words = Object.values(secrets)
  expect(await running.filesHolding(place, words)).toEqual([])
  for (const name of await readdir(results)) {
    const text = await readFile(join(results, name), 'utf8')
    for (const word of words) expect(text, name).not.toContain(word)
  }
}

/** Erases in a process of its own, which is killed as soon as somebody else sees the thread gone. */
async function eraseAndKill(place: Place, ids: readonly string[]): Promise<void> {
  const watching = await openChatStore(place.target)
  const args = ['threads', 'delete', ...ids, '--yes', '--store', place.url]
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: results,
    env: { PATH: process.env['PATH'], HOME: results, RESULTS_FOLDER: results, ...place.env },
    stdio: 'ignore',
  })
  const ended = once(child, 'exit')
  try {
    while (child.exitCode === null) {
      await watching.refresh()
      const found = await watching.getThreads(ids.slice(0, 1))
      if (found[0] === undefined) break
    }
  } finally {
    child.kill('SIGKILL')
    await ended
    await watching.close()
  }
}

for (const backend of TEST_BACKENDS) {
  describeOn(
    backend,
    'erasing',
    (running) => {
      it('leaves no word of it in any byte that the store wrote', async () => {
        const place = await running().fresh()
        const store = await openChatStore(place.target)
        const secrets = newSecrets()
        const ids = await fillDoomed(store, secrets, results)
        const { text, title, id } = secrets
        const before = await running().filesHolding(place, [text, title, id])
        expect(before.length).toBeGreaterThan(0)

        const erasing = { store, folders: { results } }
        const { erased, reports } = await eraseThreads(erasing, ids)
        expect({ erased, reports }).toEqual({ erased: 2, reports: ['r.html'] })
        await store.close()
        await expectGone(running(), place, secrets)

        const again = await openChatStore(place.target)
        await expectTheRest(again, secrets)
        await again.close()
      })

      it('comes to the same end when it dies between erasing and compacting and is asked for again', async () => {
        const place = await running().fresh()
        const store = await openChatStore(place.target)
        const secrets = newSecrets()
        const ids = await fillDoomed(store, secrets, results)
        await store.close()
        await eraseAndKill(place, ids)

        const again = await openChatStore(place.target)
        expect(await again.getThread(secrets.id)).toBeUndefined()
        await eraseThreads({ store: again, folders: { results } }, ids)
        await again.close()
        await expectGone(running(), place, secrets)

        const last = await openChatStore(place.target)
        await expectTheRest(last, secrets)
        await last.close()
      })
    },
    { eraseAtOnce: true },
  )
}

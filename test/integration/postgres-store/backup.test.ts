import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { verifyStores } from '../../../src/app/verify-stores.ts'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import { analyzed } from '../../conformance/check.ts'
import { anyThread, sample } from '../../conformance/arbitraries.ts'
import { testBackend } from '../../services/backends.ts'
import { describeOn } from '../../services/describe-on.ts'

const run = promisify(execFile)
const BIN = '/usr/lib/postgresql/15/bin'

describeOn(testBackend('postgres 15'), 'pg_dump and pg_restore', (running) => {
  it('give back every record, equal by hash', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hitcraft-dump-'))
    const [from, to] = [await running().fresh(), await running().fresh()]
    const store = await openChatStore(from.target)
    const threads = sample(anyThread(), 40, 7)
    await store.mergeThreads(threads)
    await store.saveAnalyses(threads.map((thread) => analyzed(thread)))
    await store.eraseThreads([threads[3]?.id ?? ''])
    const dump = join(folder, 'hitcraft.dump')
    await run(join(BIN, 'pg_dump'), ['--format=custom', `--file=${dump}`, from.url])
    await run(join(BIN, 'pg_restore'), [`--dbname=${to.url}`, dump])
    const restored = await openChatStore(to.target)
    // The index trails the writes, and the dump holds it as it stood.
    await Promise.all([store.flushIndex(), restored.flushIndex()])
    expect(await verifyStores(store, restored)).toMatchObject({ equal: true, differences: [] })
    expect(await restored.listThreads({ limit: 100 })).toEqual(
      await store.listThreads({ limit: 100 }),
    )
    const [again] = await restored.mergeThreads(threads.slice(3, 4))
    expect(again?.outcome).toBe('erased')
    await store.close()
    await restored.close()
    await rm(folder, { recursive: true, force: true })
  })
})

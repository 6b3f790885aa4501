import { storeSource } from '../../src/migration/sources/store-source.ts'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { buildThread } from '../../src/domain/thread/build-thread.ts'
import type { Thread } from '../../src/domain/thread/thread.ts'
import { HitCraftError } from '../../src/errors/hitcraft-error.ts'
import { isComplete } from '../../src/migration/copy/migration.ts'
import { migrate } from '../../src/migration/copy/migrate.ts'
import { verifyStores } from '../../src/app/verify-stores.ts'
import { verifyReceipt } from '../../src/migration/verify/verify.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { openFileStore } from '../../src/storage/objects/file/file-chat-store.ts'
import { foldersUnder } from '../../src/storage/backends/folders.ts'
import { refuseSameStore } from '../../src/migration/copy/same-store.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'

/** Nobody else writes: what differs need not be waited for. */
const AT_ONCE = { settle: 0, isSearched: false }

function thread(id: string, ...texts: string[]): Thread {
  const messages = texts.map((text, i) => ({
    id: `${id}/${i}`,
    role: i % 2 === 0 ? 'user' : 'assistant',
    createdAt: `2025-03-10T10:00:0${i}.000Z`,
    content: [{ type: 'text' as const, text }],
  }))
  return buildThread(
    { id, title: `Title ${id}`, messages },
    { format: 'test', asOf: '2025-03-10T10:00:09.000Z' },
  )
}

async function fill(store: ChatStore, n: number): Promise<void> {
  const threads = Array.from({ length: n }, (_, i) =>
    thread(`t${String(i).padStart(4, '0')}`, `שלום ${i}`, `answer \uD83C\uDFB5 \u0000 \uD800 ${i}`),
  )
  await store.mergeThreads(threads)
  await store.putRecords('run', [
    {
      id: '2025-03-10T10:00:00.000Z-00000000',
      analyzerKey: 'local-1',
      startedAt: '2025-03-10T10:00:00.000Z',
      status: 'done',
      schemaVersion: 2,
      planned: n,
      analyzed: n,
      failed: 0,
      failedBy: {},
      errors: [],
    },
  ])
}

describe('migrate', () => {
  let from: ChatStore
  let to: ChatStore
  let folder: string

  beforeEach(async () => {
    from = await openMemoryStore()
    to = await openMemoryStore()
    folder = await mkdtemp(join(tmpdir(), 'hitcraft-migrate-'))
    await fill(from, 450)
  })

  it('copies every record, proves it, and writes a receipt that verifies the target', async () => {
    const receipt = join(folder, 'receipt')
    const moved = await migrate(storeSource(from), to, { receipt })
    expect(moved.copied).toMatchObject({ threads: 450, runs: 1 })
    expect(isComplete(moved)).toBe(true)
    expect(moved.root?.source).toBe(moved.root?.target)
    expect(await verifyReceipt(receipt, to)).toMatchObject({ equal: true, differences: [] })
    expect(await verifyStores(from, to, AT_ONCE)).toMatchObject({
      equal: true,
      kinds: { threads: { source: 450, target: 450, differences: 0 } },
    })
  })

  it('copies nothing twice', async () => {
    await migrate(storeSource(from), to)
    const again = await migrate(storeSource(from), to)
    expect(again.copied).toMatchObject({ threads: 0, runs: 0 })
    expect(again.unchanged).toMatchObject({ threads: 450, runs: 1 })
  })

  it('only counts on a dry run', async () => {
    const dry = await migrate(storeSource(from), to, { dryRun: true })
    expect(dry.copied).toMatchObject({ threads: 450, runs: 1 })
    expect(await to.countThreads({})).toBe(0)
  })

  it('goes on after an interruption', async () => {
    const stop = new AbortController()
    const reason = new HitCraftError('INTERRUPTED', 'stopped')
    const cut = migrate(storeSource(from), to, {
      signal: stop.signal,
      onProgress: (done) => done > 0 && stop.abort(reason),
    })
    await expect(cut).rejects.toBe(reason)
    const there = await to.countThreads({})
    expect(there).toBeGreaterThan(0)
    expect(there).toBeLessThan(450)
    const rest = await migrate(storeSource(from), to)
    expect(rest.unchanged['threads']).toBe(there)
    expect(rest.copied['threads']).toBe(450 - there)
    expect((await verifyStores(from, to, AT_ONCE)).equal).toBe(true)
  })

  it('leaves a thread that the target has in another state as it is, and says so', async () => {
    const other = thread('t0003', 'שלום 3', 'another answer', 'and more')
    await to.mergeThreads([other])
    const before = await to.getThread('t0003')
    const moved = await migrate(storeSource(from), to)
    expect(moved.conflicts['threads']).toBe(1)
    expect(isComplete(moved)).toBe(false)
    expect(await to.getThread('t0003')).toEqual(before)
    const verified = await verifyStores(from, to, AT_ONCE)
    expect(verified.equal).toBe(false)
    expect(verified.differences).toMatchObject([
      { kind: 'threads', id: 't0003', problem: 'differs' },
    ])
    expect(verified.differences[0]?.field).toContain('messages')
  })

  it('finds what is missing and what is too much', async () => {
    await migrate(storeSource(from), to)
    await from.mergeThreads([thread('only-source', 'a')])
    await to.mergeThreads([thread('only-target', 'b')])
    expect((await verifyStores(from, to, AT_ONCE)).differences).toMatchObject([
      { kind: 'threads', id: 'only-source', field: '', problem: 'missing in target' },
      { kind: 'threads', id: 'only-target', field: '', problem: 'only in target' },
    ])
  })

  it('leaves out what was erased in the target', async () => {
    await to.mergeThreads([thread('t0007', 'x')])
    await to.eraseThreads(['t0007'])
    const moved = await migrate(storeSource(from), to)
    expect(moved.keptOut['threads']).toBe(1)
    expect(isComplete(moved)).toBe(true)
    expect(await to.getThread('t0007')).toBeUndefined()
  })

  it('refuses a receipt that was cut short or changed', async () => {
    const receipt = join(folder, 'receipt')
    await migrate(storeSource(from), to, { receipt })
    const whole = await readFile(receipt, 'utf8')
    await writeFile(receipt, whole.slice(0, whole.lastIndexOf('{"end"')))
    await expect(verifyReceipt(receipt, to)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await writeFile(
      receipt,
      whole.replace(/("hash":")(.)/, (_, key, digit) => `${key}${digit === '0' ? '1' : '0'}`),
    )
    await expect(verifyReceipt(receipt, to)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await expect(verifyReceipt(join(folder, 'none'), to)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('erases in the target what was erased at the source, again and again', async () => {
    await from.eraseThreads(['t0001'])
    await migrate(storeSource(from), to)
    await from.eraseThreads(['t0002'])
    await from.mergeThreads([userThread('of-u1', 'u1'), userThread('kept', 'u2')])
    await to.mergeThreads([userThread('of-u1', 'u1'), userThread('only-there', 'u1')])
    await from.eraseUser('u1')
    const dry = await migrate(storeSource(from), to, { dryRun: true })
    expect(dry.erased).toBe(3)
    expect(dry.toErase?.toSorted()).toEqual(['of-u1', 'only-there', 't0002'])
    expect(await to.getThread('t0002')).toBeDefined()
    const moved = await migrate(storeSource(from), to)
    expect(moved.erased).toBe(3)
    expect(moved).not.toHaveProperty('toErase')
    expect(isComplete(moved)).toBe(true)
    for (const id of ['t0001', 't0002', 'of-u1', 'only-there']) {
      expect(await to.getThread(id)).toBeUndefined()
    }
    expect(await to.getThread('kept')).toBeDefined()
    // What only the target had leaves its tombstone there.
    expect((await verifyStores(from, to, AT_ONCE)).differences).toMatchObject([
      { kind: 'tombstones', problem: 'only in target' },
    ])
    expect((await migrate(storeSource(from), to)).erased).toBe(0)
  })

  it('erases in a target that had others, also where it was killed after the tombstones', async () => {
    const grown = idless('once upon', 'a time')
    await from.mergeThreads([grown])
    await to.mergeThreads([grown, thread('t0005', 'elsewhere'), thread('mine', 'kept')])
    await to.eraseThreads(['something else'])
    await from.eraseThreads([grown.id, 't0005'])
    await to.putRecords('tombstone', await from.listRecords('tombstone'))
    const moved = await migrate(storeSource(from), to)
    expect(moved.erased).toBe(2)
    expect(await to.getThread(grown.id)).toBeUndefined()
    expect(await to.getThread('mine')).toBeDefined()
  })

  it('names what is damaged on either side, and goes on behind it', async () => {
    const source = damagedIn(from, ['t0003', 't0449'])
    const receipt = join(folder, 'receipt')
    const moved = await migrate(storeSource(source), to, { receipt })
    expect(moved.copied).toMatchObject({ threads: 448, runs: 1 })
    expect(moved.damaged.map(({ kind, id }) => [kind, id])).toEqual([
      ['thread', 't0003'],
      ['thread', 't0449'],
      ['store', undefined],
    ])
    expect(await verifyReceipt(receipt, to)).toMatchObject({ equal: true })
    await to.mergeThreads([thread('t0003', 'x'), thread('t0449', 'y')])
    const verified = await verifyStores(source, damagedIn(to, ['t0007']), AT_ONCE)
    expect(verified.equal).toBe(false)
    expect(verified.kinds).toMatchObject({
      threads: { source: 450, target: 450, differences: 3 },
      store: { differences: 2 },
    })
    expect(verified.differences.map(({ id, problem }) => [id, problem])).toEqual([
      ['t0003', 'damaged in source'],
      ['t0007', 'damaged in target'],
      ['t0449', 'damaged in source'],
      ['', 'damaged in source'],
      ['', 'damaged in target'],
    ])
  })

  it('writes over what is damaged in the target, where all is read for a receipt', async () => {
    await migrate(storeSource(from), to)
    const written: string[] = []
    const target: ChatStore = {
      ...damagedIn(to, ['t0003']),
      mergeThreads: (batch) => {
        written.push(...batch.map(({ id }) => id))
        return to.mergeThreads(batch)
      },
    }
    const moved = await migrate(storeSource(from), target, { receipt: join(folder, 'receipt') })
    expect(written).toEqual(['t0003'])
    // It is read back as damaged still, as this target's damage is only pretended.
    expect(moved.failed).toMatchObject({ threads: 1 })
    expect(moved.unchanged).toMatchObject({ threads: 449 })
  })
})

it('one store under two names is refused', async () => {
  const root = await mkdtemp(join(tmpdir(), 'hitcraft-same-'))
  const folders = foldersUnder(join(root, 'a'))
  const [one, copy] = [
    await openFileStore(folders),
    await openFileStore(foldersUnder(join(root, 'b'))),
  ]
  await symlink(join(root, 'a'), join(root, 'link'))
  const linked = await openFileStore(foldersUnder(join(root, 'link')))
  await expect(refuseSameStore(one, linked)).rejects.toMatchObject({ code: 'INVALID_CONFIG' })
  await expect(refuseSameStore(one, copy)).resolves.toBeUndefined()
  for (const store of [one, copy, linked]) await store.close()
  await rm(root, { recursive: true })
})

function userThread(id: string, userId: string): Thread {
  return buildThread(
    {
      id,
      messages: [{ id: `${id}/0`, role: 'user', userId, content: [{ type: 'text', text: id }] }],
    },
    { format: 'test' },
  )
}

function idless(...texts: string[]): Thread {
  return buildThread(
    { messages: texts.map((text) => ({ role: 'user', content: [{ type: 'text', text }] })) },
    { format: 'test' },
  )
}

/** A store some of whose threads cannot be read, and that has a damaged piece of no kind. */
function damagedIn(store: ChatStore, ids: readonly string[]): ChatStore {
  const broken = (id: string) => new HitCraftError('CORRUPT', `thread ${id} does not hold`)
  return {
    ...store,
    getThread: async (id) => {
      if (ids.includes(id)) throw broken(id)
      return store.getThread(id)
    },
    getThreads: async (asked) => {
      const found = asked.find((id) => ids.includes(id))
      if (found !== undefined) throw broken(found)
      return store.getThreads(asked)
    },
    async *examine() {
      for (const id of ids) yield { kind: 'thread', id, place: 'here', problem: 'does not hold' }
      yield { kind: 'store', place: 'log, byte 7', problem: 'does not hold' }
    },
  }
}

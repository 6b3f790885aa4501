import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { buildThread } from '../../src/domain/thread/build-thread.ts'
import type { Thread } from '../../src/domain/thread/thread.ts'
import { HitCraftError } from '../../src/errors/hitcraft-error.ts'
import { isComplete, migrate } from '../../src/migration/migrate.ts'
import { verifyReceipt, verifyStores } from '../../src/migration/verify.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'

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
      planned: n,
      analyzed: n,
      failed: 0,
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
    const moved = await migrate(from, to, { receipt })
    expect(moved.copied).toMatchObject({ threads: 450, runs: 1 })
    expect(isComplete(moved)).toBe(true)
    expect(moved.root.source).toBe(moved.root.target)
    expect(await verifyReceipt(receipt, to)).toMatchObject({ equal: true, differences: [] })
    expect(await verifyStores(from, to)).toMatchObject({
      equal: true,
      kinds: { threads: { source: 450, target: 450, differences: 0 } },
    })
  })

  it('copies nothing twice', async () => {
    await migrate(from, to)
    const again = await migrate(from, to)
    expect(again.copied).toMatchObject({ threads: 0, runs: 0 })
    expect(again.unchanged).toMatchObject({ threads: 450, runs: 1 })
  })

  it('only counts on a dry run', async () => {
    const dry = await migrate(from, to, { dryRun: true })
    expect(dry.copied).toMatchObject({ threads: 450, runs: 1 })
    expect(await to.countThreads({})).toBe(0)
  })

  it('goes on after an interruption', async () => {
    const stop = new AbortController()
    const reason = new HitCraftError('INTERRUPTED', 'stopped')
    const cut = migrate(from, to, {
      signal: stop.signal,
      onProgress: (done) => done >= 200 && stop.abort(reason),
    })
    await expect(cut).rejects.toBe(reason)
    const there = await to.countThreads({})
    expect(there).toBeGreaterThan(0)
    expect(there).toBeLessThan(450)
    const rest = await migrate(from, to)
    expect(rest.unchanged['threads']).toBe(there)
    expect(rest.copied['threads']).toBe(450 - there)
    expect((await verifyStores(from, to)).equal).toBe(true)
  })

  it('merges into a thread that the target has in another state, and says so', async () => {
    const other = thread('t0003', 'שלום 3', 'another answer', 'and more')
    await to.mergeThreads([other])
    const moved = await migrate(from, to)
    expect(moved.conflicts['threads']).toBe(1)
    expect(isComplete(moved)).toBe(false)
    expect((await to.getThread('t0003'))?.messages).toHaveLength(3)
    const verified = await verifyStores(from, to)
    expect(verified.equal).toBe(false)
    expect(verified.differences).toMatchObject([
      { kind: 'threads', id: 't0003', problem: 'differs' },
    ])
    expect(verified.differences[0]?.field).toContain('messages')
  })

  it('finds what is missing and what is too much', async () => {
    await migrate(from, to)
    await from.mergeThreads([thread('only-source', 'a')])
    await to.mergeThreads([thread('only-target', 'b')])
    expect((await verifyStores(from, to)).differences).toEqual([
      { kind: 'threads', id: 'only-source', field: '', problem: 'missing in target' },
      { kind: 'threads', id: 'only-target', field: '', problem: 'only in target' },
    ])
  })

  it('leaves out what was erased in the target', async () => {
    await to.mergeThreads([thread('t0007', 'x')])
    await to.eraseThreads(['t0007'])
    const moved = await migrate(from, to)
    expect(moved.failed['threads']).toBe(1)
    expect(await to.getThread('t0007')).toBeUndefined()
  })

  it('refuses a receipt that was cut short or changed', async () => {
    const receipt = join(folder, 'receipt')
    await migrate(from, to, { receipt })
    const whole = await readFile(receipt, 'utf8')
    await writeFile(receipt, whole.slice(0, whole.lastIndexOf('{"root"')))
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
})

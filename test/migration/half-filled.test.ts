import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { migrateStore, openStore, openWorkspace, parseStoreUrl } from '../../src/index.ts'
import type { ChatStore } from '../../src/index.ts'
import { startServer } from '../../src/http/server.ts'
import { HitCraftError } from '../../src/errors/hitcraft-error.ts'
import { Filling } from '../../src/migration/filling/filling.ts'
import { migrationChecks, refuseHalfFilled } from '../../src/migration/filling/half-filled.ts'
import { storeSource } from '../../src/migration/sources/store-source.ts'
import { loadConfig } from '../../src/config.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { oneLine } from '../conformance/check.ts'
import { runHere } from '../cli/in-process.ts'

const THREADS = Array.from({ length: 300 }, (_, n) => oneLine(`t${n}`, `words ${n}`, n))

describe('a store that a migration has only begun to fill', () => {
  let cwd: string
  let from: ChatStore
  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'hitcraft-half-'))
    from = await openStore(parseStoreUrl('file:./from', cwd))
    await from.mergeThreads(THREADS)
    const to = await openStore(targetOf(cwd), { halfFilled: true })
    const stop = new AbortController()
    const reason = new HitCraftError('INTERRUPTED', 'stopped')
    const onProgress = (done: number) => done > 0 && stop.abort(reason)
    await migrateStore(from, to, { signal: stop.signal, onProgress }).catch((error: unknown) => {
      if (error !== reason) throw error
    })
    await to.close()
  })
  afterAll(async () => {
    await from.close()
    await rm(cwd, { recursive: true, force: true })
  })

  const targetOf = (cwd: string) => parseStoreUrl('file:./to', cwd)

  it('is refused by the library and the server, which say what to run', async () => {
    const refusal = {
      code: 'INCOMPLETE',
      message: expect.stringContaining(join(cwd, 'from')) as unknown,
      remedy: expect.stringContaining('hitcraft migrate --from') as unknown,
    }
    await expect(openStore(targetOf(cwd))).rejects.toMatchObject(refusal)
    await expect(openWorkspace({ store: targetOf(cwd) })).rejects.toMatchObject(refusal)
    const config = { ...loadConfig({ env: {}, cwd }), store: targetOf(cwd), port: 0 }
    await expect(startServer(config)).rejects.toMatchObject(refusal)
  })

  it.each([
    ['threads', 'list'],
    ['threads', 'search', 'words'],
    ['threads', 'export'],
    ['threads', 'delete', 't1', '--yes'],
    ['import', 'none.json'],
    ['analyze'],
    ['report'],
    ['history'],
  ])('is refused by %s %s', async (...args) => {
    const run = await runHere([...args, '--store', 'file:./to'], { cwd })
    expect(run.err).toMatch(/INCOMPLETE/)
    expect(run.exit).toBe(1)
  })

  it('is examined and verified, and opens again once it is whole', async () => {
    const doctor = await runHere(['doctor', '--store', 'file:./to'], { cwd })
    expect(doctor.exit).toBe(1)
    expect(doctor.out).toContain('holds only a part')
    const verify = ['verify', '--from', 'file:./from', '--to', 'file:./to']
    expect((await runHere(verify, { cwd })).exit).toBe(4)
    const from = ['migrate', '--from', 'file:./to', '--to', 'file:./other']
    expect((await runHere(from, { cwd })).err).toContain('INCOMPLETE')
    const migrate = await runHere(['migrate', '--from', 'file:./from', '--to', 'file:./to'], {
      cwd,
    })
    expect(migrate.exit, migrate.err).toBe(0)
    expect((await runHere(verify, { cwd })).exit).toBe(0)
    expect((await runHere(['threads', 'list', '--store', 'file:./to'], { cwd })).exit).toBe(0)
    const whole = await runHere(['doctor', '--store', 'file:./to'], { cwd })
    expect(whole.out).toContain('filled from file ')
    expect(whole.exit).toBe(0)
  })
})

describe('a store in use', () => {
  it('stays usable where a migration into it broke off before its first write', async () => {
    const [from, to] = [await openMemoryStore(), await openMemoryStore()]
    await from.mergeThreads(THREADS)
    await to.mergeThreads([oneLine('own', 'words', 1)])
    const nowhere = { receipt: '/proc/none/receipt' }
    await expect(migrateStore(from, to, nowhere)).rejects.toBeInstanceOf(HitCraftError)
    const stop = AbortSignal.abort(new HitCraftError('INTERRUPTED', 'stopped'))
    await expect(migrateStore(from, to, { signal: stop })).rejects.toBeInstanceOf(HitCraftError)
    await expect(refuseHalfFilled(to)).resolves.toBeUndefined()
    expect(await migrationChecks(to)).toEqual([])
  })

  it('is left alone by a migration that slept while another one came and went', async () => {
    const [from, other, to] = await Promise.all([1, 2, 3].map(() => openMemoryStore()))
    if (from === undefined || other === undefined || to === undefined) throw new Error('no store')
    const slept = await Filling.begin(storeSource(from), to)
    const write = () => slept.write(['thread'], undefined, async () => true)
    await write()
    const [mark] = await to.listRecords('migration')
    await to.releaseClaims('migration', mark?.worker?.name ?? '')
    await migrateStore(storeSource(other), to)
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000)
    await expect(write()).rejects.toMatchObject({ code: 'CONFLICT' })
    const found = { records: {}, gaps: 0, isSame: true }
    await expect(slept.finish(found)).rejects.toMatchObject({ code: 'CONFLICT' })
    clock.mockRestore()
    await slept.end()
  })
})

describe('two migrations into one store', () => {
  it('are one after the other', async () => {
    const [from, other, to] = await Promise.all([1, 2, 3].map(() => openMemoryStore()))
    if (from === undefined || other === undefined || to === undefined) throw new Error('no store')
    await from.mergeThreads(THREADS)
    let second: Promise<unknown> | undefined
    const onProgress = () => {
      second ??= migrateStore(other, to).catch((error: unknown) => error)
    }
    await migrateStore(from, to, { onProgress })
    expect(await second).toMatchObject({ code: 'CONFLICT' })
    await expect(migrateStore(other, to)).resolves.toBeDefined()
  })
})

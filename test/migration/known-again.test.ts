import { mkdtemp, rename, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { exportArchive } from '../../src/app/moving/export-archive.ts'
import { HitCraftError } from '../../src/errors/hitcraft-error.ts'
import { migrateStore, openStore, parseStoreUrl } from '../../src/index.ts'
import type { ChatStore } from '../../src/index.ts'
import { refuseHalfFilled } from '../../src/migration/filling/half-filled.ts'
import { openFolderSource } from '../../src/migration/sources/open-source.ts'
import { setOlderAside } from '../../src/migration/legacy/set-aside.ts'
import type { RecordSource } from '../../src/migration/sources/record-source.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { runHere } from '../cli/in-process.ts'
import { oneLine } from '../conformance/check.ts'
import { writeOlder } from './legacy/older-folder.ts'

let cwd: string
let to: ChatStore

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'hitcraft-known-'))
  to = await openMemoryStore()
})
afterEach(() => rm(cwd, { recursive: true, force: true }))

/** A migration that breaks off behind its first writes. */
async function half(from: ChatStore | RecordSource, into = to): Promise<void> {
  const stop = new AbortController()
  const reason = new HitCraftError('INTERRUPTED', 'stopped')
  const onProgress = (done: number) => done > 0 && stop.abort(reason)
  await expect(migrateStore(from, into, { signal: stop.signal, onProgress })).rejects.toBe(reason)
}

const fileStore = (name: string, options = {}) =>
  openStore(parseStoreUrl(`file:./${name}`, cwd), options)

async function fill(name: string): Promise<ChatStore> {
  const store = await fileStore(name)
  await store.mergeThreads(['a', 'b', 'c'].map((id, n) => oneLine(id, id, n)))
  return store
}

describe('a source that has moved', () => {
  it.each(['renamed', 'linked'])('is known again: a store of files, %s', async (way) => {
    const before = await fill('one')
    await half(before)
    await before.close()
    await expect(refuseHalfFilled(to)).rejects.toMatchObject({ code: 'INCOMPLETE' })
    if (way === 'renamed') await rename(join(cwd, 'one'), join(cwd, 'two'))
    else await symlink(join(cwd, 'one'), join(cwd, 'two'))
    const after = await fileStore('two')
    await migrateStore(after, to)
    await after.close()
    await expect(refuseHalfFilled(to)).resolves.toBeUndefined()
    expect(await to.listRecords('migration')).toMatchObject([
      { state: 'whole', source: { kind: 'file', location: join(cwd, 'two') } },
    ])
  })

  it('is known again: an archive, and the folder of the older app', async () => {
    const store = await fill('one')
    await exportArchive(store, join(cwd, 'b1'))
    await store.close()
    await writeOlder(join(cwd, 'older'))
    const open = (kind: 'archive' | 'legacy', name: string) =>
      openFolderSource({ kind, folder: join(cwd, name) })
    await half(await open('archive', 'b1'))
    await rename(join(cwd, 'b1'), join(cwd, 'b2'))
    await migrateStore(await open('archive', 'b2'), to)
    await half(await open('legacy', 'older'))
    await setOlderAside(join(cwd, 'older'))
    await migrateStore(await open('legacy', 'older'), to)
    await expect(refuseHalfFilled(to)).resolves.toBeUndefined()
  })

  it('keeps its mark where another source fills the target', async () => {
    const one = await fill('one')
    await half(one)
    await one.close()
    const two = await fill('two')
    await migrateStore(two, to)
    await two.close()
    await expect(refuseHalfFilled(to)).rejects.toMatchObject({ code: 'INCOMPLETE' })
  })

  it('is known by its name where another stands in its place', async () => {
    const one = await fill('one')
    await half(one)
    await one.close()
    await rm(join(cwd, 'one'), { recursive: true })
    const next = await fill('one')
    await migrateStore(next, to)
    await next.close()
    await expect(refuseHalfFilled(to)).resolves.toBeUndefined()
    expect(await to.listRecords('migration')).toHaveLength(1)
  })
})

describe('a half-filled store', () => {
  /** What the refusal says is to be run, without the name of the program. */
  const told = (err: string, what: RegExp) => (what.exec(err)?.[1] ?? '').split(' ')

  beforeEach(async () => {
    const [from, into] = [await fill('from'), await fileStore('half', { halfFilled: true })]
    await half(from, into)
    await from.close()
    await into.close()
  })

  it('tells the command that goes on, word for word', async () => {
    const refused = await runHere(['report', '--store', 'file:./half'], { cwd })
    const goOn = told(refused.err, /hitcraft (migrate --from \S+ --to \S+)/)
    expect((await runHere(goOn, { cwd })).exit).toBe(0)
    expect((await runHere(['history', '--store', 'file:./half'], { cwd })).exit).toBe(0)
  })

  it('is taken as it is where its source is gone: it says what is there, and opens again', async () => {
    await rm(join(cwd, 'from'), { recursive: true })
    const refused = await runHere(['report', '--store', 'file:./half'], { cwd })
    const giveUp = told(refused.err, /hitcraft (migrate --abandon --to \S+)/)
    const given = await runHere(giveUp, { cwd })
    expect(given).toMatchObject({ exit: 0, out: expect.stringMatching(/threads +3/) as unknown })
    expect(given.out).toContain('All of this has come from there')
    expect((await runHere(['history', '--store', 'file:./half'], { cwd })).exit).toBe(0)
    const doctor = await runHere(['doctor', '--store', 'file:./half'], { cwd })
    expect(doctor).toMatchObject({
      exit: 0,
      out: expect.stringContaining('was given up') as unknown,
    })
    expect((await runHere(giveUp, { cwd })).out).toContain('nothing to give up')
  })
})

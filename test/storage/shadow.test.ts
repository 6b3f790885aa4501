import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HitCraftError } from '../../src/errors/hitcraft-error.ts'
import { isComplete } from '../../src/migration/copy/migration.ts'
import { migrate } from '../../src/migration/copy/migrate.ts'
import { storeSource } from '../../src/migration/sources/store-source.ts'
import { verifySource } from '../../src/migration/verify/verify.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { shadowOf, withShadow } from '../../src/storage/shadow/shadow-store.ts'
import type { ShadowOptions } from '../../src/storage/shadow/shadow-store.ts'
import { SILENCE, shadowStateOf, UNTOLD } from '../../src/storage/shadow/notes/shadow-state.ts'
import type { ShadowNote } from '../../src/storage/shadow/notes/shadow-state.ts'
import { NoteKeeper } from '../../src/storage/shadow/notes/note-keeper.ts'
import { ShadowNotes } from '../../src/storage/shadow/notes/shadow-notes.ts'
import { oneLine, topicModel } from '../conformance/check.ts'
import { MAKE } from '../conformance/make-record.ts'

const LOCATION = 'postgres://me:***@there/chats'

describe('a store with a shadow', () => {
  let folder: string
  let first: ChatStore
  let second: ChatStore
  let isDown: boolean
  const opened: ChatStore[] = []

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hitcraft-shadow-'))
    first = await openMemoryStore()
    second = await openMemoryStore()
    isDown = false
  })

  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close()
    await rm(folder, { recursive: true })
  })

  /** The second store behind a way that can be cut. */
  const away = () =>
    new Proxy(second, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name)
        if (name === 'close') return async () => undefined
        if (typeof value !== 'function') return value
        return (...asked: unknown[]) =>
          isDown
            ? Promise.reject(new HitCraftError('UNAVAILABLE', 'there cannot be reached'))
            : Reflect.apply(value, target, asked)
      },
    })

  const kept = (one: ChatStore) =>
    new Proxy(one, {
      get: (target, name) => (name === 'close' ? async () => undefined : Reflect.get(target, name)),
    })

  function open(options: Partial<ShadowOptions> = {}): ChatStore {
    // Closing the one under test leaves the first open for what is asked afterwards.
    const store = withShadow(kept(first), {
      location: LOCATION,
      open: async () => away(),
      folder,
      ...options,
      pace: { firstPause: 5, longestPause: 5, looks: [0, 5], share: 1, ...options.pace },
    })
    opened.push(store)
    return store
  }
  const known = (store: ChatStore) => {
    const shadow = shadowOf(store)
    if (shadow === undefined) throw new Error('it has no shadow')
    return shadow
  }
  const migrated = async (store: ChatStore) => {
    const at = new Date().toISOString()
    expect(isComplete(await migrate(storeSource(first), second, { isShadow: true }))).toBe(true)
    await known(store).settle(at)
  }
  const isEqual = async () => (await verifySource(storeSource(first), second)).equal

  it('is unknown until a migration made them equal, then equal since', async () => {
    await first.mergeThreads([oneLine('old', 'from before', 1)])
    const store = open()
    await store.mergeThreads([oneLine('a', 'one', 2)])
    expect(await known(store).settled(5_000)).toBe(true)
    expect(await known(store).state()).toMatchObject({ state: 'unknown' })
    await migrated(store)
    await store.close()
    const state = await known(open()).state()
    expect(state).toMatchObject({ state: 'equal', location: LOCATION, queued: 0, died: 0 })
    expect(Date.parse(state.equalSince ?? '')).toBeLessThanOrEqual(Date.now())
    expect(await isEqual()).toBe(true)
  })

  it('is held up by nothing while the shadow is away, and brings it what waits', async () => {
    const store = open()
    await migrated(store)
    isDown = true
    await store.mergeThreads([oneLine('a', 'one', 1), oneLine('b', 'two', 2)])
    await store.eraseThreads(['b'])
    expect(await store.countThreads({})).toBe(1)
    await expect
      .poll(async () => (await known(store).state()).down?.why)
      .toBe('there cannot be reached (UNAVAILABLE)')
    const behind = await known(store).state()
    expect(behind).toMatchObject({ state: 'following', missed: { names: 0 } })
    expect(behind.queued).toBeGreaterThan(1)
    isDown = false
    await expect.poll(async () => (await known(store).settled(100)) && isEqual()).toBe(true)
    expect(await second.countRecords('tombstone')).toBeGreaterThan(0)
  })

  it('counts what found no room or was still waiting, erasures loudly, until a migration brought it', async () => {
    const store = open({ most: 3 })
    const model = topicModel('2025-a')
    await store.mergeThreads([oneLine('x', 'to be erased', 0)])
    await store.putRecords('topicModel', [model])
    await known(store).settled(5_000)
    await migrated(store)
    isDown = true
    await store.eraseThreads(['x'])
    await store.putRecords('topicModel', [{ ...model, sample: 1 }])
    await store.mergeThreads(['a', 'b', 'c', 'd', 'e'].map((id, n) => oneLine(id, id, n)))
    await store.close()
    const later = open()
    const { missed, state } = await known(later).state()
    expect({ state, isMany: missed.names >= 6, erasures: missed.erasures > 0 }).toEqual({
      state: 'missed',
      isMany: true,
      erasures: true,
    })
    isDown = false
    const check = (await later.check()).find(({ name }) => name === 'shadow')
    expect(check).toMatchObject({ status: 'failed' })
    expect(check?.found).toContain('it still holds what was erased')
    expect(check?.remedy).toContain('hitcraft migrate')
    expect(await second.getThread('x')).toBeDefined()
    await migrated(later)
    expect(await known(later).state()).toMatchObject({ state: 'equal', missed: { names: 0 } })
    expect(await second.getThread('x')).toBeUndefined()
    expect(await isEqual()).toBe(true)
  })

  it('what the first store says of itself is not on its way to the shadow', async () => {
    const store = open()
    isDown = true
    await store.putRecords('migration', [MAKE.migration('one', 'a text')])
    expect(await known(store).state()).toMatchObject({ queued: 0 })
    expect(await first.countRecords('migration')).toBe(1)
  })

  it('a process that is killed leaves word that something was on its way', async () => {
    const store = open()
    await migrated(store)
    isDown = true
    await store.mergeThreads([oneLine('a', 'one', 1)])
    // What the killed one leaves is what lies there now.
    const [pair = ''] = await readdir(folder)
    const names = await readdir(join(folder, pair))
    const [own = '', ...others] = names.filter((name) => name !== 'equal.json')
    expect(others).toEqual([])
    const note: ShadowNote = JSON.parse(await readFile(join(folder, pair, own), 'utf8'))
    expect(note).toMatchObject({ isBusy: true, queued: expect.any(Number) })
    const at = Date.parse(note.writtenAt)
    const equalAt = new Date(at - 1).toISOString()
    const soon = shadowStateOf(LOCATION, [note], equalAt, at + 1)
    expect(soon).toMatchObject({ state: 'following', queued: note.queued, died: 0 })
    const later = shadowStateOf(LOCATION, [note], equalAt, at + SILENCE + 1)
    expect(later).toMatchObject({ state: 'missed', queued: 0, died: 1 })
    // What it wrote behind its last word may have come too late for a migration that began then.
    const since = (equal: number) =>
      shadowStateOf(LOCATION, [note], new Date(equal).toISOString(), at + SILENCE + 1)
    expect(since(at + 1)).toMatchObject({ state: 'missed', died: 1 })
    expect(since(at + UNTOLD + 1)).toMatchObject({ state: 'equal', died: 0 })
  })

  it('finds by comparing reads what only one of them has, and takes no lag for it', async () => {
    const store = open()
    await store.mergeThreads([oneLine('a', 'one', 1)])
    await known(store).settled(5_000)
    await migrated(store)
    await store.getThread('a')
    await known(store).compared()
    expect(await known(store).state()).toMatchObject({ state: 'equal' })
    // As another process writes whose shadow is another.
    await first.mergeThreads([oneLine('b', 'elsewhere', 2)])
    const check = (await store.check()).find(({ name }) => name === 'shadow')
    expect(check).toMatchObject({ status: 'failed' })
    expect(check?.found).toContain('2 threads, and 1 in the shadow')
    await store.getThread('b')
    await known(store).compared()
    await expect
      .poll(async () => (await known(store).state()).examples)
      .toMatchObject([{ call: 'getThread', id: 'b' }])
    expect(await known(store).state()).toMatchObject({ state: 'different', differences: 1 })
  })

  it('one record that the shadow does not take keeps no other from it', async () => {
    await second.mergeThreads([oneLine('b', 'two', 2)])
    await second.eraseThreads(['b'])
    const store = open()
    await store.mergeThreads(
      ['a', 'b', 'c'].map((id, n) => oneLine(id, id === 'b' ? 'two' : id, n)),
    )
    await known(store).settled(5_000)
    expect(await second.countThreads({})).toBe(2)
    await store.close()
    expect((await known(open()).state()).missed).toEqual({ names: 1, erasures: 0 })
  })

  it('the store itself is no shadow of it', async () => {
    const store = open({ open: async () => kept(first) })
    await store.mergeThreads([oneLine('a', 'one', 1)])
    await expect
      .poll(async () => (await known(store).state()).down?.why)
      .toContain('is the store itself')
    await expect(known(store).second()).rejects.toMatchObject({ code: 'INVALID_CONFIG' })
  })
})

describe('the note of a process', () => {
  /** Notes whose writing is let through by hand. */
  class SlowNotes extends ShadowNotes {
    readonly gates: PromiseWithResolvers<void>[] = []
    override async write(): Promise<void> {
      const gate = Promise.withResolvers<void>()
      this.gates.push(gate)
      await gate.promise
    }
  }
  const told = (isBusy: boolean) => ({
    isBusy,
    queued: 0,
    missed: { names: 0, erasures: 0 },
    compared: 0,
    differences: [],
  })

  it('is on disk before any write is acknowledged, the second one too', async () => {
    const notes = new SlowNotes('nowhere', ['a', 'b'])
    const keeper = new NoteKeeper(notes, () => told(true), 60_000)
    const done: string[] = []
    const first = keeper.busy().then(() => done.push('first'))
    await expect.poll(() => notes.gates.length).toBe(1)
    const second = keeper.busy().then(() => done.push('second'))
    await setImmediate()
    expect(done).toEqual([])
    notes.gates[0]?.resolve()
    await Promise.all([first, second])
    expect(notes.gates).toHaveLength(1)
  })

  it('that could not be written is written again', async () => {
    const notes = new SlowNotes('nowhere', ['a', 'b'])
    const keeper = new NoteKeeper(notes, () => told(true), 60_000)
    const first = keeper.busy()
    await expect.poll(() => notes.gates.length).toBe(1)
    notes.gates[0]?.reject(new Error('no room'))
    await first
    expect(keeper.problem).toBe('no room')
    const second = keeper.busy()
    await expect.poll(() => notes.gates.length).toBe(2)
    notes.gates[1]?.resolve()
    await second
    expect(keeper.problem).toBeUndefined()
  })
})

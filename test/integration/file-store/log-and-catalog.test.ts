import {
  appendFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { removeCatalog } from '../../../src/storage/objects/catalog/catalog.ts'
import { realFileSystem } from '../../../src/storage/objects/file/disk/file-system.ts'
import { FRAME, isFrame, Log } from '../../../src/storage/objects/file/disk/log.ts'
import { openFileStore } from '../../../src/storage/objects/file/file-chat-store.ts'
import { foldersUnder } from '../../../src/storage/backends/folders.ts'
import { oneLine } from '../../conformance/check.ts'

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hitcraft-log-'))
})

afterEach(() => rm(root, { recursive: true, force: true }))

describe('file: log', () => {
  const frames = ['one', 'two', 'three'].map((text) => ({
    type: FRAME.record,
    payload: Buffer.from(`{"text":"${text}"}`),
  }))
  const textsIn = (log: Log) =>
    [...log.scan(1)].flatMap((piece) =>
      isFrame(piece) ? /"text":"(\w+)"/.exec(piece.payload.toString())?.[1] : [],
    )

  it('torn at any byte gives its whole frames and no other', () => {
    const log = new Log(root, realFileSystem)
    const { places, end } = log.append(frames, { segment: 1, end: 0 })
    const ends = places.map(({ offset, length }) => offset + length)
    for (let size = end; size >= 0; size--) {
      truncateSync(join(root, '1.log'), size)
      const whole = ends.filter((at) => at <= size).length
      expect({ size, whole: textsIn(log).length }).toEqual({ size, whole })
    }
    log.close()
  })

  it('with any bit of its last frame turned does not give that frame', () => {
    const log = new Log(root, realFileSystem)
    const { places } = log.append(frames, { segment: 1, end: 0 })
    const path = join(root, '1.log')
    const whole = readFileSync(path)
    for (let at = (places[2]?.offset ?? 0) - 9; at < whole.length; at++) {
      const damaged = Buffer.from(whole)
      damaged[at] = (damaged[at] ?? 0) ^ 1
      writeFileSync(path, damaged)
      expect(textsIn(log)).toEqual(['one', 'two'])
    }
    log.close()
  })
})

describe('file: catalog and record files', () => {
  const folders = () => foldersUnder(root)
  const ids = ['a', 'b', 'c']

  async function fill(): Promise<void> {
    const store = await openFileStore(folders())
    await store.mergeThreads(ids.map((id) => oneLine(id, `guitar ${id}`)))
    await store.close()
  }

  /** Listed and found by search, after another opening. */
  async function allIds(): Promise<string[][]> {
    const store = await openFileStore(folders())
    await store.flushIndex()
    const listed = await store.listThreads({ order: 'id' })
    const found = await store.searchThreads({ words: 'guitar', order: 'id' })
    await store.close()
    return [listed, found].map(({ items }) => items.map(({ id }) => id))
  }

  it('a catalog that was deleted is made anew', async () => {
    await fill()
    removeCatalog(join(folders().data, 'catalog.sqlite'))
    expect(await allIds()).toEqual([ids, ids])
  })

  it('a catalog that is no database is made anew', async () => {
    await fill()
    const path = join(folders().data, 'catalog.sqlite')
    removeCatalog(path)
    writeFileSync(path, 'not a database at all, but some text that is long enough'.repeat(100))
    expect(await allIds()).toEqual([ids, ids])
  })

  it('a catalog from before the last writes is made anew', async () => {
    const data = folders().data
    await (await openFileStore(folders())).close()
    const before = join(root, 'before')
    cpSync(data, before, { recursive: true })
    await fill()
    for (const name of readdirSync(data)) {
      if (name.startsWith('catalog.sqlite')) rmSync(join(data, name))
    }
    cpSync(join(before, 'catalog.sqlite'), join(data, 'catalog.sqlite'))
    expect(await allIds()).toEqual([ids, ids])
  })

  it('a line of a record file that was cut short does not swallow the next', async () => {
    const stone = { what: 'user', erasedAt: '2025-03-10T00:00:00.000Z', key: 'k' } as const
    let store = await openFileStore(folders())
    await store.putRecords('tombstone', [{ id: 'first', ...stone }])
    await store.close()
    appendFileSync(join(folders().data, 'records', 'tombstone.jsonl'), '{"kind":"tomb')
    store = await openFileStore(folders())
    await store.putRecords('tombstone', [{ id: 'second', ...stone }])
    await store.close()
    removeCatalog(join(folders().data, 'catalog.sqlite'))
    store = await openFileStore(folders())
    expect((await store.listRecords('tombstone')).map(({ id }) => id)).toEqual(['first', 'second'])
    await store.close()
  })
})

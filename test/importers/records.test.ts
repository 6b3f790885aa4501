import { describe, expect, it, vi } from 'vitest'
import type { ImportRecord } from '../../src/domain/import-record.ts'
import { HitCraftError, isHitCraftError } from '../../src/errors/hitcraft-error.ts'
import type { ErrorCode } from '../../src/errors/error-codes.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { openChatStore } from '../../src/storage/open-chat-store.ts'
import { contentOf, importBytes, threadsOf } from './import-bytes.ts'
import { textExport } from './exports.ts'
import { packZip } from './pack.ts'

/** Two megabytes and more, so that there are several batches; every thread has one message. */
function log(from: number, threads: number): string {
  return Array.from({ length: threads }, (_, n) =>
    JSON.stringify({
      _id: `m${from + n}`,
      threadId: `t${from + n}`,
      role: 'user',
      content: `${n} ${'words and more words '.repeat(800)}`,
      createdAt: new Date(1_700_000_000_000 + n * 1000).toISOString(),
    }),
  ).join('\n')
}

const FILES: readonly (readonly [string, string | Buffer])[] = [
  ['a file', log(0, 70)],
  [
    'a zip',
    packZip([
      { name: 'a.json', content: log(0, 40) },
      { name: 'README', content: 'read me' },
      { name: 'bad.json', content: log(900, 2), flags: 1 },
      { name: 'b.txt', content: textExport() },
      { name: 'c.json', content: log(500, 40) },
    ]),
  ],
]

type Hook = () => void

/** A store that calls a hook before each call of an import. */
function hooked(store: ChatStore, hook: Hook): ChatStore {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (typeof member !== 'function') return member
      return async (...args: unknown[]) => {
        if (name === 'mergeThreads' || String(name).endsWith('Records')) hook()
        return Reflect.apply(member, target, args) as unknown
      }
    },
  })
}

interface Trial {
  readonly store: ChatStore
  /** Of each log and of the file, the newest. */
  readonly records: readonly ImportRecord[]
  readonly error: unknown
}

/** Imports into a new store with something in the way. By a clock that stands still each batch stores its state. */
async function tried(
  content: string | Buffer,
  hook: Hook,
  options: { signal?: AbortSignal; onProgress?: () => void } = {},
): Promise<Trial> {
  const store = await openChatStore({ kind: 'memory' })
  let error: unknown
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0)
  try {
    await importBytes(content, { ...options, store: hooked(store, hook), name: 'all' })
  } catch (thrown) {
    error = thrown
  } finally {
    clock.mockRestore()
  }
  const all = await store.listRecords('import', { descending: true, limit: 1000 })
  return {
    store,
    records: [...Map.groupBy(all, keyOf).values()].flatMap((same) => same[0] ?? []),
    error,
  }
}

function keyOf({ fileHash, file }: ImportRecord): string {
  return fileHash ?? file
}

function sum(records: readonly ImportRecord[], field: 'added' | 'messages'): number {
  return records.reduce((total, record) => total + record[field], 0)
}

/** That the records say what the store holds, and that the same import then completes it. */
async function check(content: string | Buffer, trial: Trial, whole: string, step: string) {
  const { store, records } = trial
  const threads = await threadsOf(store)
  // A store that takes nothing more does not take the end of the record either.
  const isLeft = records.some(({ status }) => status === 'reading')
  expect(isLeft || sum(records, 'added') === threads.length, step).toBe(true)
  expect(sum(records, 'messages'), step).toBeLessThanOrEqual(
    threads.reduce((total, { messages }) => total + messages.length, 0),
  )
  const again = await importBytes(content, { store, name: 'all' })
  expect(contentOf(again.threads), step).toBe(whole)
  const after = await store.listRecords('import', { descending: true, limit: 1000 })
  expect(
    after.map(({ status }) => status),
    step,
  ).not.toContain('reading')
  expect(
    after.every(({ owner }) => owner === undefined),
    step,
  ).toBe(true)
  const added = [...Map.groupBy(after, keyOf).values()].map((same) =>
    Math.max(...same.map((record) => record.added)),
  )
  expect(
    added.reduce((total, one) => total + one, 0),
    step,
  ).toBe(again.threads.length)
  await store.close()
}

describe.each(FILES)('the records of %s', (_name, content) => {
  it.each<ErrorCode>(['NO_SPACE', 'UNAVAILABLE', 'PERMISSION'])(
    'say what was stored, whichever call of the store ends in %s',
    async (code) => {
      const whole = contentOf((await importBytes(content, { name: 'all' })).threads)
      let calls = Number.POSITIVE_INFINITY
      for (let step = 1; step <= calls; step++) {
        let call = 0
        const failing = () => {
          call++
          // What has failed goes on failing: a disk stays full.
          if (call >= step) throw new HitCraftError(code, 'as the test wants it')
        }
        const trial = await tried(content, failing)
        if (trial.error === undefined) calls = step
        const isSo = trial.error === undefined || isHitCraftError(trial.error, code)
        expect(isSo, `call ${step}`).toBe(true)
        await check(content, trial, whole, `call ${step}`)
      }
      expect(calls).toBeGreaterThan(5)
    },
  )

  it('say what was stored, whenever one call of the store fails and the next ones do not', async () => {
    const whole = contentOf((await importBytes(content, { name: 'all' })).threads)
    let calls = Number.POSITIVE_INFINITY
    for (let step = 1; step <= calls; step++) {
      let call = 0
      const trial = await tried(content, () => {
        call++
        if (call === step) throw new HitCraftError('NO_SPACE', 'as the test wants it')
      })
      if (trial.error === undefined) calls = step
      const ended = trial.records.every(({ status }) => status !== 'reading' && status !== 'queued')
      expect(ended, `call ${step}`).toBe(true)
      await check(content, trial, whole, `call ${step}`)
    }
  })

  it('say "interrupted" and what was stored, whenever the signal comes', async () => {
    const whole = contentOf((await importBytes(content, { name: 'all' })).threads)
    let steps = Number.POSITIVE_INFINITY
    for (let step = 0; step <= steps; step++) {
      const abort = new AbortController()
      let passed = 0
      const pass = () => {
        if (passed++ === step) abort.abort(new HitCraftError('INTERRUPTED', 'as the test wants it'))
      }
      const trial = await tried(content, pass, { signal: abort.signal, onProgress: pass })
      expect(trial.error, `step ${step}`).toBe(undefined)
      if (passed <= step) steps = step
      const statuses = trial.records.map(({ status }) => status)
      const isWhole = contentOf(await threadsOf(trial.store)) === whole
      expect(isWhole || statuses.includes('interrupted'), `step ${step}`).toBe(true)
      expect(statuses, `step ${step}`).not.toContain('reading')
      await check(content, trial, whole, `step ${step}`)
    }
    expect(steps).toBeGreaterThan(5)
  })

  it.each<[string, RegExp, ErrorCode]>([
    ['one that is damaged in it', /^t7$/, 'CORRUPT'],
    ['many that it cannot hold', /^t\d+$/, 'INVALID_INPUT'],
  ])('leave no other thread out when the store refuses %s', async (_name, refused, code) => {
    const whole = await importBytes(content, { name: 'all' })
    const store = await openChatStore({ kind: 'memory' })
    const refusing = new Proxy(store, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target)
        if (name !== 'mergeThreads' || typeof member !== 'function') return member
        return async (threads: readonly { id: string }[]) => {
          if (threads.some(({ id }) => refused.test(id))) {
            throw new HitCraftError(code, 'it does not go')
          }
          return Reflect.apply(member, target, [threads]) as unknown
        }
      },
    })
    const { records, rejects } = await importBytes(content, { name: 'all', store: refusing })
    const ids = whole.threads.map(({ id }) => id)
    const stored = (await threadsOf(store)).map(({ id }) => id)
    expect(stored).toEqual(ids.filter((id) => !refused.test(id)))
    const left = ids.filter((id) => refused.test(id))
    expect(rejects.map(({ reason }) => reason).sort()).toEqual(
      left.map((id) => `the thread ${id} was not stored: it does not go (${code})`).sort(),
    )
    const done = records.filter(({ status }) => status === 'done')
    expect(done.reduce((sum, { rejected }) => sum + rejected, 0)).toBe(left.length)
    await store.close()
  })
})

describe('a record that a process left', () => {
  const left: ImportRecord = {
    id: '2025-01-01T00:00:00.000Z-00000000',
    file: 'old.json',
    status: 'reading',
    startedAt: '2025-01-01T00:00:00.000Z',
    bytes: 1,
    bytesRead: 0,
    messages: 3,
    added: 2,
    updated: 0,
    unchanged: 0,
    erased: 0,
    rejected: 0,
    notes: [],
  }

  it.each([
    ['of a dead process', 'nobody 1 1', 'interrupted'],
    ['of a version that names none', undefined, 'interrupted'],
  ])('%s is settled by the next import, with its counts', async (_name, owner, status) => {
    const store = await openChatStore({ kind: 'memory' })
    await store.putRecords('import', [owner === undefined ? left : { ...left, owner }])
    await importBytes(textExport(), { store })
    const settled = await store.getRecord('import', left.id)
    expect(settled).toMatchObject({ status, added: 2, messages: 3 })
    expect(settled?.notes).toHaveLength(1)
    await store.close()
  })

  it('is left alone while its process lives', async () => {
    const store = await openChatStore({ kind: 'memory' })
    let checked = false
    await importBytes(log(0, 70), {
      store,
      onProgress: ({ record }) => {
        checked ||= record.status === 'reading'
      },
    })
    expect(checked).toBe(true)
    // Another import beside it does not settle the first one.
    let during: string | undefined
    const beside = async (id: string) => {
      await importBytes(textExport(), { store, name: 'inner' })
      during = (await store.getRecord('import', id))?.status
    }
    let inner: Promise<void> | undefined
    await importBytes(log(0, 70), {
      store,
      name: 'outer',
      onProgress: ({ record }) => {
        inner ??= beside(record.id)
      },
    })
    await inner
    expect(during).not.toBe('interrupted')
    await store.close()
  })
})

import { setTimeout as delay } from 'node:timers/promises'
import { HitCraftError } from '../../../src/errors/hitcraft-error.ts'
import type { ObjectEntry, ObjectStore } from '../../../src/storage/objects/object-store.ts'
import type { MemoryBucket } from '../../integration/bucket-store/memory-objects.ts'

/** What of a store of objects is broken, given the one that is right and what lies beneath it. */
export type ObjectBreak = (right: ObjectStore, bucket: MemoryBucket) => Partial<ObjectStore>

/** The right one, in which a few methods do what they should not. */
export function brokenObjects(breakIt: ObjectBreak) {
  return (right: ObjectStore, bucket: MemoryBucket): ObjectStore => {
    const broken = breakIt(right, bucket)
    return new Proxy(right, {
      get: (target, name) => {
        const of = name in broken ? broken : target
        const value: unknown = Reflect.get(of, name, of)
        return typeof value === 'function' ? value.bind(of) : value
      },
    })
  }
}

const all = (store: ObjectStore, prefix: string) => Array.fromAsync(store.list(prefix))

/** A list that is made anew from `change` of the whole. */
function listing(change: (entries: ObjectEntry[], prefix: string) => ObjectEntry[]): ObjectBreak {
  return (right) => ({
    async *list(prefix) {
      yield* change(await all(right, prefix), prefix)
    },
  })
}

/** A page is what stands behind so many entries when it is asked for. */
export const pagesByOffset: ObjectBreak = (right) => ({
  async *list(prefix) {
    for (let offset = 0; ; offset += 100) {
      const page = (await all(right, prefix)).slice(offset, offset + 100)
      if (page.length === 0) return
      yield* page
    }
  },
})

export const stopsAtAThousand = listing((entries) => entries.slice(0, 1000))

/** The first entry of each page was the last of the page before. */
export const repeatsBetweenPages = listing((entries) =>
  entries.flatMap((entry, n) => (n > 0 && n % 1000 === 0 ? [entry, entry] : [entry])),
)

/** Entries as a hash table has them. */
export const unordered = listing((entries) => entries.toReversed())

/** Keys compared as words are: `a_b` before `a/b`, `A` beside `a`. */
export const orderedAsWords = listing((entries) =>
  entries.toSorted((a, b) => a.key.localeCompare(b.key, 'en')),
)

/** A prefix names a folder: what begins with it and is not below it is left out. */
export const prefixIsFolder: ObjectBreak = (right) => ({
  async *list(prefix) {
    const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
    yield* right.list(folder)
  },
})

/** A list by a delimiter: what lies below a further slash is left out. */
export const notBelowFolders = listing((entries, prefix) =>
  entries.filter(({ key }) => !key.slice(prefix.length).includes('/')),
)

/** The list is that of a moment ago. */
export const listsOldStates: ObjectBreak = (right) => {
  const first = new Map<string, ObjectEntry>()
  return {
    async *list(prefix) {
      for await (const entry of right.list(prefix)) {
        const known = first.get(entry.key) ?? entry
        first.set(entry.key, known)
        yield known
      }
    },
  }
}

/** ETags in lists stand in quotes, those of answers do not. */
export const quotesInLists = listing((entries) =>
  entries.map((entry) => ({ ...entry, etag: `"${entry.etag}"` })),
)

export const ignoresIfMatch: ObjectBreak = (right) => ({
  put: (key, bytes, condition) =>
    right.put(key, bytes, condition === 'absent' ? 'absent' : undefined),
})

export const ignoresIfAbsent: ObjectBreak = (right) => ({
  put: (key, bytes, condition) =>
    right.put(key, bytes, condition === 'absent' ? undefined : condition),
})

/** It looks, and then writes: between the two another may have written. */
export const putsWithoutLock: ObjectBreak = (right) => ({
  async put(key, bytes, condition) {
    const etag = (await right.get(key))?.etag
    if (condition !== undefined && etag !== (condition === 'absent' ? undefined : condition.etag)) {
      throw new HitCraftError('CONFLICT', 'the object is not what it was')
    }
    return right.put(key, bytes)
  },
})

/** An object that has gone is taken for one that is what it was. */
export const goneIsUnchanged: ObjectBreak = (right) => ({
  async put(key, bytes, condition) {
    const isGone = (await right.get(key)) === undefined
    return right.put(key, bytes, isGone ? undefined : condition)
  },
})

/** A conflict is answered with the state that is there, as if it had been written. */
export const conflictsPass: ObjectBreak = (right) => ({
  put: (key, bytes, condition) =>
    right.put(key, bytes, condition).catch(async () => (await right.get(key))?.etag ?? ''),
})

/** What is deleted or replaced is kept, as a server with versions does. */
export const keepsErasedBytes: ObjectBreak = (right, { objects }) => {
  const keep = (key: string) => {
    const old = objects.get(key)
    if (old !== undefined && !key.startsWith('.old/')) objects.set(`.old/${old.etag}`, old)
  }
  return {
    put: (key, bytes, condition) => {
      keep(key)
      return right.put(key, bytes, condition)
    },
    delete: (key) => {
      keep(key)
      return right.delete(key)
    },
    async *list(prefix) {
      for await (const entry of right.list(prefix)) if (!entry.key.startsWith('.old/')) yield entry
    },
  }
}

/** An object is not taken away but emptied. */
export const emptiesInsteadOfDeleting: ObjectBreak = (right) => ({
  delete: async (key) => {
    await right.put(key, Buffer.alloc(0))
  },
})

/** A put is acknowledged before it is there. */
export const acknowledgesEarly: ObjectBreak = (right) => ({
  async put(key, bytes) {
    setTimeout(() => void right.put(key, bytes).catch(() => undefined), 1)
    return `early ${Math.random()}`
  },
})

/** An ETag made of the size and the second. */
export const etagOfTheMoment: ObjectBreak = (right, { objects }) => ({
  async put(key, bytes, condition) {
    await right.put(key, bytes, condition)
    const etag = `${bytes.byteLength}-${Math.floor(Date.now() / 1000)}`
    objects.set(key, { bytes: Buffer.from(bytes), etag })
    return etag
  },
})

/** Keys as a disk has them that knows no case. */
export const foldsCase: ObjectBreak = (right) => ({
  get: (key) => right.get(key.toLowerCase()),
  put: (key, bytes, condition) => right.put(key.toLowerCase(), bytes, condition),
  delete: (key) => right.delete(key.toLowerCase()),
})

/** Keys as a column has them that is too short. */
export const cutsLongKeys: ObjectBreak = (right) => ({
  get: (key) => right.get(key.slice(0, 200)),
  put: (key, bytes, condition) => right.put(key.slice(0, 200), bytes, condition),
})

/** Bytes pass through a text. */
export const throughText: ObjectBreak = (right) => ({
  put: (key, bytes, condition) =>
    right.put(key, Buffer.from(Buffer.from(bytes).toString()), condition),
})

export const emptyIsAbsent: ObjectBreak = (right) => ({
  async get(key) {
    const found = await right.get(key)
    return found?.bytes.length === 0 ? undefined : found
  },
})

export const outageIsAbsent: ObjectBreak = (right) => ({
  get: (key) => right.get(key).catch(() => undefined),
})

/** A list that breaks off looks as if it were at its end. */
export const outageEndsLists: ObjectBreak = (right) => ({
  async *list(prefix) {
    yield* await all(right, prefix).catch(() => [])
  },
})

export const absentCannotBeDeleted: ObjectBreak = (right) => ({
  async delete(key) {
    if ((await right.get(key)) === undefined) throw new HitCraftError('NOT_FOUND', 'no such object')
    await right.delete(key)
  },
})

/** It says that it is closed and leaves what is under way to itself. */
export const closesAtOnce: ObjectBreak = (right) => ({
  async get(key) {
    const found = await right.get(key).catch((error: unknown) => error)
    await delay(20)
    if (found instanceof Error) throw found
    return right.get(key)
  },
  close: async () => {
    void right.close()
  },
})

export const goesOnWhenClosed: ObjectBreak = () => ({ close: async () => undefined })

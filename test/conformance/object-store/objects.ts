import { expect } from 'vitest'
import type { ObjectCheck } from './object-check.ts'
import { bytesOf, keysOf, outcomeOf, textOf } from './object-check.ts'

/** Characters of which the layout makes keys (`bucket/layout.ts`), and keys as long as an id may make them. */
const KEYS = [
  'threads/ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-0123456789.json',
  'threads/case.json',
  'threads/Case.json',
  'threads/CASE.json',
  `threads/${'x'.repeat(200)}.json`,
  `threads/${'x'.repeat(199)}y.json`,
  'records/0000000000000001-0123456789abcdef.jsonl',
  'catalog/segments/0000000000000001-0123456789abcdef.zst',
  'catalog/head.json',
  `damaged/${'x'.repeat(200)}/0123456789abcdef.json`,
]

/** Every byte, lines that end in any way, and what looks like text in another encoding. */
const CONTENTS: readonly Buffer[] = [
  Buffer.alloc(0),
  Buffer.from(Array.from({ length: 256 }, (_, n) => n)),
  Buffer.from('\r\n\n\r\0'),
  Buffer.from([0xff, 0xfe, 0x41, 0x00, 0xed, 0xa0, 0x80]),
  Buffer.alloc(3 * 1024 * 1024, 'three megabytes '),
]

export const objects: readonly ObjectCheck[] = [
  {
    name: 'bytes come back as they were put: none, all of them, and many',
    async run({ objects: store }) {
      for (const [n, bytes] of CONTENTS.entries()) {
        await store.put(`bytes/${n}`, bytes)
        expect((await store.get(`bytes/${n}`))?.bytes.equals(bytes)).toBe(true)
      }
    },
  },
  {
    name: 'keys of the layout are each their own, long ones and those that differ only in case too',
    async run({ objects: store }) {
      for (const key of KEYS) await store.put(key, bytesOf(`of ${key}`))
      for (const key of KEYS) expect(await textOf(store, key)).toBe(`of ${key}`)
      expect((await keysOf(store)).toSorted()).toEqual(KEYS.toSorted())
      await store.delete('threads/Case.json')
      expect(await textOf(store, 'threads/case.json')).toBe('of threads/case.json')
      expect(await keysOf(store)).toHaveLength(KEYS.length - 1)
    },
  },
  {
    name: 'what was put is seen by all at once, and its last state alone',
    async run({ objects: store, beside }) {
      const other = beside()
      for (let n = 0; n < 20; n++) {
        const etag = await store.put('key', bytesOf(String(n)))
        expect(await other.get('key')).toEqual({ bytes: bytesOf(String(n)), etag })
      }
      await store.delete('key')
      expect(await other.get('key')).toBeUndefined()
      await other.close()
    },
  },
  {
    name: 'states that differ have other ETags, also of one size, and written within one moment',
    async run({ objects: store }) {
      const etags = new Set<string>()
      for (let n = 0; n < 30; n++) etags.add(await store.put('key', bytesOf(`state ${10 + n}`)))
      expect(etags.size).toBe(30)
      expect(etags).not.toContain('')
    },
  },
  {
    name: 'what was replaced or deleted is kept nowhere; deleting what is not there is no error',
    async run({ objects: store, keeping }) {
      await store.put('key', bytesOf('the word alpha'))
      await store.put('key', bytesOf('the word beta'))
      expect(await keeping('alpha')).toEqual([])
      expect(await keeping('beta')).toEqual(['key'])
      await store.delete('key')
      expect(await keeping('beta')).toEqual([])
      await store.delete('key')
      await store.delete('never')
      expect(await store.get('key')).toBeUndefined()
      expect(await keysOf(store)).toEqual([])
    },
  },
  {
    name: 'an outage is UNAVAILABLE: nothing is taken for absent, and no list for ended',
    needs: 'outage',
    async run({ objects: store, outage }) {
      await store.put('key', bytesOf('there'))
      const mend = await outage?.()
      const requests = [
        store.get('key'),
        store.get('never'),
        keysOf(store),
        store.put('key', bytesOf('changed')),
        store.delete('key'),
      ]
      const outcomes = await Promise.all(requests.map((request) => outcomeOf(request)))
      expect(outcomes).toEqual(requests.map(() => 'UNAVAILABLE'))
      mend?.()
      expect(await textOf(store, 'key')).toBe('there')
    },
  },
  {
    name: 'closing ends what is under way, can be awaited and done again; then all is UNAVAILABLE',
    async run({ objects: store }) {
      await store.put('key', Buffer.alloc(1024 * 1024))
      let open = 0
      const outcomes: Promise<string>[] = []
      for (let n = 0; n < 30; n++) {
        open++
        const request = n % 2 === 0 ? store.get('key') : store.put(`k${n}`, Buffer.alloc(100_000))
        outcomes.push(outcomeOf(request.finally(() => open--)))
      }
      const first = store.close()
      expect(first).toBeInstanceOf(Promise)
      await first
      await new Promise((resolve) => setImmediate(resolve))
      expect(open).toBe(0)
      expect(
        new Set(await Promise.all(outcomes)).difference(new Set(['done', 'UNAVAILABLE'])),
      ).toEqual(new Set())
      await store.close()
      for (const request of [store.get('key'), keysOf(store), store.put('k', bytesOf('x'))]) {
        expect(await outcomeOf(request)).toBe('UNAVAILABLE')
      }
    },
  },
]

import { expect } from 'vitest'
import type { ObjectCheck } from './object-check.ts'
import { bytesOf, entriesOf, keysOf, putAll } from './object-check.ts'

/** More than one page: of S3 they hold 1,000 keys, of Azure 5,000. */
const MANY = process.env['TEST_LONG'] === '1' ? 5100 : 1100
const keyOf = (n: number) => `many/${String(n).padStart(6, '0')}.json`
const byBytes = (keys: readonly string[]) =>
  keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))

export const lists: readonly ObjectCheck[] = [
  {
    name: 'every object of thousands is listed, once, by the bytes of its key',
    needs: 'speed',
    async run({ objects }) {
      const keys = Array.from({ length: MANY }, (_, n) => keyOf(n))
      await putAll(objects, [...keys, 'manx', 'many', 'n/1'])
      expect(await keysOf(objects, 'many/')).toEqual(keys)
      expect(await keysOf(objects)).toEqual(['manx', 'many', ...keys, 'n/1'])
    },
  },
  {
    name: 'what stands throughout is listed once, whatever is put and deleted before and behind it',
    needs: 'speed',
    async run({ objects }) {
      const keys = Array.from({ length: MANY }, (_, n) => keyOf(n))
      await putAll(objects, keys)
      const listed: string[] = []
      const changed = new Set<string>()
      for await (const { key } of objects.list('many/')) {
        listed.push(key)
        if (listed.length % 100 !== 1) continue
        // Those already listed go, before them others come, and one that is still to come goes.
        const early = key
        const late = keys[MANY - listed.length] ?? early
        for (const gone of [early, late]) {
          changed.add(gone)
          await objects.delete(gone)
        }
        for (const come of [`many/-${listed.length}`, `many/${listed.length}-`]) {
          changed.add(come)
          await objects.put(come, bytesOf(come))
        }
      }
      const standing = keys.filter((key) => !changed.has(key))
      expect(listed.filter((key) => !changed.has(key))).toEqual(standing)
      expect(listed).toEqual(byBytes([...new Set(listed)]))
    },
  },
  {
    name: 'a prefix is a beginning of keys and no folder; its own entries alone are listed, in order',
    async run({ objects }) {
      const keys = ['a', 'a/', 'a-b', 'a/b', 'a/B', 'a.b', 'a_b', 'ab', 'b/a', 'A/b', 'a/b/c']
      await putAll(objects, keys)
      for (const prefix of ['', 'a', 'a/', 'a/b', 'A', 'x']) {
        const found = keys.filter((key) => key.startsWith(prefix))
        expect([prefix, await keysOf(objects, prefix)]).toEqual([prefix, byBytes(found)])
      }
    },
  },
  {
    name: 'an entry has the size and the state of its object, also right after it changed',
    async run({ objects }) {
      const first = await objects.put('key', bytesOf('four'))
      expect(await entriesOf(objects)).toEqual([{ key: 'key', size: 4, etag: first }])
      const second = await objects.put('key', bytesOf('seven b'))
      expect(second).not.toBe(first)
      expect(await entriesOf(objects)).toEqual([{ key: 'key', size: 7, etag: second }])
      expect((await objects.get('key'))?.etag).toBe(second)
      await objects.delete('key')
      expect(await entriesOf(objects)).toEqual([])
    },
  },
]

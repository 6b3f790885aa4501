import { expect } from 'vitest'
import type { ObjectCheck } from './object-check.ts'
import { bytesOf, outcomeOf, textOf } from './object-check.ts'

const WRITERS = 12

export const conditions: readonly ObjectCheck[] = [
  {
    name: 'of many who put an object that must be absent one alone comes through, and it stands',
    needs: 'conditions',
    async run({ objects, beside }) {
      const other = beside()
      for (let round = 0; round < 3; round++) {
        const key = `race/${round}`
        const outcomes = await Promise.all(
          Array.from({ length: WRITERS }, (_, n) =>
            outcomeOf((n % 2 === 0 ? objects : other).put(key, bytesOf(`by ${n}`), 'absent')),
          ),
        )
        expect(outcomes.toSorted()).toEqual([...Array(WRITERS - 1).fill('CONFLICT'), 'done'])
        expect(await textOf(objects, key)).toBe(`by ${outcomes.indexOf('done')}`)
      }
      await other.close()
    },
  },
  {
    name: 'of many who change one state of an object one alone comes through, and nothing is lost',
    needs: 'conditions',
    async run({ objects, beside }) {
      const other = beside()
      let etag = await objects.put('race', bytesOf('0'))
      for (let round = 0; round < 3; round++) {
        const changed = Array.from({ length: WRITERS }, async (_, n) => {
          const store = n % 2 === 0 ? objects : other
          return outcomeOf(store.put('race', bytesOf(`${round} by ${n}`), { etag }))
        })
        const outcomes = await Promise.all(changed)
        expect(outcomes.toSorted()).toEqual([...Array(WRITERS - 1).fill('CONFLICT'), 'done'])
        const there = await other.get('race')
        expect(there?.bytes.toString()).toBe(`${round} by ${outcomes.indexOf('done')}`)
        etag = there?.etag ?? ''
      }
      await other.close()
    },
  },
  {
    name: 'a state that was, or that never was, is in conflict, and so is one that has gone',
    needs: 'conditions',
    async run({ objects }) {
      const first = await objects.put('key', bytesOf('first'))
      const second = await objects.put('key', bytesOf('second'), { etag: first })
      const third = bytesOf('third')
      expect(await outcomeOf(objects.put('key', third, { etag: first }))).toBe('CONFLICT')
      expect(await outcomeOf(objects.put('other', third, { etag: second }))).toBe('CONFLICT')
      expect(await outcomeOf(objects.put('key', third, 'absent'))).toBe('CONFLICT')
      expect(await textOf(objects, 'key')).toBe('second')
      await objects.delete('key')
      expect(await outcomeOf(objects.put('key', third, { etag: second }))).toBe('CONFLICT')
      expect(await objects.get('key')).toBeUndefined()
      expect(await outcomeOf(objects.put('key', third, 'absent'))).toBe('done')
    },
  },
  {
    name: 'a counter that many raise at once, each from what it read, misses none',
    needs: 'conditions',
    async run({ objects }) {
      await objects.put('counter', bytesOf('0'))
      const raise = async () => {
        for (;;) {
          const there = await objects.get('counter')
          const next = bytesOf(String(Number(there?.bytes.toString()) + 1))
          const put = objects.put('counter', next, { etag: there?.etag ?? '' })
          if ((await outcomeOf(put)) === 'done') return
        }
      }
      await Promise.all(Array.from({ length: 8 }, raise))
      expect(await textOf(objects, 'counter')).toBe('8')
    },
  },
  {
    name: 'a condition is honoured, or refused as UNSUPPORTED or CONFLICT, never ignored',
    async run({ objects, noConditions }) {
      const etag = await objects.put('key', bytesOf('first'))
      await objects.put('key', bytesOf('second'))
      const refusals = noConditions === undefined ? ['CONFLICT'] : ['CONFLICT', 'UNSUPPORTED']
      expect(refusals).toContain(await outcomeOf(objects.put('key', bytesOf('x'), 'absent')))
      expect(refusals).toContain(await outcomeOf(objects.put('key', bytesOf('x'), { etag })))
      expect(await textOf(objects, 'key')).toBe('second')
    },
  },
]

import { expect, it } from 'vitest'
import { openBatches } from '../../src/analysis/batches/open-batches.ts'
import type { Batch } from '../../src/domain/analysis/batch.ts'
import { MAKE } from '../conformance/make-record.ts'
import { storeWith } from './store-with.ts'

it('open batches are found by what has changed: one that stands as it stood is not read again', async () => {
  const store = await storeWith(0)
  const batch = (n: number, status: Batch['status']): Batch =>
    Object.assign(MAKE.batch(`b${String(n).padStart(5, '0')}`, 'x'), { status })
  const closed = Array.from({ length: 1001 }, (_, n) => batch(n, 'void'))
  const open = batch(2000, 'submitted')
  await store.putRecords('batch', [...closed, open])
  let reads = 0
  const counting = new Proxy(store, {
    get(target, member) {
      const value: unknown = Reflect.get(target, member, target)
      if (typeof value !== 'function') return value
      return (...given: unknown[]) => {
        if (member === 'getRecord' || member === 'listRecords') reads++
        return Reflect.apply(value, target, given)
      }
    },
  })
  expect(await openBatches(counting)).toEqual([open])
  reads = 0
  expect(await openBatches(counting, open.analyzerKey)).toEqual([open])
  expect(await openBatches(counting, 'another')).toEqual([])
  expect(reads).toBe(0)
  await store.putRecords('batch', [{ ...open, status: 'collected' }, batch(3000, 'submitting')])
  expect(await openBatches(counting)).toEqual([batch(3000, 'submitting')])
  expect(reads).toBe(2)
})

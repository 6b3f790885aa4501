import { expect, it, vi } from 'vitest'
import { IndexLoop } from '../../src/storage/core/index-loop.ts'

const HOUR = 3_600_000

it('does not put off what is urgent when it is woken again', async () => {
  let batches = 0
  const loop = new IndexLoop(() => Promise.resolve(++batches < 0), {
    quiet: HOUR,
    isUrgent: () => true,
  })
  const set = vi.spyOn(globalThis, 'setTimeout')
  for (let wake = 0; wake < 3; wake++) loop.wake()
  const timers = set.mock.calls.map(([, after]) => after)
  set.mockRestore()
  expect(timers).toEqual([0])
  await expect.poll(() => batches, { timeout: 60_000 }).toBe(1)
  loop.wake()
  await expect.poll(() => batches, { timeout: 60_000 }).toBe(2)
  await loop.stop()
})

it('waits for quiet where nothing is urgent', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  let batches = 0
  const loop = new IndexLoop(() => Promise.resolve(++batches < 0), {
    quiet: 1000,
    isUrgent: () => false,
  })
  for (let turn = 0; turn < 5; turn++) {
    loop.wake()
    vi.advanceTimersByTime(900)
  }
  expect(batches).toBe(0)
  vi.advanceTimersByTime(1000)
  await loop.flush()
  vi.useRealTimers()
  expect(batches).toBe(2)
  await loop.stop()
})

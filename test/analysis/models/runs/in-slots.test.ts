import { describe, expect, it } from 'vitest'
import { CallSlots } from '../../../../src/analysis/models/runs/call-slots.ts'
import type { SlotOptions } from '../../../../src/analysis/models/runs/call-slots.ts'
import { inSlots } from '../../../../src/analysis/models/runs/in-slots.ts'
import { down, fakeProvider, requestOf } from './fake-provider.ts'
import type { Reply } from './fake-provider.ts'

/** A provider whose calls are answered when the test says so. */
function held(options: SlotOptions) {
  const open: ((reply: Reply) => void)[] = []
  const fake = fakeProvider(() => new Promise<Reply>((resolve) => open.push(resolve)))
  const slots = new CallSlots(options)
  const provider = inSlots(fake, slots)
  return {
    fake,
    slots,
    ask: (signal?: AbortSignal) =>
      provider.ask(requestOf('a'), signal === undefined ? {} : { signal }),
    /** Answers the oldest call. */
    reply: async (reply: Reply = {}) => {
      await expect.poll(() => open.length, { interval: 1 }).toBeGreaterThan(0)
      open.shift()?.(reply)
    },
  }
}

describe('slots', () => {
  it('let no more calls in than there are', async () => {
    const { fake, ask, reply } = held({ start: 2, most: 2 })
    const calls = Array.from({ length: 5 }, () => ask())
    await expect.poll(() => fake.asked.length).toBe(2)
    for (const call of calls) {
      await reply()
      await call
    }
    expect(fake.asked).toHaveLength(5)
  })

  it('double in a round while all are in use and answers come as soon, up to the most', async () => {
    const { slots, ask, reply } = held({ start: 4, most: 20, now: () => 0 })
    const calls = Array.from({ length: 60 }, () => ask())
    const limits: number[] = []
    for (const [n, call] of calls.entries()) {
      await reply()
      await call
      if ([3, 11, 27].includes(n)) limits.push(slots.limit)
    }
    expect(limits).toEqual([8, 16, 20])
  })

  it('grow by one in a round where answers take longer the more there are', async () => {
    let now = 0
    const { slots, ask, reply } = held({ start: 4, now: () => now })
    const calls = Array.from({ length: 40 }, () => ask())
    // A server that answers one call after the other: the first few seem quick.
    for (const call of calls) {
      now += 100
      await reply()
      await call
    }
    expect(slots.limit).toBeGreaterThan(7)
    expect(slots.limit).toBeLessThan(13)
  })

  it('grow by one in a round once there was a limit', async () => {
    const { slots, ask, reply } = held({ start: 8, now: () => 0 })
    const calls = Array.from({ length: 40 }, () => ask().catch((error: unknown) => error))
    for (const [n, call] of calls.entries()) {
      await reply(n === 0 ? down(429) : {})
      await call
    }
    expect(slots.limit).toBeGreaterThan(7)
    expect(slots.limit).toBeLessThan(13)
  })

  it('grow by one in a round of answers, up to the most', async () => {
    const { slots, ask, reply } = held({ start: 4, most: 5 })
    for (let i = 0; i < 5; i++) {
      const call = ask()
      await reply()
      await call
    }
    expect(slots.limit).toBe(5)
    for (let i = 0; i < 20; i++) {
      const call = ask()
      await reply()
      await call
    }
    expect(slots.limit).toBe(5)
  })

  it('are half as many after a limit, however many calls under way tell it', async () => {
    const { slots, ask, reply } = held({ start: 8 })
    const calls = Array.from({ length: 8 }, () => ask())
    for (const call of calls) {
      await reply(down(429))
      await expect(call).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    }
    expect(slots.limit).toBe(4)
    const later = ask()
    await reply(down(529))
    await expect(later).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(slots.limit).toBe(2)
  })

  it('are never none, and other failures take none away', async () => {
    const { slots, ask, reply } = held({ start: 2 })
    for (const status of [500, 429, 429, 429, undefined]) {
      const call = ask()
      await reply(down(status))
      await expect(call).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    }
    expect(slots.limit).toBe(1)
  })

  it('let nobody in for as long as the service asks', async () => {
    const { fake, ask, reply } = held({ start: 2 })
    const limited = ask()
    await reply(down(429, 80))
    await expect(limited).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    const start = performance.now()
    const next = ask()
    await reply()
    await next
    expect(performance.now() - start).toBeGreaterThanOrEqual(75)
    expect(fake.asked).toHaveLength(2)
  })

  it('are not waited for once the run is stopped', async () => {
    const { fake, ask, reply } = held({ start: 1 })
    const stop = new AbortController()
    const first = ask()
    const second = ask(stop.signal)
    stop.abort()
    await expect(second).rejects.toMatchObject({ code: 'INTERRUPTED' })
    await reply()
    await first
    expect(fake.asked).toHaveLength(1)
  })
})

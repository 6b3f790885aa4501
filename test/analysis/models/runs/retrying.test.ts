import { describe, expect, it } from 'vitest'
import { retrying } from '../../../../src/analysis/models/runs/retrying.ts'
import { HitCraftError } from '../../../../src/errors/hitcraft-error.ts'
import { down, fakeProvider, requestOf } from './fake-provider.ts'

const QUICK = { first: 1, longest: 4 }

describe('a call that fails for a while', () => {
  it('is made again until it is answered', async () => {
    const statuses = [408, 409, 429, 500, 529]
    const fake = fakeProvider((_, call) =>
      call <= statuses.length ? down(statuses[call - 1]) : { text: 'answer' },
    )
    expect((await retrying(fake, QUICK).ask(requestOf('a'))).text).toBe('answer')
    expect(fake.asked).toHaveLength(6)
  })

  it('is given up after so many, with the last error', async () => {
    const fake = fakeProvider((_, call) => down(500 + call))
    const call = retrying(fake, { ...QUICK, attempts: 3 }).ask(requestOf('a'))
    await expect(call).rejects.toMatchObject({ code: 'UNAVAILABLE', details: { status: 503 } })
    expect(fake.asked).toHaveLength(3)
  })

  it('waits as long as the service asks', async () => {
    const fake = fakeProvider((_, call) => (call === 1 ? down(429, 120) : {}))
    const start = performance.now()
    await retrying(fake, { ...QUICK, random: () => 0 }).ask(requestOf('a'))
    expect(performance.now() - start).toBeGreaterThanOrEqual(119)
  })

  it('waits for longer each time, partly by chance', async () => {
    const pauses = async (random: () => number) => {
      const at: number[] = []
      const fake = fakeProvider((_, call) => {
        at.push(performance.now())
        return call < 4 ? down(500) : {}
      })
      await retrying(fake, { first: 40, longest: 1000, random }).ask(requestOf('a'))
      return at.slice(1).map((time, i) => time - (at[i] ?? 0))
    }
    const [first = 0, second = 0, third = 0] = await pauses(() => 0)
    expect(first).toBeGreaterThanOrEqual(19)
    expect(second).toBeGreaterThanOrEqual(39)
    expect(third).toBeGreaterThanOrEqual(79)
    expect((await pauses(() => 1))[0]).toBeGreaterThanOrEqual(39)
  })

  it('is not made again when the service will not take it', async () => {
    const fake = fakeProvider(() => new HitCraftError('INVALID_INPUT', 'too long'))
    await expect(retrying(fake, QUICK).ask(requestOf('a'))).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
    expect(fake.asked).toHaveLength(1)
  })

  it('is not waited for once the run is stopped', async () => {
    const stop = new AbortController()
    const fake = fakeProvider(() => down(500))
    const call = retrying(fake, { first: 60_000 }).ask(requestOf('a'), { signal: stop.signal })
    await Promise.resolve()
    stop.abort()
    await expect(call).rejects.toMatchObject({ code: 'INTERRUPTED' })
    expect(fake.asked).toHaveLength(1)
  })

  it('counts tokens again too', async () => {
    let calls = 0
    const counting = {
      ...fakeProvider(() => ({})),
      countTokens: () => (++calls < 3 ? Promise.reject(down(529)) : Promise.resolve(7)),
    }
    expect(await retrying(counting, QUICK).countTokens?.(requestOf('a'))).toBe(7)
  })
})

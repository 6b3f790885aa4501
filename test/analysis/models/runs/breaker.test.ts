import { describe, expect, it } from 'vitest'
import { breaking } from '../../../../src/analysis/models/runs/breaker.ts'
import { RunStop } from '../../../../src/analysis/models/runs/run-stop.ts'
import { HitCraftError } from '../../../../src/errors/hitcraft-error.ts'
import { down, fakeProvider, requestOf } from './fake-provider.ts'
import type { Reply } from './fake-provider.ts'

/** Calls that come to these replies, one a second. */
async function afterCalls(replies: readonly Reply[], options = {}): Promise<RunStop> {
  const stop = new RunStop()
  let time = 0
  const fake = fakeProvider((_, call) => replies[call - 1] ?? {})
  const breaker = { failures: 3, after: 2000, now: () => time, ...options }
  const provider = breaking(fake, stop, breaker)
  for (const reply of replies) {
    const told: unknown = await provider.ask(requestOf('a')).catch((error: unknown) => error)
    expect(told instanceof Error).toBe(reply instanceof Error)
    time += 1000
  }
  return stop
}

describe('the breaker', () => {
  it('ends the run after failures one after another, and says what failed', async () => {
    const { stop, signal } = await afterCalls([{}, down(500), down(), down(503)])
    expect(stop).toMatchObject({ reason: 'outage', error: { code: 'UNAVAILABLE' } })
    expect(stop?.error.message).toBe(
      'fake has answered none of the last 3 calls: the service fails (503)',
    )
    expect(signal.aborted).toBe(true)
  })

  it('takes what is no answer for none', async () => {
    const page = new HitCraftError('ANSWER_MALFORMED', 'the gateway sent no message')
    expect((await afterCalls([{}, page, page, page])).stop?.reason).toBe('outage')
  })

  it('goes on while any call is answered', async () => {
    const replies = [down(500), down(500), {}, down(500), down(500), {}, down(500), down(500)]
    expect((await afterCalls(replies)).stop).toBeUndefined()
  })

  it('does not take many failures at one moment for an outage', async () => {
    const replies = Array.from({ length: 20 }, () => down(500))
    expect((await afterCalls(replies, { now: () => 0 })).stop).toBeUndefined()
    expect((await afterCalls(replies)).stop?.reason).toBe('outage')
  })

  it('ends a run that would have to wait for too long', async () => {
    const { stop } = await afterCalls([{}, down(429, 3_600_000)])
    expect(stop?.reason).toBe('outage')
    expect(stop?.error.message).toContain('asks to wait for 60 minutes')
  })

  it('ends a run at once that no call can get through', async () => {
    const refused = new HitCraftError('PERMISSION', 'ANTHROPIC_API_KEY is not accepted')
    const { stop } = await afterCalls([{}, refused])
    expect(stop).toEqual({ reason: 'refused', error: refused })
  })

  it('does not mind a request that the service will not take', async () => {
    const replies = Array.from({ length: 9 }, () => new HitCraftError('INVALID_INPUT', 'too long'))
    expect((await afterCalls(replies)).stop).toBeUndefined()
  })
})

import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { HitCraftError, isHitCraftError } from '../../../../errors/hitcraft-error.ts'
import type { IndexState, StoreCheck } from '../../../chat-store.ts'
import type { ObjectStore } from '../../object-store.ts'
import type { BucketContext } from '../bucket-context.ts'
import { honoursConditions } from '../journal/conditions.ts'
import { decodeHead } from '../journal/head.ts'
import { LAYOUT } from '../layout.ts'

/** `unknown`: nothing may be written, so nothing could be tried. */
export type Conditions = 'honoured' | 'ignored' | 'unknown'

const MOST_SKEW = 60_000
/** Milliseconds. */
const FIRST_ANSWER = 8_000

/** Whether the server honours conditions: as an earlier process found, else by trying. */
export async function conditionsOf(objects: ObjectStore): Promise<Conditions> {
  const object = await inTime(objects.get(LAYOUT.head), objects)
  if (object !== undefined && decodeHead(object.bytes)?.conditions === true) return 'honoured'
  try {
    return (await honoursConditions(objects)) ? 'honoured' : 'ignored'
  } catch (error) {
    if (isHitCraftError(error, 'PERMISSION')) return 'unknown'
    throw error
  }
}

/** The first answer must come soon: the SDKs would go on trying for minutes. */
async function inTime<T>(answer: Promise<T>, objects: ObjectStore): Promise<T> {
  const waiting = new AbortController()
  const late = delay(FIRST_ANSWER, undefined, { signal: waiting.signal }).then(() => {
    throw new HitCraftError('UNAVAILABLE', `${objects.location} does not answer`, {
      remedy: `Check that it runs and can be reached, and that ${objects.addressSetting} is right.`,
    })
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    waiting.abort()
    late.catch(() => undefined)
    answer.catch(() => undefined)
  }
}

export async function bucketChecks(
  { objects, journal }: BucketContext,
  conditions: Conditions,
  index: IndexState,
): Promise<StoreCheck[]> {
  const begin = performance.now()
  await objects.get(LAYOUT.head)
  const latency = Math.round(performance.now() - begin)
  const skew = objects.clockSkew() ?? 0
  const isSkewed = Math.abs(skew) > MOST_SKEW
  return [
    { name: 'server', status: 'ok', found: `${objects.describe()}, ${latency} ms` },
    ...(await rights(objects)),
    {
      name: 'conditional writes',
      status: conditions === 'honoured' ? 'ok' : 'warning',
      found: conditions,
      ...(conditions === 'ignored'
        ? {
            remedy:
              'One process writes at a time, under a lease; two at once is not promised. A server ' +
              'with conditional writes lifts that.',
          }
        : {}),
    },
    {
      name: 'clock',
      status: isSkewed ? 'warning' : 'ok',
      found: `${Math.round(Math.abs(skew) / 1000)} s apart`,
      ...(isSkewed ? { remedy: 'Set the clocks of both machines by NTP.' } : {}),
    },
    { name: 'catalog', status: 'ok', found: journal.describe() },
    { name: 'search index', status: 'ok', found: `${index.total - index.indexed} threads behind` },
  ]
}

/** Each right, by using it. */
async function rights(objects: ObjectStore): Promise<StoreCheck[]> {
  const key = `${LAYOUT.probes}${randomBytes(8).toString('hex')}`
  const uses: [name: string, use: () => Promise<unknown>][] = [
    ['list', () => first(objects.list(LAYOUT.probes))],
    ['write', () => objects.put(key, Buffer.from('probe'))],
    ['read', () => objects.get(key)],
    ['delete', () => objects.delete(key)],
  ]
  const checks: StoreCheck[] = []
  for (const [name, use] of uses) checks.push(await right(name, use))
  return checks
}

/** Where a right is wanting to open at all: the error with what each came to when it was tried. */
export async function withRights(error: unknown, objects: ObjectStore): Promise<unknown> {
  if (!isHitCraftError(error, 'PERMISSION')) return error
  const tried = (await rights(objects)).map(({ name, status }) =>
    status === 'ok' ? `${name}: yes` : `${name}: no`,
  )
  return new HitCraftError('PERMISSION', error.message, {
    cause: error,
    remedy: `${error.remedy ?? ''} Tried: ${tried.join(', ')}.`.trim(),
  })
}

/** One entry is enough: the right is that of a whole list. */
async function first(entries: AsyncIterable<unknown>): Promise<unknown> {
  for await (const entry of entries) return entry
  return undefined
}

async function right(name: string, use: () => Promise<unknown>): Promise<StoreCheck> {
  try {
    await use()
    return { name: `right to ${name}`, status: 'ok', found: 'tried' }
  } catch (error) {
    if (!isHitCraftError(error)) throw error
    const isNeeded = name === 'list' || name === 'read'
    return {
      name: `right to ${name}`,
      status: isNeeded ? 'failed' : 'warning',
      found: `${error.message} (${error.code})`,
      remedy: isNeeded
        ? 'Nothing works without it: docs/deployment has the least rights.'
        : 'Enough to read; docs/deployment has the rights that writing needs.',
    }
  }
}

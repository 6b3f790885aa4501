import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { HitCraftError, isHitCraftError } from '../../../../errors/hitcraft-error.ts'
import type { IndexState, StoreCheck } from '../../../chat-store.ts'
import { clockCheck, failed, indexCheck, passed, warned } from '../../../core/upkeep/checks.ts'
import type { ObjectStore } from '../../object-store.ts'
import type { BucketContext } from '../bucket-context.ts'
import { honoursConditions } from '../journal/conditions.ts'
import { decodeHead } from '../journal/head.ts'
import { LAYOUT } from '../layout.ts'

/** `unknown`: nothing may be written, so nothing could be tried. */
export type Conditions = 'honoured' | 'ignored' | 'unknown'

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
  return [
    passed('server', `${objects.describe()}, ${latency} ms`),
    ...(await rights(objects)),
    conditionsCheck(conditions),
    clockCheck(objects.clockSkew() ?? 0),
    passed('catalog', journal.describe()),
    indexCheck(index.total - index.indexed),
  ]
}

function conditionsCheck(conditions: Conditions): StoreCheck {
  const name = 'conditional writes'
  if (conditions === 'honoured') return passed(name, conditions)
  const remedy =
    'One process writes at a time, under a lease; two at once is not promised. A server ' +
    'with conditional writes lifts that.'
  return conditions === 'ignored'
    ? warned(name, conditions, remedy)
    : { name, status: 'warning', found: conditions }
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
    return passed(`right to ${name}`, 'tried')
  } catch (error) {
    if (!isHitCraftError(error)) throw error
    const found = `${error.message} (${error.code})`
    return name === 'list' || name === 'read'
      ? failed(
          `right to ${name}`,
          found,
          'Nothing works without it: docs/deployment has the least rights.',
        )
      : warned(
          `right to ${name}`,
          found,
          'Enough to read; docs/deployment has the rights that writing needs.',
        )
  }
}

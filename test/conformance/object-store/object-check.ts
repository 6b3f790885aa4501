import { expect } from 'vitest'
import { isHitCraftError } from '../../../src/errors/hitcraft-error.ts'
import type { ErrorCode } from '../../../src/errors/error-codes.ts'
import type { ObjectEntry, ObjectStore } from '../../../src/storage/objects/object-store.ts'

/** A new, empty bucket and what a check may do with it. */
export interface ObjectsUnderTest {
  readonly objects: ObjectStore
  /** Another store of the same bucket, as another process opens it. */
  readonly beside: () => ObjectStore
  /** Why its server does not honour conditions, where it does not: it then refuses them. */
  readonly noConditions?: string
  /** Why it is not asked for thousands of objects, where it takes minutes for them. */
  readonly tooSlow?: string
  /** Lets no request through until the answer is called. Absent where the way cannot be cut. */
  readonly outage?: () => Promise<() => void>
  /** Whatever the server keeps and may give out, versions and snapshots too, that holds the word. */
  readonly keeping: (word: string) => Promise<readonly string[]>
  destroy(): Promise<void>
}

export type OpenObjects = () => Promise<ObjectsUnderTest>

/** One promise of `storage/objects/object-store.ts`, as a function that throws where it is not kept. */
export interface ObjectCheck {
  readonly name: string
  /** What the bucket must have for it; where it has not, the check is skipped by that name. */
  readonly needs?: 'conditions' | 'outage' | 'speed'
  run(opened: ObjectsUnderTest): Promise<void>
}

/** Runs a check on a new bucket, and removes it whatever comes of it. */
export async function runObjectCheck(
  check: ObjectCheck,
  open: OpenObjects,
  skip: (reason: string) => never = (reason) => expect.fail(reason),
): Promise<void> {
  const opened = await open()
  try {
    if (check.needs === 'conditions' && opened.noConditions !== undefined) skip(opened.noConditions)
    if (check.needs === 'outage' && opened.outage === undefined) skip('its way cannot be cut')
    if (check.needs === 'speed' && opened.tooSlow !== undefined) skip(opened.tooSlow)
    await check.run(opened)
  } finally {
    await opened.destroy()
  }
}

export const bytesOf = (text: string): Buffer => Buffer.from(text)

/** The text of the object, or undefined. */
export async function textOf(objects: ObjectStore, key: string): Promise<string | undefined> {
  return (await objects.get(key))?.bytes.toString()
}

export async function entriesOf(objects: ObjectStore, prefix = ''): Promise<ObjectEntry[]> {
  return Array.fromAsync(objects.list(prefix))
}

export async function keysOf(objects: ObjectStore, prefix = ''): Promise<string[]> {
  return (await entriesOf(objects, prefix)).map(({ key }) => key)
}

/** Writes an object under each key, some at a time. */
export async function putAll(objects: ObjectStore, keys: readonly string[]): Promise<void> {
  const left = [...keys]
  const write = async () => {
    for (let key = left.pop(); key !== undefined; key = left.pop()) {
      await objects.put(key, bytesOf(key))
    }
  }
  await Promise.all(Array.from({ length: 32 }, write))
}

/** The code of what the request was refused with, or `done`. */
export async function outcomeOf(request: Promise<unknown>): Promise<ErrorCode | 'done'> {
  try {
    await request
    return 'done'
  } catch (error) {
    if (isHitCraftError(error)) return error.code
    throw error
  }
}

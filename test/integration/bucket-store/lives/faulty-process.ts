import { setImmediate } from 'node:timers/promises'
import { seededRandom } from '../../../../src/analysis/topics/seeded-random.ts'
import { HitCraftError } from '../../../../src/errors/hitcraft-error.ts'
import type {
  ObjectEntry,
  ObjectStore,
  PutCondition,
} from '../../../../src/storage/objects/object-store.ts'
import type { MemoryBucket } from '../memory-objects.ts'

export interface Troubles {
  /** The share of requests that go wrong. */
  readonly rate: number
  /** Requests after which the process dies; absent: it lives. */
  readonly life?: number
}

/** The bucket as one process meets it over a bad line, until it dies. */
export class FaultyProcess {
  readonly objects: ObjectStore
  readonly #number: () => number
  #troubles: Troubles = { rate: 0 }
  #left = Number.POSITIVE_INFINITY

  constructor(bucket: MemoryBucket, seed: number) {
    this.#number = seededRandom(seed)
    const inner = bucket.open()
    this.objects = bucket.open()
    this.objects.get = (key) => this.#ask(() => inner.get(key))
    this.objects.delete = (key) => this.#ask(() => inner.delete(key))
    this.objects.put = (key, bytes, condition) =>
      this.#ask((isRepeated) =>
        isRepeated
          ? putTwice(inner, key, bytes, condition, () => this.#pause(8))
          : inner.put(key, bytes, condition),
      )
    this.objects.list = (prefix) => this.#list(inner, prefix)
  }

  get isDead(): boolean {
    return this.#left <= 0
  }

  meet(troubles: Troubles): void {
    this.#troubles = troubles
    if (!this.isDead) this.#left = troubles.life ?? Number.POSITIVE_INFINITY
  }

  async *#list(inner: ObjectStore, prefix: string) {
    const entries = await this.#ask(async () => {
      const found: ObjectEntry[] = []
      for await (const entry of inner.list(prefix)) found.push(entry)
      return found
    })
    yield* entries
  }

  /** An outage before or after the request did its work, or an answer that is lost and asked for again. */
  async #ask<T>(request: (isRepeated: boolean) => Promise<T>): Promise<T> {
    if (this.isDead) throw outage()
    this.#left--
    await this.#pause(3)
    const trouble = this.#number() / this.#troubles.rate
    if (trouble < 0.3 || (this.isDead && this.#number() < 0.5)) throw outage()
    const answer = await request(trouble > 0.6 && trouble < 1)
    if (trouble < 0.6 || this.isDead) throw outage()
    return answer
  }

  async #pause(most: number): Promise<void> {
    const turns = Math.floor(this.#number() * most)
    for (let turn = 0; turn < turns; turn++) await setImmediate()
  }
}

/** As a client that repeats a request whose answer it did not get: others may have been there since. */
async function putTwice(
  objects: ObjectStore,
  key: string,
  bytes: Uint8Array,
  condition: PutCondition | undefined,
  pause: () => Promise<void>,
): Promise<string> {
  const etag = await objects.put(key, bytes, condition)
  await pause()
  if (condition === undefined) return objects.put(key, bytes)
  if ((await objects.get(key))?.etag === etag) return etag
  throw new HitCraftError('CONFLICT', `${key} is not what it was`)
}

function outage(): HitCraftError {
  return new HitCraftError('UNAVAILABLE', 'the line is bad')
}

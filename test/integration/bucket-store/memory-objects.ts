import { randomBytes } from 'node:crypto'
import { HitCraftError } from '../../../src/errors/hitcraft-error.ts'
import type {
  ObjectEntry,
  ObjectStore,
  PutCondition,
  StoredObject,
} from '../../../src/storage/objects/object-store.ts'

/**
 * A bucket in memory, to look into and to break: faults are put before or after a request. It shows
 * what the bucket store does with any server; that a server keeps its promises is tried on real ones.
 */
export class MemoryBucket {
  readonly objects = new Map<string, StoredObject>()
  /** Asked before each request; what it throws is the answer. */
  before: (request: Request) => void = () => undefined
  /** Asked when the request was carried out; what it throws is the answer. */
  after: (request: Request) => void = () => undefined
  requests = 0

  /** A store of it, as one process opens it. */
  open(): ObjectStore {
    return new MemoryObjects(this)
  }

  /** The keys, in order. */
  keys(): string[] {
    return [...this.objects.keys()].toSorted((a, b) =>
      Buffer.compare(Buffer.from(a), Buffer.from(b)),
    )
  }
}

export interface Request {
  readonly verb: 'get' | 'put' | 'list' | 'delete'
  readonly key: string
}

class MemoryObjects implements ObjectStore {
  readonly kind = 's3'
  readonly location = 'a bucket in memory'
  readonly addressSetting = 'S3_ENDPOINT'
  readonly #bucket: MemoryBucket
  #isClosed = false

  constructor(bucket: MemoryBucket) {
    this.#bucket = bucket
  }

  get(key: string): Promise<StoredObject | undefined> {
    return this.#answer({ verb: 'get', key }, () => this.#bucket.objects.get(key))
  }

  put(key: string, bytes: Uint8Array, condition?: PutCondition): Promise<string> {
    return this.#answer({ verb: 'put', key }, () => {
      const { objects } = this.#bucket
      const etag = objects.get(key)?.etag
      if (
        condition !== undefined &&
        etag !== (condition === 'absent' ? undefined : condition.etag)
      ) {
        throw new HitCraftError('CONFLICT', `${key} is not what it was`)
      }
      const written = { bytes: Buffer.from(bytes), etag: randomBytes(8).toString('hex') }
      objects.set(key, written)
      return written.etag
    })
  }

  async *list(prefix: string): AsyncIterable<ObjectEntry> {
    const keys = await this.#answer({ verb: 'list', key: prefix }, () => this.#bucket.keys())
    for (const key of keys) {
      const object = this.#bucket.objects.get(key)
      if (object === undefined || !key.startsWith(prefix)) continue
      yield { key, size: object.bytes.length, etag: object.etag }
    }
  }

  async delete(key: string): Promise<void> {
    await this.#answer({ verb: 'delete', key }, () => this.#bucket.objects.delete(key))
  }

  async #answer<T>(request: Request, carryOut: () => T): Promise<T> {
    this.#bucket.requests++
    this.#bucket.before(request)
    await new Promise((resolve) => setImmediate(resolve))
    if (this.#isClosed) throw new HitCraftError('UNAVAILABLE', 'the bucket in memory is closed')
    const answer = carryOut()
    this.#bucket.after(request)
    return answer
  }

  describe(): string {
    return 'a bucket in memory'
  }

  clockSkew(): number | undefined {
    return 0
  }

  async close(): Promise<void> {
    this.#isClosed = true
    // What is under way has its answer by then.
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/**
 * The small contract between the bucket store and a vendor: whole objects under keys. An
 * implementation hides what vendors do differently (quotes around ETags, 409 or 412, pages of a list)
 * and raises `HitCraftError`s alone: UNAVAILABLE after its retries, PERMISSION, NOT_FOUND for the bucket,
 * CONFLICT for a condition that does not hold, INVALID_CONFIG for credentials or addresses that cannot
 * be right. No message holds a secret.
 */
export interface ObjectStore {
  /** The backend, by the `kind` of its definition. */
  readonly kind: string
  /** For people: `s3://bucket/prefix at host`. Never a secret. */
  readonly location: string
  /** The settings that name the address, for remedies: `S3_ENDPOINT`. */
  readonly addressSetting: string

  /** The object, or undefined where there is none. A missing bucket is NOT_FOUND. */
  get(key: string): Promise<StoredObject | undefined>

  /**
   * Writes an object whole, in one request. Durable when it resolves.
   *
   * @param condition what must hold of the object before; absent: whatever is there is replaced
   * @returns its ETag
   * @throws HitCraftError CONFLICT when the condition does not hold. A request that was repeated because
   *   its answer got lost is not in conflict with itself.
   */
  put(key: string, bytes: Uint8Array, condition?: PutCondition): Promise<string>

  /** Every object under a prefix, by key (UTF-8 bytes). A listing that breaks off throws. */
  list(prefix: string): AsyncIterable<ObjectEntry>

  /** Takes an object away; one that is not there is no error. */
  delete(key: string): Promise<void>

  /** What the server is and how it answered, for `doctor`: `Ceph RGW`, `Azurite`, … */
  describe(): string

  /** Milliseconds by which the server's clock is ahead of ours, by its last answer; undefined before. */
  clockSkew(): number | undefined

  /**
   * Ends what is under way with UNAVAILABLE and lets go of sockets; resolves when nothing of it goes on. Any
   * call from then on is UNAVAILABLE. Idempotent.
   */
  close(): Promise<void>
}

export interface StoredObject {
  readonly bytes: Buffer
  /** Opaque. Two states of an object that differ have different ones; equal states may have too. */
  readonly etag: string
}

export interface ObjectEntry {
  readonly key: string
  readonly size: number
  readonly etag: string
}

/** Nothing may be there yet, or exactly the state of that ETag must be. */
export type PutCondition = 'absent' | { readonly etag: string }

import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { randomBytes } from 'node:crypto'
import { HitCraftError, isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type { S3Options } from './options.ts'
import type { ObjectEntry, ObjectStore, PutCondition, StoredObject } from '../object-store.ts'
import { RequestSignals } from '../request-signals.ts'
import { isNoObject } from '../server-errors.ts'
import { S3_ADDRESS, s3Error } from './s3-errors.ts'

/** The SDK repeats with growing, random pauses. */
const ATTEMPTS = 4
const CONNECT_TIMEOUT = 4000
/** Milliseconds without a byte, after which a server is given up. */
const SILENCE = 15_000
const SOCKETS = 64
/** User metadata of an object: which write made it. */
const MARK = 'hitcraft-write'

/** Objects of a bucket of Amazon S3 or of a server that speaks its language. */
export class S3ObjectStore implements ObjectStore {
  readonly kind = 's3'
  readonly addressSetting = S3_ADDRESS
  readonly location: string
  readonly #client: S3Client
  readonly #bucket: string
  readonly #prefix: string
  readonly #signals: RequestSignals
  /** Ceph knows an ETag in `If-Match` only without the quotes that others document. */
  #quotes: 'unknown' | 'with' | 'without' = 'unknown'
  #server = 'S3'
  #skew: number | undefined

  /** @param options.endpoint absent: Amazon's, by region */
  constructor(options: S3Options) {
    const { bucket, prefix = '', endpoint, region, credentials } = options
    this.#bucket = bucket
    this.#signals = new RequestSignals(options.answerTimeout)
    this.#prefix = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
    const at = endpoint === undefined ? '' : ` at ${new URL(endpoint).host}`
    this.location = `s3://${bucket}/${this.#prefix}${at}`
    this.#client = new S3Client({
      ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
      // A server of one's own has no regions, and the SDK insists on one.
      ...(region === undefined
        ? endpoint === undefined
          ? {}
          : { region: 'us-east-1' }
        : { region }),
      ...(credentials === undefined ? {} : { credentials }),
      maxAttempts: ATTEMPTS,
      // Servers without the newer checksums refuse them.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: {
        connectionTimeout: CONNECT_TIMEOUT,
        socketTimeout: SILENCE,
        httpAgent: { keepAlive: true, maxSockets: SOCKETS },
        httpsAgent: { keepAlive: true, maxSockets: SOCKETS },
      },
    })
    this.#watch()
  }

  async get(key: string): Promise<StoredObject | undefined> {
    return (await this.#read(key))?.object
  }

  async #read(key: string): Promise<{ object: StoredObject; mark?: string } | undefined> {
    try {
      const command = new GetObjectCommand({ Bucket: this.#bucket, Key: this.#prefix + key })
      return await this.#signals.patiently(async (options) => {
        const { Body, ETag = '', Metadata } = await this.#client.send(command, options)
        const bytes = Buffer.from((await Body?.transformToByteArray()) ?? [])
        const mark = Metadata?.[MARK]
        return { object: { bytes, etag: unquoted(ETag) }, ...(mark === undefined ? {} : { mark }) }
      })
    } catch (error) {
      const known = s3Error(error, this.location)
      if (isNoObject(known)) return undefined
      throw known
    }
  }

  async put(key: string, bytes: Uint8Array, condition?: PutCondition): Promise<string> {
    const mark = randomBytes(12).toString('hex')
    try {
      return await this.#put(key, bytes, mark, condition)
    } catch (error) {
      const known = s3Error(error, this.location)
      // Amazon answers 404 where the object that must be there has gone.
      const isGone = condition !== undefined && isNoObject(known)
      if (isGone) throw new HitCraftError('CONFLICT', `${this.location}: the object is gone`)
      if (!isHitCraftError(known, 'CONFLICT')) throw known
      // An answer that got lost, and the request was repeated: then it is in conflict with itself.
      const there = await this.#read(key)
      if (there?.mark === mark) return there.object.etag
      throw known
    }
  }

  async #put(
    key: string,
    bytes: Uint8Array,
    mark: string,
    condition: PutCondition | undefined,
  ): Promise<string> {
    const send = async (match: { IfMatch?: string; IfNoneMatch?: string }) => {
      const command = new PutObjectCommand({
        Bucket: this.#bucket,
        Key: this.#prefix + key,
        Body: bytes,
        ContentLength: bytes.byteLength,
        Metadata: { [MARK]: mark },
        ...match,
      })
      const { ETag = '' } = await this.#signals.patiently((options) =>
        this.#client.send(command, options),
      )
      return unquoted(ETag)
    }
    if (condition === undefined) return send({})
    if (condition === 'absent') return send({ IfNoneMatch: '*' })
    const { etag } = condition
    const quoted = `"${etag}"`
    if (this.#quotes !== 'unknown')
      return send({ IfMatch: this.#quotes === 'with' ? quoted : etag })
    try {
      const written = await send({ IfMatch: quoted })
      this.#quotes = 'with'
      return written
    } catch (error) {
      if (!isHitCraftError(s3Error(error, this.location), 'CONFLICT')) throw error
      const written = await send({ IfMatch: etag })
      this.#quotes = 'without'
      return written
    }
  }

  async *list(prefix: string): AsyncIterable<ObjectEntry> {
    let token: string | undefined
    do {
      const page = await this.#page(prefix, token)
      for (const { Key, Size, ETag } of page.Contents ?? []) {
        if (Key === undefined) continue
        const key = Key.slice(this.#prefix.length)
        yield { key, size: Size ?? 0, etag: unquoted(ETag ?? '') }
      }
      token = page.IsTruncated === true ? page.NextContinuationToken : undefined
      // Taken for the end, all that was not named would be taken for gone.
      if (page.IsTruncated === true && (token ?? '') === '') {
        throw new HitCraftError('UNAVAILABLE', `${this.location} broke off a list`)
      }
    } while (token !== undefined)
  }

  async #page(prefix: string, token: string | undefined) {
    try {
      const command = new ListObjectsV2Command({
        Bucket: this.#bucket,
        Prefix: this.#prefix + prefix,
        ...(token === undefined ? {} : { ContinuationToken: token }),
      })
      return await this.#signals.patiently((options) => this.#client.send(command, options))
    } catch (error) {
      throw s3Error(error, this.location)
    }
  }

  async delete(key: string): Promise<void> {
    try {
      const command = new DeleteObjectCommand({ Bucket: this.#bucket, Key: this.#prefix + key })
      await this.#signals.patiently((options) => this.#client.send(command, options))
    } catch (error) {
      const known = s3Error(error, this.location)
      if (isNoObject(known)) return
      throw known
    }
  }

  describe(): string {
    return this.#server
  }

  clockSkew(): number | undefined {
    return this.#skew
  }

  async close(): Promise<void> {
    await this.#signals.end()
    this.#client.destroy()
  }

  /** Learns from each answer what the server calls itself and what time it has. */
  #watch(): void {
    this.#client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args)
        const { response } = result
        if (isAnswer(response)) {
          const { server, date } = response.headers
          if (server !== undefined) this.#server = `S3 (${server})`
          if (date !== undefined) this.#skew = Date.parse(date) - Date.now()
        }
        return result
      },
      { step: 'deserialize', name: 'hitcraftWatch', priority: 'low' },
    )
  }
}

function isAnswer(
  response: unknown,
): response is { headers: Readonly<Record<string, string | undefined>> } {
  return typeof response === 'object' && response !== null && 'headers' in response
}

/** Lists, answers and conditions differ in whether they quote it; it is the same. */
function unquoted(etag: string): string {
  return etag.replace(/^"(.*)"$/, '$1')
}

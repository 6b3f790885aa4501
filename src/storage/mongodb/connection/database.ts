import { MongoClient } from 'mongodb'
import type { AnyBulkWriteOperation, Collection, Db, Document, Filter } from 'mongodb'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import type {
  ClaimsDocument,
  DamagedDocument,
  HistoryDocument,
  LockDocument,
  MetaDocument,
  OriginalDocument,
  PartDocument,
  RecordDocument,
  ThreadDocument,
  UnfinishedDocument,
} from '../documents/documents.ts'
import type { ThreadRef } from '../documents/thread-fields.ts'
import { patiently } from '../../patience.ts'
import { mongoError } from './errors.ts'
import { patientCollection } from './patient-collection.ts'
import type { MongoOptions } from '../options.ts'

/** Milliseconds. A server that is not there is told within ten seconds. */
const SELECTION_TIMEOUT = 8_000
const OPEN_TIMEOUT = 9_500
const SOCKET_TIMEOUT = 60_000
const WRITE_TIMEOUT = 30_000
/** Operations of one command: enough not to wait for answers, and none is long under way. */
const OPERATIONS = 1000
/** FerretDB keeps a connection for each update of a command, and stops for ever when it has no more. */
const UPDATES_OF_FERRET = 32
const DEFAULT_DATABASE = 'hitcraft_analyzer'
const DATABASE_NAME = /^[^/\\. "$*<>:|?\0]{1,63}$/

/** The connections of one store and its collections. */
export class MongoDatabase {
  /** `host:port/database`, without a secret. */
  readonly location: string
  readonly db: Db
  readonly threads: Collection<ThreadDocument>
  /** Bodies that are too large for one document. */
  readonly parts: Collection<PartDocument>
  readonly records: Collection<RecordDocument>
  /** For people who look with other tools. */
  readonly history: Collection<HistoryDocument>
  /** What was adopted, as it was. */
  readonly originals: Collection<OriginalDocument>
  /** What did not hold and was replaced, as it was. */
  readonly damaged: Collection<DamagedDocument>
  readonly claims: Collection<ClaimsDocument>
  readonly meta: Collection<MetaDocument>
  readonly locks: Collection<LockDocument>
  readonly unfinished: Collection<UnfinishedDocument>
  readonly #client: MongoClient
  /** Whether the server finds and changes a document in one step, as MongoDB does and FerretDB does not. */
  #compares = true
  #closed = false

  /** @throws HitCraftError INVALID_CONFIG for a URI or a database name that is none */
  constructor(options: MongoOptions) {
    const path = /^mongodb(?:\+srv)?:\/\/[^/]*\/([^?]+)/.exec(options.uri)?.[1]
    const name = options.database ?? (path === undefined ? DEFAULT_DATABASE : unescaped(path))
    if (!DATABASE_NAME.test(name)) {
      throw new HitCraftError('INVALID_CONFIG', `MONGODB_DATABASE "${name}" is no database name`, {
        remedy: 'Use letters, digits, - and _, at most 63 of them.',
      })
    }
    this.#client = clientOf(options.uri)
    this.db = this.#client.db(name)
    this.threads = patientCollection(this.db.collection('threads'))
    this.parts = patientCollection(this.db.collection('thread_parts'))
    this.records = patientCollection(this.db.collection('records'))
    this.history = patientCollection(this.db.collection('analysis_history'))
    this.originals = patientCollection(this.db.collection('threads_originals'))
    this.damaged = patientCollection(this.db.collection('damaged'))
    this.claims = patientCollection(this.db.collection('claims'))
    this.meta = patientCollection(this.db.collection('meta'))
    this.locks = patientCollection(this.db.collection('locks'))
    this.unfinished = patientCollection(this.db.collection('unfinished'))
    const { hosts, srvHost } = this.#client.options
    this.location = `${srvHost ?? hosts.map(String).join(',')}/${name}`
  }

  /** Reaches the server. */
  async connect(): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    // Names are looked up without a limit of the driver's own.
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(
          new HitCraftError('UNAVAILABLE', `MongoDB at ${this.location} does not answer`, {
            remedy: 'Check the host name and the network to the server in MONGODB_URI.',
          }),
        )
      }, OPEN_TIMEOUT)
    })
    try {
      // A name that is not known is told at once, and the name server may be late.
      const build = await Promise.race([
        this.run(() => patiently(() => this.db.command({ buildInfo: 1 }))),
        late,
      ])
      this.#compares = ferretVersion(build) === undefined
    } finally {
      clearTimeout(timer)
    }
  }

  /** The server's clock, milliseconds since 1970. */
  async now(): Promise<number> {
    const { localTime } = await this.db.command({ hello: 1 })
    return localTime instanceof Date ? localTime.getTime() : Date.now()
  }

  /**
   * What an update looks for: the document, if it is still as it was read. FerretDB would compare and
   * then write, which proves nothing, and finds by `_id` alone without looking at every document; there
   * the lease is the only guard.
   */
  unchanged(row: ThreadRef): Filter<ThreadDocument> {
    const { _id, id, rev } = row
    if (!this.#compares) return { _id }
    // Of a damaged one.
    return rev === '' ? { _id, id } : { _id, id, 'hitcraft.rev': rev }
  }

  /**
   * Writes in as few commands as the server takes, each operation by itself.
   * @returns how many documents were inserted or found
   */
  async write<T extends Document>(
    collection: Collection<T>,
    operations: readonly AnyBulkWriteOperation<T>[],
  ): Promise<number> {
    let found = 0
    for (const some of this.#commands(operations)) {
      const result = await collection.bulkWrite(some, { ordered: false })
      found += result.insertedCount + result.matchedCount
    }
    return found
  }

  *#commands<T extends Document>(
    operations: readonly AnyBulkWriteOperation<T>[],
  ): Generator<AnyBulkWriteOperation<T>[]> {
    let some: AnyBulkWriteOperation<T>[] = []
    let updates = 0
    for (const operation of operations) {
      some.push(operation)
      if (!('insertOne' in operation)) updates++
      const isFull = some.length === OPERATIONS
      if (!isFull && (this.#compares || updates < UPDATES_OF_FERRET)) continue
      yield some
      ;[some, updates] = [[], 0]
    }
    if (some.length > 0) yield some
  }

  /** Runs work on the collections; what fails in it says what to do. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new HitCraftError('UNAVAILABLE', 'the store is closed')
    try {
      return await work()
    } catch (error) {
      throw mongoOrSystemError(error, this.location)
    }
  }

  /** The same for what comes one by one. */
  async *each<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
    for (;;) {
      const next = await this.run(() => items.next())
      if (next.done === true) return
      yield next.value
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#client.close()
  }
}

/** Undefined for MongoDB itself. */
export function ferretVersion(build: Document): string | undefined {
  const own: unknown = build['ferretdb']
  const nested: unknown =
    typeof own === 'object' && own !== null ? Object(own)['version'] : undefined
  const version: unknown = build['ferretdbVersion'] ?? nested
  return typeof version === 'string' ? version : undefined
}

function clientOf(uri: string): MongoClient {
  try {
    return new MongoClient(uri, {
      appName: 'hitcraft',
      serverSelectionTimeoutMS: SELECTION_TIMEOUT,
      connectTimeoutMS: SELECTION_TIMEOUT,
      socketTimeoutMS: SOCKET_TIMEOUT,
      retryWrites: true,
      retryReads: true,
      readPreference: 'primary',
      readConcernLevel: 'majority',
      // A standalone server syncs its journal only when asked to.
      writeConcern: { w: 'majority', journal: true, wtimeoutMS: WRITE_TIMEOUT },
      ignoreUndefined: true,
    })
  } catch (error) {
    // The driver's message may hold the URI, and that a password.
    const kind = error instanceof Error ? error.name : 'error'
    throw new HitCraftError('INVALID_CONFIG', `MONGODB_URI cannot be read (${kind})`, {
      remedy:
        'Write it as mongodb://user:password@host:27017/database; percent-encode @ : / in user and password.',
    })
  }
}

function unescaped(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch (error) {
    if (error instanceof URIError) return path
    throw error
  }
}

/** A name that cannot be looked up (`mongodb+srv`) fails outside of the driver's own errors. */
function mongoOrSystemError(error: unknown, location: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (!(error instanceof HitCraftError) && /^(E[A-Z]{3,}|querySrv)/.test(code)) {
    return new HitCraftError('UNAVAILABLE', `MongoDB at ${location} cannot be reached`, {
      cause: error,
      remedy: 'Check the host name in MONGODB_URI and the network to it.',
    })
  }
  return mongoError(error, location)
}

import { randomBytes } from 'node:crypto'
import { Binary } from 'mongodb'
import type { AnyBulkWriteOperation } from 'mongodb'
import { decodeKey, encodeKey } from '../../domain/values/ids.ts'
import type { MergedThread } from '../merge-batch.ts'
import { threadSeal } from '../core/sealed.ts'
import type { MongoDatabase } from './connection/database.ts'
import { isDuplicate } from './connection/errors.ts'
import type { HeldLease } from './connection/writer-lease.ts'
import type { PartDocument, ThreadDocument } from './documents/documents.ts'
import { loadStates } from './documents/states.ts'
import { tokensOf } from './documents/tokens.ts'
import { writtenThread } from './documents/thread-document.ts'
import type { BodyFields, ThreadRef } from './documents/thread-fields.ts'

/** Bytes of bodies in one command, all in memory on both sides. */
const MOST_BYTES = 24_000_000

/** Writes what a batch changed, each thread by comparing what it was when it was read. */
export class ThreadWriter {
  readonly #db: MongoDatabase
  readonly #held: HeldLease
  readonly #rows: ReadonlyMap<string, BodyFields>
  readonly #rev: string
  #operations: AnyBulkWriteOperation<ThreadDocument>[] = []
  /** True ids of the operations. */
  #ids: string[] = []
  #bytes = 0
  readonly #lost = new Set<string>()
  /** Where damaged documents were put that were replaced, by id. */
  readonly #kept = new Map<string, string>()

  /** @param rows of the threads that were there when they were read */
  constructor(db: MongoDatabase, held: HeldLease, rows: ReadonlyMap<string, BodyFields>) {
    this.#db = db
    this.#held = held
    this.#rows = rows
    this.#rev = `${held.fence}-${randomBytes(6).toString('hex')}`
  }

  get kept(): ReadonlyMap<string, string> {
    return this.#kept
  }

  /** @returns ids of threads that another writer changed since they were read */
  async write(changes: readonly MergedThread[]): Promise<ReadonlySet<string>> {
    const stateOf = await loadStates(
      this.#db,
      changes.map(({ thread }) => encodeKey(thread.id)),
    )
    const inParts: string[] = []
    for (const change of changes) {
      const { id } = change.thread
      const ref = this.#rows.get(id)
      this.#ids.push(id)
      if (change.change === 'as-of' && ref !== undefined) {
        const [key, asOf] = [encodeKey(id), change.thread.asOf ?? '']
        const seal = threadSeal({ key, bodyHash: change.hash, asOf })
        const $set = { 'hitcraft.asOf': asOf, 'hitcraft.seal': seal, 'hitcraft.rev': this.#rev }
        this.#operations.push({ updateOne: { filter: this.#db.unchanged(ref), update: { $set } } })
        continue
      }
      if (change.damage === 'replaced' && ref !== undefined) await this.#putAside(ref)
      const state = stateOf(encodeKey(id), change.thread.contentHash)
      // One write of the document and of its index entries costs less than two.
      const tokens = tokensOf(change.thread)
      const { document, parts } = writtenThread(change, state, { rev: this.#rev, tokens })
      if (parts.length > 0 || (ref?.parts ?? null) !== null) inParts.push(id)
      await this.#writeParts(parts)
      this.#operations.push(
        ref === undefined
          ? { insertOne: { document } }
          : { updateOne: { filter: this.#db.unchanged(ref), update: { $set: document } } },
      )
      const { body } = document.hitcraft
      this.#bytes += body instanceof Binary ? body.position : 0
      if (this.#bytes > MOST_BYTES) await this.#send()
    }
    await this.#send()
    await this.#dropParts(inParts)
    return this.#lost
  }

  /** Keeps the document, and the parts of its body, as they are. */
  async #putAside({ _id, id }: ThreadRef): Promise<void> {
    const keptAt = new Date()
    const original = await this.#db.threads.findOne({ _id })
    if (original === null) return
    const kept = await this.#db.damaged.insertOne({ thread: id, keptAt, original })
    this.#kept.set(decodeKey(id), `collection damaged, document ${String(kept.insertedId)}`)
    for await (const part of this.#db.parts.find({ thread: id })) {
      await this.#db.damaged.insertOne({ thread: id, keptAt, original: part })
    }
  }

  async #writeParts(parts: readonly PartDocument[]): Promise<void> {
    if (parts.length === 0) return
    await this.#held.confirm()
    // Until the thread's document points to them they are litter.
    this.#held.dirty = true
    for (const part of parts) await this.#db.parts.insertOne(part)
  }

  async #send(): Promise<void> {
    const [operations, ids] = [this.#operations, this.#ids]
    ;[this.#operations, this.#ids, this.#bytes] = [[], [], 0]
    if (operations.length === 0) return
    await this.#held.confirm()
    try {
      const written = await this.#db.write(this.#db.threads, operations)
      if (written === operations.length) {
        this.#held.count('thread', operations.filter((one) => 'insertOne' in one).length)
        return
      }
    } catch (error) {
      if (!isDuplicate(error)) throw error
    }
    this.#held.countAnew()
    const rows = await this.#db.threads
      .find({ id: { $in: ids.map(encodeKey) }, 'hitcraft.rev': this.#rev })
      .project<{ id: string }>({ _id: 0, id: 1 })
      .toArray()
    const through = new Set(rows.map(({ id }) => id))
    for (const id of ids) if (!through.has(encodeKey(id))) this.#lost.add(id)
  }

  /** Of each thread all parts but those that its document points to now. */
  async #dropParts(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const version = this.#lost.has(id) ? this.#rev : { $ne: this.#rev }
      await this.#db.parts.deleteMany({ thread: encodeKey(id), version })
    }
    this.#held.dirty = false
  }
}

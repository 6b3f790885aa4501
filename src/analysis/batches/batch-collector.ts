import { isOpen } from '../../domain/analysis/batch.ts'
import type { Batch } from '../../domain/analysis/batch.ts'
import { given } from '../../domain/values/given.ts'
import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { AskOptions } from '../models/model-provider.ts'
import { pendingOf } from '../choosing/choose-threads.ts'
import { isNotFound } from '../models/calls/row-error.ts'
import { takeEach } from '../run/claims/take-up.ts'
import { BatchAnswers } from './batch-answers.ts'
import { taskOf } from './batch-submitter.ts'
import type { BatchScene } from './batch-scene.ts'
import { openBatches } from './open-batches.ts'
import { refuseUnknown } from './gone-batch.ts'
import { foundBatch } from './submit-batch.ts'

/** Threads that are claimed at once. */
const PAGE = 100

/** Collects what the service has answered. */
export class BatchCollector {
  readonly #scene: BatchScene
  /** By batch, the threads whose answers were read: an answer that proves nothing is read once. */
  readonly #read = new Map<string, Set<string>>()

  constructor(scene: BatchScene) {
    this.#scene = scene
  }

  /**
   * Collects each open batch that has ended.
   *
   * @returns requests that are done with in those that have not
   * @throws HitCraftError NOT_FOUND for the first that the service says it does not know, once the others are collected
   */
  async collect(): Promise<number> {
    const { store, key, keeper } = this.#scene
    let done = 0
    let unknown: HitCraftError | undefined
    for (const { id } of await openBatches(store, key)) {
      if (keeper.isStopped) return done
      // Another run is at it.
      if (!(await keeper.claims.takeTask(taskOf(id)))) continue
      await store.refresh()
      const batch = await store.getRecord('batch', id)
      try {
        if (batch !== undefined && isOpen(batch)) done += await this.#collectOne(batch)
      } catch (error) {
        if (!isHitCraftError(error, 'NOT_FOUND')) throw error
        unknown ??= error
      }
      await keeper.claims.letGo()
    }
    if (unknown !== undefined) throw unknown
    return done
  }

  /** @returns requests that are done with, while it has not ended */
  async #collectOne(listed: Batch): Promise<number> {
    const { service } = this.#scene
    const batch = listed.status === 'submitting' ? await this.#find(listed) : listed
    const { batchId } = batch ?? {}
    if (batch === undefined || batchId === undefined) return 0
    const progress = await this.#orGone((asking) => service.look(batchId, asking))
    if (progress === undefined) return 0
    if (progress === 'gone') return this.#takeGone(batch)
    if (progress.state === 'working') return progress.done ?? 0
    const { reason } = progress
    const isRead = reason === undefined
    const rows = isRead ? await this.#orGone((asking) => service.rows(batchId, asking)) : []
    if (rows === undefined) return 0
    if (rows === 'gone') return this.#takeGone(batch)
    await this.#take(batch, reason, new BatchAnswers(batch, rows, reason))
    return 0
  }

  /** @returns undefined where the run was stopped; `gone` where the service says that it knows no such batch, or has no answers of it */
  async #orGone<T>(call: (asking: AskOptions) => Promise<T>): Promise<T | 'gone' | undefined> {
    try {
      return await this.#scene.ask(call)
    } catch (error) {
      if (isNotFound(error)) return 'gone'
      throw error
    }
  }

  /** @throws HitCraftError NOT_FOUND unless it is given up, or too old to be there */
  async #takeGone(batch: Batch): Promise<0> {
    refuseUnknown(batch, this.#scene.givenUp)
    await this.#take(batch, 'the service knows it no more', new BatchAnswers(batch, []))
    return 0
  }

  #find(batch: Batch): Promise<Batch | undefined> {
    const { ask, store, service, listedAfter } = this.#scene
    return ask((asking) => foundBatch(store, service, batch, listedAfter, asking))
  }

  /** Stores what the answers prove, then that they are collected; the next run does again what was between the two. */
  async #take(batch: Batch, reason: string | undefined, answers: BatchAnswers): Promise<void> {
    const { store, keeper, ledger } = this.#scene
    const changed = await this.#readAll(batch, answers)
    if (keeper.isStopped || (await this.#isLeft(batch.id, answers))) return
    const collected: Batch = {
      ...batch,
      status: reason === undefined ? 'collected' : 'void',
      ...given({ reason, changed: changed === 0 ? undefined : changed }),
      collectedBy: keeper.run.id,
      endedAt: new Date().toISOString(),
      rows: [],
      spending: answers.spending,
    }
    await store.putRecords('batch', [collected])
    ledger.add(answers.spending)
    await keeper.showLife()
  }

  /** @returns how many threads have changed since they were sent */
  async #readAll({ id: batchId }: Batch, answers: BatchAnswers): Promise<number> {
    const { keeper, key, asks, tried } = this.#scene
    const { threads } = answers
    const read = this.#read.get(batchId) ?? new Set()
    this.#read.set(batchId, read)
    const analyzer = answers.answering(key, asks)
    const unread = [...threads.keys()].filter((id) => !read.has(id)).map((id) => ({ id }))
    const takeUp = takeEach(keeper.claims, unread)
    let changed = 0
    for (;;) {
      // What is pending no more was stored by a run that died before it could say so.
      const page = await takeUp(PAGE)
      if (page === undefined || keeper.isStopped) return changed
      const same = page.filter(({ id, contentHash }) => threads.get(id) === contentHash)
      changed += page.length - same.length
      const { stored, lost } = await keeper.analyze(same, analyzer)
      for (const { id, contentHash } of same) {
        if (!lost.has(id)) read.add(id)
        if (!stored.has(id)) tried.set(id, contentHash)
      }
    }
  }

  /**
   * Whether answers are unread, as another run has their threads for now: then the batch stays open, and they are read later.
   * A thread whose answer was read and proves nothing is pending too, and not left.
   */
  async #isLeft(batchId: string, { threads }: BatchAnswers): Promise<boolean> {
    const { store, key } = this.#scene
    const read = this.#read.get(batchId)
    await store.refresh()
    const pending = await pendingOf(store, key, { ids: [...threads.keys()] })
    return pending.some(({ id, contentHash }) => threads.get(id) === contentHash && !read?.has(id))
  }
}

import { isOpen } from '../../domain/analysis/batch.ts'
import type { Batch } from '../../domain/analysis/batch.ts'
import { given } from '../../domain/values/given.ts'
import type { BatchProgress } from '../models/model-provider.ts'
import { takeEach } from '../run/take-up.ts'
import { BatchAnswers } from './batch-answers.ts'
import { taskOf } from './batch-submitter.ts'
import type { BatchScene } from './batch-scene.ts'
import { openBatches } from './open-batches.ts'
import { foundBatch } from './submit-batch.ts'

/** Threads that are claimed at once. */
const PAGE = 100

/** Collects what the service has answered. */
export class BatchCollector {
  readonly #scene: BatchScene

  constructor(scene: BatchScene) {
    this.#scene = scene
  }

  /** Collects each open batch that has ended. @returns requests that are done with in those that have not */
  async collect(): Promise<number> {
    const { store, key, keeper } = this.#scene
    let done = 0
    for (const { id } of await openBatches(store, key)) {
      if (keeper.isStopped) return done
      // Another run is at it.
      if (!(await keeper.claims.takeTask(taskOf(id)))) continue
      await store.refresh()
      const batch = await store.getRecord('batch', id)
      if (batch !== undefined && isOpen(batch)) done += await this.#collectOne(batch)
      await keeper.claims.letGo()
    }
    return done
  }

  /** @returns requests that are done with, while it has not ended */
  async #collectOne(listed: Batch): Promise<number> {
    const { ask, service } = this.#scene
    const batch = listed.status === 'submitting' ? await this.#find(listed) : listed
    const { batchId } = batch ?? {}
    if (batch === undefined || batchId === undefined) return 0
    const progress = await ask((asking) => service.look(batchId, asking))
    if (progress === undefined) return 0
    if (progress.state === 'working') return progress.done ?? 0
    const isRead = progress.state === 'ended' && progress.reason === undefined
    const rows = isRead ? await ask((asking) => service.rows(batchId, asking)) : []
    if (rows !== undefined)
      await this.#take(batch, progress, new BatchAnswers(batch, rows, progress.reason))
    return 0
  }

  #find(batch: Batch): Promise<Batch | undefined> {
    const { ask, store, service, listedAfter } = this.#scene
    return ask((asking) => foundBatch(store, service, batch, listedAfter, asking))
  }

  /** Stores what the answers prove, then that they are collected; the next run does again what was between the two. */
  async #take(batch: Batch, progress: BatchProgress, answers: BatchAnswers): Promise<void> {
    const { store, keeper, ledger } = this.#scene
    const changed = await this.#read(answers)
    if (keeper.isStopped) return
    const reason = progress.state === 'gone' ? 'the service knows it no more' : progress.reason
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
  async #read(answers: BatchAnswers): Promise<number> {
    const { keeper, key, asks, tried } = this.#scene
    const { threads } = answers
    const analyzer = answers.answering(key, asks)
    const takeUp = takeEach(
      keeper.claims,
      [...threads.keys()].map((id) => ({ id })),
    )
    let changed = 0
    for (;;) {
      // What is pending no more was stored by a run that died before it could say so.
      const page = await takeUp(PAGE)
      if (page === undefined || keeper.isStopped) return changed
      const same = page.filter(({ id, contentHash }) => threads.get(id) === contentHash)
      changed += page.length - same.length
      const { stored } = await keeper.analyze(same, analyzer)
      for (const { id, contentHash } of same) if (!stored.has(id)) tried.set(id, contentHash)
    }
  }
}

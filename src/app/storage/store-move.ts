import { join } from 'node:path'
import { isSameStore } from '../../storage/same-store.ts'
import type { MigrateOptions } from '../../migration/copy/migrate.ts'
import { isComplete } from '../../migration/copy/migration.ts'
import type { Migration } from '../../migration/copy/migration.ts'
import { isSame } from '../../migration/verify/verify.ts'
import type { Verification } from '../../migration/verify/verify.ts'
import { fingerprintOf, readSigningKey } from '../../migration/receipt/signing-key.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { StoreTarget } from '../../storage/backends/backends.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { shadowOf } from '../../storage/shadow/shadow-store.ts'
import { migrateStore } from '../migrate-store.ts'
import { openStore } from '../open-store.ts'
import { isAbsent, placesOf, refuseAbsent } from './existing-store.ts'
import { verifyStores } from '../verify-stores.ts'
import type { Workspace } from '../workspace.ts'

/** `count`: what a copy would do; `copy`: it, with a receipt, and a verification behind it; `verify`: that alone. */
export type MoveWork = 'count' | 'copy' | 'verify'

/** One piece of work between the store of a workspace and another one, as it stands. */
export interface MoveState {
  readonly work: MoveWork
  /** What is done now, or was done last. */
  readonly step: 'opening' | 'counting' | 'copying' | 'verifying'
  readonly status: 'running' | 'done' | 'failed' | 'stopped'
  /** The other store, without a secret; absent until it was opened. */
  readonly to?: Pick<ChatStore, 'kind' | 'location'>
  readonly startedAt: string
  readonly finishedAt?: string
  /** Records of the step. */
  readonly done: number
  readonly total?: number
  readonly migration?: Migration
  readonly verification?: Verification
  /** The file of the receipt, below the folder of results. */
  readonly receipt?: string
  /** SHA-256 of the public half of the key that signed it, hex; absent where nobody did. */
  readonly signedBy?: string
  readonly error?: unknown
}

/** The receipt of a copy, and what is told of it. */
interface CopyReceipt {
  readonly options: Pick<MigrateOptions, 'receipt' | 'signKey'>
  readonly told: Pick<MoveState, 'receipt' | 'signedBy'>
}

/**
 * Copies the store of a workspace into another one, or compares the two, one at a time and behind the calls that ask
 * for it. What came of the last is known until the process ends; the other store's name and secrets are not kept.
 */
export class StoreMove {
  readonly #workspace: Pick<Workspace, 'store' | 'folders'>
  readonly #receiptKey: string | undefined
  #state: MoveState | undefined
  #work: Promise<void> = Promise.resolve()
  #stop = new AbortController()

  /** @param receiptKey file of the key that signs receipts; absent: they are not signed */
  constructor(workspace: Pick<Workspace, 'store' | 'folders'>, receiptKey?: string) {
    this.#workspace = workspace
    this.#receiptKey = receiptKey
  }

  /** Undefined before the first. */
  get state(): MoveState | undefined {
    return this.#state
  }

  /** @throws HitCraftError CONFLICT while another is under way */
  start(work: MoveWork, target: StoreTarget): MoveState {
    if (this.#state?.status === 'running') {
      throw new HitCraftError('CONFLICT', 'a move of the store is under way', {
        remedy: 'Wait until it is done, or stop it.',
      })
    }
    this.#stop = new AbortController()
    const startedAt = new Date().toISOString()
    const state: MoveState = { work, step: 'opening', status: 'running', startedAt, done: 0 }
    this.#state = state
    this.#work = this.#run(target, state)
    return state
  }

  /** What is copied stays, and the next copy goes on from there. */
  stop(): void {
    this.#stop.abort(new HitCraftError('INTERRUPTED', 'the move was stopped'))
  }

  /** Stops what is under way, and resolves when it is. */
  async close(): Promise<void> {
    this.stop()
    await this.#work
  }

  async #run(target: StoreTarget, begun: MoveState): Promise<void> {
    let state = begun
    const tell = (change: Partial<MoveState>) => {
      state = { ...state, ...change }
      this.#state = state
    }
    try {
      if (begun.work === 'verify') refuseAbsent(target)
      const receipt = begun.work === 'copy' ? await this.#receipt(begun) : undefined
      // What is only counted makes nothing.
      const isNothing = begun.work === 'count' && isAbsent(target)
      const to = await openStore(isNothing ? { kind: 'memory' } : target, { halfFilled: true })
      try {
        const { kind, location } = isNothing
          ? { kind: target.kind, location: placesOf(target) }
          : to
        tell({ to: { kind, location } })
        await this.#between(to, begun, receipt, tell)
      } finally {
        await to.close()
      }
      tell({ status: 'done' })
    } catch (error) {
      tell(this.#stop.signal.aborted ? { status: 'stopped' } : { status: 'failed', error })
    }
    tell({ finishedAt: new Date().toISOString() })
  }

  async #between(
    to: ChatStore,
    { work, startedAt }: MoveState,
    copied: CopyReceipt | undefined,
    tell: (change: Partial<MoveState>) => void,
  ): Promise<void> {
    const { store } = this.#workspace
    const { signal } = this.#stop
    const shadow = shadowOf(store)
    const isShadow = shadow !== undefined && (await isSameStore(await shadow.second(), to))
    if (work !== 'verify') {
      tell({ step: work === 'copy' ? 'copying' : 'counting' })
      const migration = await migrateStore(store, to, {
        dryRun: work === 'count',
        isShadow,
        signal,
        ...copied?.options,
        onProgress: (done, total) => tell({ done, total }),
      })
      tell({ migration, ...copied?.told })
      if (work === 'count' || !isComplete(migration)) return
    }
    tell({ step: 'verifying', done: 0 })
    const onProgress = (done: number) => tell({ done })
    const verification = await verifyStores(store, to, { signal, onProgress })
    tell({ verification })
    if (isShadow && isSame(verification)) await shadow.settle(startedAt)
  }

  /** The key is read before the target is opened, which makes it. @throws HitCraftError as `readSigningKey` */
  async #receipt({ startedAt }: MoveState): Promise<CopyReceipt> {
    const name = join('receipts', `${startedAt.replaceAll(/[:.]/g, '-')}.receipt`)
    const receipt = join(this.#workspace.folders.results, name)
    if (this.#receiptKey === undefined) return { options: { receipt }, told: { receipt: name } }
    const signKey = await readSigningKey(this.#receiptKey)
    return {
      options: { receipt, signKey },
      told: { receipt: name, signedBy: fingerprintOf(signKey) },
    }
  }
}

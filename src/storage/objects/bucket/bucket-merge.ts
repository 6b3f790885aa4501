import { randomBytes } from 'node:crypto'
import { safeName } from '../../../domain/values/ids.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type { StoredOutcome } from '../../chat-store.ts'
import { withKeptAt } from '../../core/damaged.ts'
import { MergeBatch } from '../../merge-batch.ts'
import type { MergedThread } from '../../merge-batch.ts'
import { encodeBody } from '../thread-body.ts'
import type { BucketContext } from './bucket-context.ts'
import { pauseAfter } from './journal/attempts.ts'
import { inParallel } from './in-parallel.ts'
import { LAYOUT, threadKey } from './layout.ts'
import { MergeState } from './merge-state.ts'
import { stateOfObject } from './thread-object.ts'
import type { DamagedObject } from './thread-object.ts'

/**
 * One batch of merges into a bucket. Each thread's object is written on the condition that it is what
 * was merged into, so two writers lose nothing of either; then one commit tells what lists need. When
 * others have committed meanwhile, what they did is looked at before that: an erased thread goes again,
 * a conversation without an id that they have stored is merged into theirs.
 */
export class BucketMerge {
  readonly #context: Omit<BucketContext, 'writer'>
  readonly #threads: Thread[]
  /** How many of them were given. */
  readonly #count: number
  readonly #outcomes: StoredOutcome[] = []
  /** Where damaged objects were put that were replaced, by id. */
  readonly #kept = new Map<string, string>()
  readonly #state: MergeState

  constructor(context: Omit<BucketContext, 'writer'>, threads: readonly Thread[]) {
    this.#context = context
    this.#threads = [...threads]
    this.#count = threads.length
    this.#state = new MergeState(context.catalog)
  }

  async run(): Promise<readonly StoredOutcome[]> {
    let isFirst = true
    await this.#context.journal.commit(async () => {
      if (isFirst) await this.#merge([...this.#threads.keys()])
      else await this.#lookAgain()
      isFirst = false
      return this.#state.entries()
    })
    return withKeptAt(this.#outcomes.slice(0, this.#count), this.#kept)
  }

  /** Merges the threads at these places, those again whose object somebody else wrote meanwhile. */
  async #merge(places: readonly number[]): Promise<void> {
    this.#state.renew()
    let left = places
    for (let attempt = 1; left.length > 0; attempt++) {
      await this.#prefetch(left.map((place) => this.#thread(place)))
      const batch = new MergeBatch(this.#state)
      for (const place of left) this.#outcomes[place] = batch.add(this.#thread(place))
      const lost = new Set(await this.#write(batch.changes()))
      left = left.filter((place) => lost.has(this.#outcomes[place]?.id ?? ''))
      if (left.length > 0) await pauseAfter(attempt, this.#context.objects.location)
    }
  }

  #thread(place: number): Thread {
    const thread = this.#threads[place]
    if (thread === undefined) throw new RangeError('no such place in the batch')
    return thread
  }

  /** Reads the bodies that a merge may ask for. Equal ones, too, may have been damaged since. */
  async #prefetch(threads: readonly Thread[]): Promise<void> {
    const { differing, equal } = this.#state.wantedFor(threads)
    const wanted = new Set([...differing, ...(await this.#context.presence.suspects(equal))])
    const ids = [...wanted].filter((id) => !this.#state.wasRead(id))
    await inParallel(ids, (id) => this.#read(id))
  }

  async #read(id: string): Promise<void> {
    const { objects } = this.#context
    const isPromised = this.#state.noteBase(id)
    const isErased = this.#state.read(id, await stateOfObject(objects, id), isPromised)
    if (isErased) await objects.delete(threadKey(id))
  }

  /** @returns the ids whose object is not what was merged into; they were read again */
  async #write(changes: readonly MergedThread[]): Promise<string[]> {
    const lost: string[] = []
    await inParallel(changes, async ({ thread, hash, change, damage }) => {
      const { id, asOf = '' } = thread
      if (change === 'as-of') {
        this.#state.sighted(id, asOf, hash)
        return
      }
      const { etag: there, broken } = this.#state.target(id)
      try {
        if (damage === 'replaced' && broken !== undefined) await this.#putAside(id, broken)
        const body = encodeBody(thread, hash)
        const condition = there === undefined ? 'absent' : { etag: there }
        const etag = await this.#context.objects.put(threadKey(id), body, condition)
        this.#state.written(id, { thread, hash, etag })
      } catch (error) {
        if (!isHitCraftError(error, 'CONFLICT')) throw error
        await this.#read(id)
        lost.push(id)
      }
    })
    return lost
  }

  async #putAside(id: string, { bytes }: DamagedObject): Promise<void> {
    const key = `${LAYOUT.damaged}${safeName(id)}/${randomBytes(6).toString('hex')}.json`
    await this.#context.objects.put(key, bytes)
    this.#kept.set(id, key)
  }

  /** After others have committed. */
  async #lookAgain(): Promise<void> {
    const { objects } = this.#context
    this.#state.renew()
    const again: number[] = []
    for (const [id, fate] of this.#state.fates()) {
      if (fate === 'written') await this.#read(id)
      if (fate === 'as it was') {
        const younger = this.#state.youngerReplaced(id)
        if (younger !== undefined) again.push(this.#threads.push(younger) - 1)
      }
      if (fate === 'written' || fate === 'as it was') continue
      await objects.delete(threadKey(id))
      this.#state.forget(id)
      const places = this.#placesOf(id)
      if (fate !== 'erased') again.push(...places)
      else {
        for (const place of places) {
          this.#outcomes[place] = { id: this.#thread(place).id, outcome: 'erased' }
        }
      }
    }
    for (const id of this.#state.staleSightings()) again.push(...this.#placesOf(id))
    await this.#merge(again)
  }

  #placesOf(id: string): number[] {
    return this.#outcomes.flatMap((outcome, place) => (outcome.id === id ? [place] : []))
  }
}

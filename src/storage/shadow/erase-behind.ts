import { namesToBury, tombstoneId } from '../../domain/thread/tombstone.ts'
import type { TombstoneName } from '../../domain/thread/tombstone.ts'
import type { ChatStore } from '../chat-store.ts'
import { readEach } from '../read-each.ts'

/** Erases in the shadow what the first store has buried, and leaves the tombstones of the first store there. */
export class EraseBehind {
  readonly #first: ChatStore
  readonly #second: ChatStore
  /** With which all tombstones of the first store are made; absent where it has none. */
  readonly #secret: string | undefined

  private constructor(first: ChatStore, second: ChatStore, secret: string | undefined) {
    this.#first = first
    this.#second = second
    this.#secret = secret
  }

  static async of(first: ChatStore, second: ChatStore): Promise<EraseBehind> {
    const [stone] = await first.listRecords('tombstone', { limit: 1 })
    return new EraseBehind(first, second, stone?.key)
  }

  /** A user, where the first store has buried them. */
  async user(id: string): Promise<void> {
    if (!(await this.#isBuried({ what: 'user', name: id }))) return
    const ids = await this.#second.threadsOfUser(id)
    await this.#erase(ids, [{ what: 'user', name: id }], () => this.#second.eraseUser(id))
  }

  /** Of these threads those that the first store has buried. */
  async threads(ids: readonly string[]): Promise<void> {
    const buried: string[] = []
    for (const id of ids) if (await this.#isBuried({ what: 'thread', name: id })) buried.push(id)
    if (buried.length > 0) await this.#erase(buried, [], () => this.#second.eraseThreads(buried))
  }

  async #isBuried({ what, name }: TombstoneName): Promise<boolean> {
    if (this.#secret === undefined) return false
    const id = tombstoneId(this.#secret, what, name)
    return (await this.#first.getRecord('tombstone', id)) !== undefined
  }

  /** The tombstones go before, so that the shadow takes over the secret, and behind, as it makes its own again. */
  async #erase(
    ids: readonly string[],
    names: readonly TombstoneName[],
    erase: () => Promise<number>,
  ): Promise<void> {
    const { threads } = await readEach(this.#second, ids)
    const all = [
      ...names,
      ...ids.map((name) => ({ what: 'thread', name }) as const),
      ...[...threads.values()].flatMap(namesToBury),
    ]
    await this.#copyStones(all)
    if ((await erase()) > 0) await this.#copyStones(all)
  }

  async #copyStones(names: readonly TombstoneName[]): Promise<void> {
    const secret = this.#secret ?? ''
    const read = await Promise.all(
      names.map(({ what, name }) =>
        this.#first.getRecord('tombstone', tombstoneId(secret, what, name)),
      ),
    )
    const stones = read.filter((stone) => stone !== undefined)
    if (stones.length > 0) await this.#second.putRecords('tombstone', stones)
  }
}

import type { ChatStore, UpkeepOptions } from '../../storage/chat-store.ts'
import { pluralOf } from '../sources/moved-kinds.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import type { RecordSource } from '../sources/record-source.ts'
import { storeSource } from '../sources/store-source.ts'
import { probe } from './derived/probe.ts'
import { TruthReader } from './derived/thread-truth.ts'
import { damagesOf } from './damages.ts'
import { Differences } from './differences.ts'
import type { Difference } from './differences.ts'
import { lookAgain } from './again/look-again.ts'
import type { Suspect } from './again/look-again.ts'
import { lookAtRecord } from './again/record-looks.ts'
import type { Side } from './side.ts'

export interface VerifyNamedOptions {
  readonly fromStore?: ChatStore
  readonly signal?: AbortSignal
}

/** Looks at single records, and at the lists of the threads among them, as a verification does at last. */
export async function verifyNamed(
  from: RecordSource,
  to: ChatStore,
  named: ReadonlyMap<MovedKind, ReadonlySet<string>>,
  { fromStore, signal }: VerifyNamedOptions = {},
): Promise<readonly Difference[]> {
  const source: Side = { name: 'source', records: from }
  const target: Side = { name: 'target', records: storeSource(to) }
  const suspects: Suspect[] = []
  for (const [kind, ids] of named) {
    for (const id of ids) suspects.push({ look: () => lookAtRecord({ source, target }, kind, id) })
  }
  const threads = named.get('thread') ?? new Set()
  const sides = [
    ['source', fromStore],
    ['target', to],
  ] as const
  for (const [side, store] of sides) {
    if (store === undefined || threads.size === 0) continue
    const truth = await TruthReader.open(store)
    for (const id of threads) suspects.push({ look: () => probe({ side, store, truth }, id) })
  }
  const refresh = async () => {
    await to.flushIndex()
    await to.refresh()
    await fromStore?.refresh()
  }
  const cut = signal === undefined ? {} : { signal }
  const { differences } = await lookAgain(suspects, { ...cut, settle: 0, refresh })
  const plurals = new Map([...named].map(([kind, ids]) => [pluralOf(kind), ids]))
  const examined = {
    source,
    target: { ...target, examine: (upkeep?: UpkeepOptions) => to.examine(upkeep) },
  }
  // What can be read may be damaged where it lies.
  const damages = (await damagesOf(examined, cut)).filter(
    ({ kind, id }) => id === '' || plurals.get(kind)?.has(id) === true,
  )
  const told = new Differences({})
  for (const one of [...differences, ...damages]) told.add(one)
  return told.first
}

import { threadOfRecord } from '../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../domain/records.ts'
import { RootHash } from '../receipt/root-hash.ts'
import { joinById } from '../sources/join-by-id.ts'
import { MOVED_KINDS, pluralOf } from '../sources/moved-kinds.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import { isWhole, recordIn } from '../sources/walked-record.ts'
import type { WalkedRecord, WholeRecord } from '../sources/walked-record.ts'
import type { DerivedCheck } from './derived/derived-check.ts'
import { numberOf } from './derived/tally.ts'
import type { KindCount, SideName } from './differences.ts'
import { differencesOf } from './record-looks.ts'
import type { Side, Sides } from './side.ts'

/** Records that are looked at again, each. */
const MOST = 10_000

/** A record in which the two sides differ, or seem to. */
export interface RecordSuspect {
  readonly kind: MovedKind
  readonly id: string
}

/** A record that speaks of what seems not to be there. */
export interface CutSuspect extends RecordSuspect {
  readonly side: SideName
  readonly of: RecordSuspect
}

export interface ComparedRecords {
  readonly kinds: Record<string, KindCount>
  readonly suspects: readonly RecordSuspect[]
  readonly cuts: readonly CutSuspect[]
  /** By kind, how many more there were than can be looked at again. */
  readonly beyond: ReadonlyMap<MovedKind, number>
  readonly root: { readonly source: string; readonly target: string }
}

export interface CompareOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number) => void
  /** Looks at the threads of a side as they are walked. */
  readonly checks: readonly { readonly side: SideName; readonly check: DerivedCheck }[]
}

/** Walks both sides by kind and id, compares each pair by hash, and looks for what records speak of. */
export async function compareRecords(
  { source, target }: Sides,
  { signal, onProgress, checks }: CompareOptions,
): Promise<ComparedRecords> {
  const kinds: Record<string, KindCount> = {}
  const suspects: RecordSuspect[] = []
  const cuts: CutSuspect[] = []
  const beyond = new Map<MovedKind, number>()
  const roots = { source: new RootHash(), target: new RootHash() }
  const spokenOf = { source: new SpokenOf(), target: new SpokenOf() }
  let done = 0

  async function* walk({ name, records }: Side, kind: MovedKind) {
    const check = checks.find(({ side }) => side === name)?.check
    for await (const page of records.walk(kind, signal === undefined ? {} : { signal })) {
      if (kind === 'thread') await check?.page(page)
      yield page
    }
  }
  const take = (side: SideName, count: KindCount, record: WalkedRecord) => {
    count[side]++
    if (!isWhole(record)) {
      spokenOf[side].add(record.kind, record.id)
      return
    }
    roots[side].add(record)
    for (const of of spokenOf[side].missing(record)) {
      if (cuts.length < MOST) cuts.push({ kind: record.kind, id: record.id, side, of })
    }
  }

  for (const kind of MOVED_KINDS) {
    const count = { source: 0, target: 0, differences: 0 }
    kinds[pluralOf(kind)] = count
    for await (const { left, right } of joinById(walk(source, kind), walk(target, kind))) {
      if (left !== undefined) take('source', count, left)
      if (right !== undefined) take('target', count, right)
      if (differencesOf(kind, left, right).length > 0) {
        if (suspects.length < MOST) suspects.push({ kind, id: left?.id ?? right?.id ?? '' })
        else beyond.set(kind, (beyond.get(kind) ?? 0) + 1)
      }
      onProgress?.(++done)
    }
  }
  const root = { source: roots.source.digest(), target: roots.target.digest() }
  return { kinds, suspects, cuts, beyond, root }
}

/**
 * The threads and topic models that a side has, by 48 bits of their hash: what speaks of another is cut off. They are
 * walked before what speaks of them.
 */
class SpokenOf {
  readonly #there = new Map<MovedKind, Set<number>>([
    ['thread', new Set()],
    ['topicModel', new Set()],
  ])

  add(kind: MovedKind, id: string): void {
    this.#there.get(kind)?.add(numberOf(id))
  }

  /** Notes a record, and tells what it speaks of that was not met. A receipt tells nothing but hashes. */
  missing(record: WholeRecord): RecordSuspect[] {
    const { kind, id, value } = record
    this.add(kind, id)
    if (kind === 'thread' || value === undefined) return []
    return namedBy(kind, recordIn(kind, record)).filter(
      (of) => this.#there.get(of.kind)?.has(numberOf(of.id)) !== true,
    )
  }
}

function namedBy<K extends RecordKind>(kind: K, record: RecordTypes[K]): RecordSuspect[] {
  const thread = threadOfRecord(kind, record)
  const model = 'modelId' in record ? record.modelId : undefined
  return [
    ...(thread === undefined ? [] : [{ kind: 'thread', id: thread } as const]),
    ...(typeof model === 'string' ? [{ kind: 'topicModel', id: model } as const] : []),
  ]
}

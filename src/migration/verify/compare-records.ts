import { given } from '../../domain/values/given.ts'
import { RootHash } from '../receipt/root-hash.ts'
import { joinById } from '../sources/join-by-id.ts'
import { MOVED_KINDS, pluralOf } from '../sources/moved-kinds.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import { isWhole } from '../sources/walked-record.ts'
import type { WalkedRecord } from '../sources/walked-record.ts'
import { differencesOf } from './again/record-looks.ts'
import type { DerivedCheck } from './derived/derived-check.ts'
import type { Difference, KindCount, SideName } from './differences.ts'
import { isInPart } from './part.ts'
import type { Side, Sides } from './side.ts'
import { SpokenOf } from './spoken-of.ts'
import type { NamedRecord } from './spoken-of.ts'
import { isRead, walkPart } from './walk-part.ts'
import type { Met, WalkPartOptions } from './walk-part.ts'

/** Records that are looked at again, each. */
const MOST = 10_000

/** A record that speaks of what seems not to be there. */
export interface CutSuspect extends NamedRecord {
  readonly side: SideName
  readonly of: NamedRecord
}

/** What a target in use has over its source, or is about to: no difference, and counted alone. */
export interface Since {
  readonly added: number
  readonly changed: number
  /** What still changed at the last look. */
  readonly changing: number
}

export interface ComparedRecords {
  /** Of the part. */
  readonly kinds: Record<string, KindCount>
  /** Of all parts, by the plural name of the kind. */
  readonly met: Readonly<Record<SideName, ReadonlyMap<string, number>>>
  /** Records in which the two sides differ, or seem to. */
  readonly suspects: readonly NamedRecord[]
  readonly cuts: readonly CutSuspect[]
  /** By kind, how many more there were than can be looked at again. */
  readonly beyond: ReadonlyMap<MovedKind, number>
  readonly since: Since
  /** Threads of other parts that the source has and the target has not: tombstones of the part may be theirs. */
  readonly goneElsewhere: readonly string[]
  readonly root: { readonly source: string; readonly target: string }
}

export interface CompareOptions extends WalkPartOptions {
  readonly onProgress?: (done: number) => void
  /** Records that the target alone has, or has otherwise, are counted in `since`; tombstones may explain what is missing. */
  readonly isInUse?: boolean
  /** Looks at the threads of a side as they are walked. */
  readonly checks: readonly { readonly side: SideName; readonly check: DerivedCheck }[]
}

/** Walks both sides by kind and id, compares each pair by hash, and looks for what records speak of. */
export async function compareRecords(
  { source, target }: Sides,
  { part, signal, onProgress, isInUse = false, checks }: CompareOptions,
): Promise<ComparedRecords> {
  const kinds: Record<string, KindCount> = {}
  const met = { source: new Map<string, number>(), target: new Map<string, number>() }
  const suspects: NamedRecord[] = []
  const cuts: CutSuspect[] = []
  const beyond = new Map<MovedKind, number>()
  const since = { added: 0, changed: 0, changing: 0 }
  const goneElsewhere: string[] = []
  const roots = { source: new RootHash(), target: new RootHash() }
  const spokenOf = { source: new SpokenOf(), target: new SpokenOf() }
  let done = 0

  async function* walk({ name, records }: Side, kind: MovedKind) {
    const check = checks.find(({ side }) => side === name)?.check
    for await (const page of walkPart(records, kind, given({ part, signal }))) {
      if (kind === 'thread') await check?.page(page.filter(isRead))
      yield page
    }
  }
  const meet = (side: SideName, kind: MovedKind, { id }: Met) => {
    const plural = pluralOf(kind)
    met[side].set(plural, (met[side].get(plural) ?? 0) + 1)
    spokenOf[side].add(kind, id)
  }
  const take = (side: SideName, count: KindCount, record: WalkedRecord) => {
    count[side]++
    if (!isWhole(record)) return
    roots[side].add(record)
    for (const of of spokenOf[side].missing(record)) {
      if (cuts.length < MOST) cuts.push({ kind: record.kind, id: record.id, side, of })
    }
  }

  for (const kind of MOVED_KINDS) {
    const count = { source: 0, target: 0, differences: 0 }
    kinds[pluralOf(kind)] = count
    for await (const { left, right } of joinById(walk(source, kind), walk(target, kind))) {
      if (left !== undefined) meet('source', kind, left)
      if (right !== undefined) meet('target', kind, right)
      onProgress?.(++done)
      const id = left?.id ?? right?.id ?? ''
      if (!isInPart(part, kind, id)) {
        if (kind === 'thread' && right === undefined) goneElsewhere.push(id)
        continue
      }
      const [here, there] = [left, right].map((one) => (isRead(one) ? one : undefined))
      if (here !== undefined) take('source', count, here)
      if (there !== undefined) take('target', count, there)
      const [difference] = differencesOf(kind, here, there)
      if (difference === undefined) continue
      const counted = isInUse && kind !== 'tombstone' ? sinceOf(difference) : undefined
      if (counted !== undefined) since[counted]++
      else if (suspects.length < MOST) suspects.push({ kind, id })
      else beyond.set(kind, (beyond.get(kind) ?? 0) + 1)
    }
  }
  const root = { source: roots.source.digest(), target: roots.target.digest() }
  return { kinds, met, suspects, cuts, beyond, since, goneElsewhere, root }
}

/**
 * As what a difference is counted of a target in use; undefined where it is one there too: what a receipt names does not change, so
 * that what is missing is no lag.
 */
export function sinceOf({ problem, lagging }: Difference): keyof Since | undefined {
  if (problem === 'only in target') return 'added'
  if (problem === 'differs') return 'changed'
  return lagging === true && problem !== 'missing in target' ? 'changing' : undefined
}

import { canonicalJson } from '../domain/values/canonical-json.ts'
import { isJsonObject } from '../domain/values/json.ts'
import type { ChatStore } from '../storage/chat-store.ts'
import { openReceipt, RootHash } from './receipt.ts'
import { joinWalks, KIND_NAMES, MOVED_KINDS, walkPages } from './record-walk.ts'
import type { MovedKind, WalkedRecord } from './record-walk.ts'

export interface Difference {
  /** Plural name of the kind. */
  readonly kind: string
  readonly id: string
  /** The first members that differ, by name; empty where the record is missing or only hashes are known. */
  readonly field: string
  readonly problem: 'missing in target' | 'only in target' | 'differs'
}

export interface Verification {
  readonly equal: boolean
  readonly kinds: Readonly<
    Record<
      string,
      { readonly source: number; readonly target: number; readonly differences: number }
    >
  >
  /** The first thousand; `kinds` counts all. */
  readonly differences: readonly Difference[]
  /** One hash for each side over all of its records. */
  readonly root: { readonly source: string; readonly target: string }
}

export interface VerifyOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number) => void
}

const MOST_LISTED = 1000

/** Compares every record of two stores, read whole from each. */
export function verifyStores(
  from: ChatStore,
  to: ChatStore,
  options: VerifyOptions = {},
): Promise<Verification> {
  return compare((kind) => walkPages(from, kind, options.signal), to, options)
}

/**
 * Compares every record of a store with the hashes of a receipt.
 * @throws HitCraftError NOT_FOUND or INVALID_INPUT for the receipt
 */
export async function verifyReceipt(
  path: string,
  to: ChatStore,
  options: VerifyOptions = {},
): Promise<Verification> {
  const receipt = await openReceipt(path)
  const walk = async function* (kind: MovedKind): AsyncGenerator<readonly WalkedRecord[]> {
    // The receipt lies in the order of the walk, so reading it once a kind costs time, not memory.
    for await (const line of receipt.lines()) {
      if (line.kind === kind) yield [{ ...line, value: undefined }]
    }
  }
  return compare(walk, to, options)
}

async function compare(
  walk: (kind: MovedKind) => AsyncIterable<readonly WalkedRecord[]>,
  to: ChatStore,
  options: VerifyOptions,
): Promise<Verification> {
  const kinds: Record<string, { source: number; target: number; differences: number }> = {}
  const differences: Difference[] = []
  const source = new RootHash()
  const target = new RootHash()
  let done = 0
  for (const kind of MOVED_KINDS) {
    const name = KIND_NAMES[kind]
    const count = { source: 0, target: 0, differences: 0 }
    kinds[name] = count
    for await (const { left, right } of joinWalks(
      walk(kind),
      walkPages(to, kind, options.signal),
    )) {
      if (left !== undefined) {
        count.source++
        source.add(left)
      }
      if (right !== undefined) {
        count.target++
        target.add(right)
      }
      const difference = differenceOf(name, left, right)
      if (difference !== undefined) {
        count.differences++
        if (differences.length < MOST_LISTED) differences.push(difference)
      }
      done++
      options.onProgress?.(done)
    }
  }
  const root = { source: source.digest(), target: target.digest() }
  return { equal: root.source === root.target, kinds, differences, root }
}

function differenceOf(
  kind: string,
  left: WalkedRecord | undefined,
  right: WalkedRecord | undefined,
): Difference | undefined {
  const id = left?.id ?? right?.id ?? ''
  if (right === undefined) return { kind, id, field: '', problem: 'missing in target' }
  if (left === undefined) return { kind, id, field: '', problem: 'only in target' }
  if (left.hash === right.hash) return undefined
  return { kind, id, field: differingFields(left.value, right.value), problem: 'differs' }
}

function differingFields(a: unknown, b: unknown): string {
  if (!isJsonObject(a) || !isJsonObject(b)) return ''
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()
  return names.filter((name) => memberText(a[name]) !== memberText(b[name])).join(', ')
}

function memberText(value: unknown): string {
  return value === undefined ? '' : canonicalJson(value)
}

import { safeName } from '../../../domain/values/ids.ts'
import type { ObjectStore } from '../object-store.ts'

/**
 * Where everything lies in a bucket, below the prefix that the settings name. `threads/` and `records/`
 * are the truth; `catalog/` is made of them and may be deleted.
 */
export const LAYOUT = {
  threads: 'threads/',
  /** `<number>-<random>.jsonl`: the records of one write, in the order of the numbers. */
  records: 'records/',
  /** The one object that is written over and over: which snapshot and segments count. */
  head: 'catalog/head.json',
  segments: 'catalog/segments/',
  snapshots: 'catalog/snapshots/',
  /** `<analyzer key>.json`: which worker analyzes what at the moment. */
  claims: 'catalog/claims/',
  /** Who writes, on a server that cannot compare before it writes. */
  lease: 'catalog/lease.json',
  /** Says whether two names are of this bucket. */
  identity: 'catalog/identity',
  /** `<name of the thread>/<random>.json`: objects that did not hold and were replaced, as they were. */
  damaged: 'damaged/',
  /** Written to find out whether the server honours conditions, and deleted. */
  probes: 'catalog/probes/',
} as const

const THREAD = /^threads\/([^/]+)\.json$/
const NUMBERED = /\/(\d{16})-/

export function threadKey(id: string): string {
  return `${LAYOUT.threads}${safeName(id)}.json`
}

/** The keys of all objects under a prefix. */
export async function keysOf(
  objects: Pick<ObjectStore, 'list'>,
  prefix: string,
): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of objects.list(prefix)) keys.push(key)
  return keys
}

/** The name of a thread's object, of its key; undefined for a key of something else. */
export function threadName(key: string): string | undefined {
  return THREAD.exec(key)?.[1]
}

export function segmentKey(name: string): string {
  return `${LAYOUT.segments}${name}.zst`
}

/** The pack of the commit whose segment has this name. */
export function packKey(name: string): string {
  return `${LAYOUT.records}${name}.jsonl`
}

/** Names of segments, packs and snapshots sort by the number of the commit that made them. */
export function numberedName(number: number, random: string): string {
  return `${String(number).padStart(16, '0')}-${random}`
}

export function numberOf(key: string): number {
  return Number(NUMBERED.exec(key)?.[1] ?? 0)
}

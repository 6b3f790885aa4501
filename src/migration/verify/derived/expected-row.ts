import type { ThreadSummary } from '../../../domain/thread/thread-summary.ts'
import { canonicalJson } from '../../../domain/values/canonical-json.ts'
import { isJsonObject } from '../../../domain/values/json.ts'
import type { PendingThread } from '../../../storage/chat-store.ts'
import type { ThreadTruth } from './thread-truth.ts'

/** The row of a thread on every list under an analyzer key, or under none. */
export function expectedRow(
  { summary, states }: ThreadTruth,
  analyzerKey: string | undefined,
): ThreadSummary {
  if (analyzerKey === undefined) return summary
  const state = states.find((one) => one.analyzerKey === analyzerKey)
  if (state === undefined) return { ...summary, analysis: { state: 'pending' } }
  return { ...summary, analysis: { state: 'analyzed', ...state.labels } }
}

/** What is told of a pending thread; undefined where it is not pending under the key. */
export function expectedPending(
  { summary, states }: ThreadTruth,
  analyzerKey: string,
): PendingThread | undefined {
  if (states.some((one) => one.analyzerKey === analyzerKey)) return undefined
  const { id, contentHash, messageCount } = summary
  return { id, contentHash, messageCount }
}

/** The names of the members that differ, of two levels at most; empty where the two are the same. */
export function differingMembers(a: unknown, b: unknown, depth = 1): string[] {
  if (!isJsonObject(a) || !isJsonObject(b)) return []
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()
  return names.flatMap((name) => {
    const [x, y] = [a[name], b[name]]
    if (textOf(x) === textOf(y)) return []
    const inner = depth > 0 ? differingMembers(x, y, depth - 1) : []
    return inner.length === 0 ? [name] : inner.map((of) => `${name}.${of}`)
  })
}

function textOf(value: unknown): string {
  return value === undefined ? '' : canonicalJson(value)
}

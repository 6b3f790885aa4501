import type { Failure } from '../../../domain/analysis/analysis.ts'
import type { Evidence } from '../../../domain/analysis/evidence.ts'
import type { Findings, FoundRequest, Placed } from './findings.ts'

/**
 * The findings of all windows of a thread as one list each, in the order of the thread. What two windows found in the
 * words that both have shown is one finding, with the proof of both; of what became of a request the later one
 * knows more.
 */
export function joinWindows(windows: readonly Findings[]): Findings {
  return {
    language: windows.find(({ language }) => language !== undefined)?.language,
    requests: joined(windows, 'requests', isSameRequest, mergedRequest),
    failures: joined(windows, 'failures', isSameFailure, mergedFailure),
    signals: joined(windows, 'signals', isSameSignal, (earlier) => earlier),
    dropped: windows.reduce((sum, { dropped }) => sum + dropped, 0),
  }
}

type ListName = 'requests' | 'failures' | 'signals'
type Of<N extends ListName> = Findings[N][number]['finding']

function joined<N extends ListName>(
  windows: readonly Findings[],
  name: N,
  isSame: (a: Of<N>, b: Of<N>) => boolean,
  merged: (earlier: Of<N>, later: Of<N>) => Of<N>,
): Placed<Of<N>>[] {
  const all: Placed<Of<N>>[] = []
  for (const window of windows) {
    for (const one of window[name] as readonly Placed<Of<N>>[]) {
      const known = all.findIndex(({ finding }) => isSame(finding, one.finding))
      const before = all[known]
      if (before === undefined) all.push(one)
      else all[known] = { at: before.at, finding: merged(before.finding, one.finding) }
    }
  }
  return all.toSorted((a, b) => a.at - b.at)
}

function isSameRequest(a: FoundRequest, b: FoundRequest): boolean {
  return overlap(a.evidence.slice(0, 1), b.evidence.slice(0, 1))
}

function mergedRequest(earlier: FoundRequest, later: FoundRequest): FoundRequest {
  const knows = later.fulfilment === 'unknown' ? earlier : later
  return {
    ...earlier,
    fulfilment: knows.fulfilment,
    gaveUp: earlier.gaveUp || later.gaveUp,
    ...proofOf(earlier, later),
  }
}

function isSameFailure(a: Failure, b: Failure): boolean {
  if (a.kind !== b.kind) return false
  const items = new Set((a.items ?? []).map(({ messageId, part }) => `${part} ${messageId}`))
  const sharesItem = (b.items ?? []).some(({ messageId, part }) =>
    items.has(`${part} ${messageId}`),
  )
  return sharesItem || overlap(a.evidence.filter(isNoRequest), b.evidence.filter(isNoRequest))
}

function mergedFailure(earlier: Failure, later: Failure): Failure {
  const noticedBy = [earlier, later].some((one) => one.noticedBy === 'user') ? 'user' : 'nobody'
  return { ...earlier, noticedBy, ...proofOf(earlier, later) }
}

function isSameSignal(a: Of<'signals'>, b: Of<'signals'>): boolean {
  return a.kind === b.kind && overlap(a.evidence, b.evidence)
}

/** The same words may be needed for what was asked of many answers; what fails tells failures apart. */
function isNoRequest({ role }: Evidence): boolean {
  return role !== 'request'
}

function overlap(some: readonly Evidence[], others: readonly Evidence[]): boolean {
  return some.some((a) =>
    others.some(
      (b) => a.messageId === b.messageId && a.part === b.part && a.start < b.end && b.start < a.end,
    ),
  )
}

/** The proof of both, each place once. */
function proofOf(
  earlier: Pick<Failure, 'evidence' | 'items'>,
  later: Pick<Failure, 'evidence' | 'items'>,
): Pick<Failure, 'evidence' | 'items'> {
  const evidence = [...earlier.evidence]
  for (const one of later.evidence) if (!overlap(evidence, [one])) evidence.push(one)
  const items = [...(earlier.items ?? [])]
  for (const one of later.items ?? []) {
    if (!items.some(({ messageId, part }) => messageId === one.messageId && part === one.part)) {
      items.push(one)
    }
  }
  return { evidence, ...(items.length === 0 ? {} : { items }) }
}

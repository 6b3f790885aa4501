import type { Analysis } from '../../domain/analysis/analysis.ts'
import type { HistoryEntry } from '../../domain/analysis/run.ts'
import type { WindowAnswers } from '../../domain/window-answers.ts'
import { analysisId } from '../../domain/kinds/analysis.ts'
import type { RecordKind, RecordTypes } from '../../domain/records.ts'
import type { AnalyzedThread, ChatStore } from '../chat-store.ts'
import { refuseShapeless } from './stored-record.ts'

/** Records of one kind. */
export interface RecordGroup<K extends RecordKind = RecordKind> {
  readonly kind: K
  readonly records: readonly RecordTypes[K][]
}

/** Which stored hashes decide what is written; ids as they are, not encoded. */
export interface WantedHashes {
  readonly threads: readonly string[]
  readonly analyses: readonly string[]
}

export interface StoredHashes {
  /** The content hash of a thread; undefined where there is none. */
  ofThread(this: void, threadId: string): string | undefined
  /** The content hash that the stored analysis of that id stands at; undefined where there is none. */
  ofAnalysis(this: void, analysisId: string): string | undefined
}

/** What is written where these hashes are stored. */
export type RecordPlan = (stored: StoredHashes) => readonly RecordGroup[]

/** How an engine writes records. */
export interface RecordEngine {
  /** The most that is written in one step. Default all that is given. */
  readonly atOnce?: number
  /**
   * Writes in one atomic step what a plan says of the hashes as they stand then, with what follows from it. The
   * plan may be asked again, of later ones.
   */
  write(wanted: WantedHashes, plan: RecordPlan): Promise<void>
}

type RecordWrites = Pick<
  ChatStore,
  'putRecords' | 'saveAnalyses' | 'saveTopicAssignments' | 'saveWindowAnswers'
>

/**
 * The calls of the contract that store records, on an engine that writes them. None takes a record that reading
 * would find to be CORRUPT.
 */
export function recordWrites(engine: RecordEngine): RecordWrites {
  const inSteps = async <T>(items: readonly T[], write: (some: readonly T[]) => Promise<void>) => {
    const { atOnce = items.length } = engine
    for (let at = 0; at < items.length; at += atOnce) await write(items.slice(at, at + atOnce))
  }
  return {
    putRecords: async (kind, records) => {
      refuseShapeless(kind, records)
      await inSteps(records, (some) => engine.write(NONE, () => [{ kind, records: some }]))
    },
    saveAnalyses: async (items) => {
      refuseShapeless('analysis', analysesOf(items))
      refuseShapeless('history', entriesOf(items))
      await inSteps(items, (some) => {
        const threads = analysesOf(some).map(({ threadId }) => threadId)
        const wanted = { threads, analyses: analysesOf(some).map(idOfAnalysis) }
        return engine.write(wanted, (stored) => plannedAnalyses(some, stored))
      })
    },
    saveTopicAssignments: async (assignments) => {
      refuseShapeless('topicAssignment', assignments)
      await inSteps(assignments, (some) => {
        const wanted = { threads: some.map(({ threadId }) => threadId), analyses: [] }
        return engine.write(wanted, ({ ofThread }) => {
          const there = some.filter(({ threadId }) => ofThread(threadId) !== undefined)
          return filled([{ kind: 'topicAssignment', records: there }])
        })
      })
    },
    saveWindowAnswers: async (answers) => {
      refuseShapeless('windowAnswers', answers)
      await inSteps(answers, (some) => {
        const threads = some.map(({ threadId }) => threadId)
        return engine.write({ threads, analyses: some.map(idOfAnalysis) }, (stored) => {
          const awaited = some.filter((one) => isAwaited(one, stored))
          return filled([{ kind: 'windowAnswers', records: awaited }])
        })
      })
    },
  }
}

const NONE: WantedHashes = { threads: [], analyses: [] }

function idOfAnalysis({
  analyzerKey,
  threadId,
}: Pick<Analysis, 'analyzerKey' | 'threadId'>): string {
  return analysisId(analyzerKey, threadId)
}

/** Whether the thread is there and pending: whoever has lost it to another brings its answers too late. */
function isAwaited(answers: WindowAnswers, { ofThread, ofAnalysis }: StoredHashes): boolean {
  const present = ofThread(answers.threadId)
  return present !== undefined && ofAnalysis(idOfAnalysis(answers)) !== present
}

/**
 * What storing analyses comes to: always the lines of the history, and each analysis unless it yields. Of a
 * thread that is gone nothing is stored. A new analysis yields where the stored one stands at the thread's present
 * content and it does not itself; what is stored here already counts for what comes later in the same step.
 * Lines come first: where an engine is cut off between, a thread without its analysis is pending still, and one
 * without its line is never told of.
 */
function plannedAnalyses(items: readonly AnalyzedThread[], stored: StoredHashes): RecordGroup[] {
  const standing = new Map<string, string | undefined>()
  const isThere = items.filter(({ analysis }) => stored.ofThread(analysis.threadId) !== undefined)
  const kept = isThere.filter((item) => {
    const { threadId, contentHash } = item.analysis
    const id = idOfAnalysis(item.analysis)
    const present = stored.ofThread(threadId)
    const before = standing.get(id) ?? stored.ofAnalysis(id)
    if (before === present && contentHash !== present) return false
    standing.set(id, contentHash)
    return true
  })
  return filled([
    { kind: 'history', records: entriesOf(isThere) },
    { kind: 'analysis', records: analysesOf(kept) },
    { kind: 'windowAnswers', records: isThere.flatMap(lettingGo) },
  ])
}

function filled(groups: readonly RecordGroup[]): RecordGroup[] {
  return groups.filter(({ records }) => records.length > 0)
}

/** An analysis was made of its windows' answers, or yields to a later one: they are of no more use. */
function lettingGo({ analysis, hadWindows }: AnalyzedThread): WindowAnswers[] {
  const { threadId, analyzerKey } = analysis
  return hadWindows === true ? [{ threadId, analyzerKey, answers: [] }] : []
}

function analysesOf(items: readonly AnalyzedThread[]): Analysis[] {
  return items.map(({ analysis }) => analysis)
}

function entriesOf(items: readonly AnalyzedThread[]): HistoryEntry[] {
  return items.map(({ entry }) => entry)
}

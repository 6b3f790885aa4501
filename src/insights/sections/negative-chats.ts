import { z } from 'zod'
import { evidenceSchema } from '../../domain/analysis/evidence.ts'
import type { Analysis } from '../../domain/analysis/analysis.ts'
import { FAILURE_TEXTS } from '../failure-texts.ts'
import type { SectionDefinition } from '../section.ts'
import { MOST_EVIDENCE } from '../counting/tally.ts'
import type { AnalyzedSummary } from '../../storage/chat-store.ts'

const MOST_CHATS = 50
/** Below this a thread did not go badly: one failure that was mended is no bad thread. */
const LEAST_BADNESS = 3

const chatSchema = z.strictObject({
  threadId: z.string(),
  title: z.string().optional(),
  lastMessageAt: z.string().optional(),
  reasons: z.array(z.string()),
  evidence: z.array(evidenceSchema),
})
type NegativeChat = z.infer<typeof chatSchema>

/** Threads that went badly, worst first, at most 50; the newer of two alike first. */
export const negativeChats: SectionDefinition<NegativeChat[]> = {
  title: 'Negative chats',
  about: 'Threads that went badly, worst first.',
  empty: 'No thread went badly in this range.',
  schema: z.array(chatSchema),
  count() {
    let worst: { item: AnalyzedSummary; badness: number }[] = []
    const trim = () => {
      worst = worst.toSorted((a, b) => b.badness - a.badness || newerFirst(a.item, b.item))
      worst.length = Math.min(worst.length, MOST_CHATS)
    }
    return {
      add(item) {
        const badness = badnessOf(item.analysis)
        if (badness < LEAST_BADNESS) return
        worst.push({ item, badness })
        if (worst.length >= MOST_CHATS * 4) trim()
      },
      result() {
        trim()
        return worst.map(({ item }) => chatOf(item))
      },
    }
  },
  content: (items) => (items.length === 0 ? [] : [{ kind: 'threads', items }]),
}

/** Complaints weigh most, then how it ended, then each kind of failure. */
function badnessOf(analysis: Analysis): number {
  const complaints = analysis.signals.filter(({ kind }) => kind === 'complaint').length
  const ended = { unresolved: 2, abandoned: 2, partly: 1, resolved: -1, unknown: 0 }
  const kinds = new Set(analysis.failures.map(({ kind }) => kind)).size
  return Math.min(complaints, 3) * 2 + ended[analysis.outcome] + kinds
}

function newerFirst(a: AnalyzedSummary, b: AnalyzedSummary): number {
  const [x, y] = [a.summary.lastMessageAt ?? '', b.summary.lastMessageAt ?? '']
  if (x !== y) return x > y ? -1 : 1
  return a.summary.id < b.summary.id ? -1 : 1
}

function chatOf({ summary, analysis }: AnalyzedSummary): NegativeChat {
  const complaints = analysis.signals.filter(({ kind }) => kind === 'complaint')
  const kinds = [...new Set(analysis.failures.map(({ kind }) => kind))]
  const reasons = [
    ...(complaints.length > 0 ? ['The user complained'] : []),
    ...kinds.map((kind) => FAILURE_TEXTS[kind].sentence),
    ...(analysis.outcome === 'abandoned' ? ['The user left after an answer'] : []),
    ...(analysis.outcome === 'unresolved' ? ['It ended unresolved'] : []),
  ]
  const title = summary.title ?? summary.preview
  return {
    threadId: summary.id,
    ...(title === undefined ? {} : { title }),
    ...(summary.lastMessageAt === undefined ? {} : { lastMessageAt: summary.lastMessageAt }),
    reasons,
    evidence: [
      ...complaints.flatMap(({ evidence }) => evidence),
      ...analysis.failures.flatMap(({ evidence }) => evidence),
      ...analysis.outcomeEvidence,
    ]
      .filter(
        (quote, index, all) =>
          all.findIndex(
            (other) =>
              other.messageId === quote.messageId &&
              other.part === quote.part &&
              other.start === quote.start,
          ) === index,
      )
      .slice(0, MOST_EVIDENCE),
  }
}

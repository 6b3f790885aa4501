import { z } from 'zod'
import { evidenceSchema } from '../../domain/analysis/evidence.ts'
import type { Analysis } from '../../domain/analysis/analysis.ts'
import { wentBadly } from '../../domain/analysis/went-badly.ts'
import { FAILURE_TEXTS } from '../failure-texts.ts'
import { proofsOf } from '../content.ts'
import { doorTo } from '../door.ts'
import { countSchema, itemProofSchema } from '../figures.ts'
import type { SectionDefinition } from '../section.ts'
import type { AnalyzedSummary } from '../../storage/chat-store.ts'

const MOST_CHATS = 50
const MOST_QUOTES = 4

const chatSchema = z.strictObject({
  threadId: z.string(),
  title: z.string().optional(),
  lastMessageAt: z.string().optional(),
  reasons: z.array(z.string()),
  evidence: z.array(evidenceSchema),
  items: z.array(itemProofSchema).optional(),
})
type NegativeChat = z.infer<typeof chatSchema>

const schema = z.strictObject({
  /** All threads that went badly. */
  all: countSchema,
  /** The worst of them, at most 50; the least content first, of two alike the newer. */
  chats: z.array(chatSchema),
})

/**
 * How often the rank puts the less content of two users first: USS, three domains that it was not made on (.59,
 * .62, .67; `docs/quality.md`).
 */
const RANK_RIGHT = '6 of 10'

/** Threads that went badly, worst first. */
export const negativeChats: SectionDefinition<z.infer<typeof schema>> = {
  title: 'Negative chats',
  about: `Threads in which users complained or a failure kept them from what they asked for, worst first. Of threads alike, that of the less content user stands first: as people rated them in ${RANK_RIGHT} pairs.`,
  empty: 'No thread went badly in this range.',
  schema,
  count() {
    let n = 0
    let worst: { item: AnalyzedSummary; badness: number }[] = []
    const trim = () => {
      worst = worst.toSorted((a, b) => b.badness - a.badness || newerFirst(a.item, b.item))
      worst.length = Math.min(worst.length, MOST_CHATS)
    }
    return {
      add(item) {
        if (!wentBadly(item.analysis)) return
        n++
        worst.push({ item, badness: badnessOf(item.analysis) })
        if (worst.length >= MOST_CHATS * 4) trim()
      },
      result() {
        trim()
        return {
          all: { n, threads: doorTo({ went: 'badly' }) },
          chats: worst.map(({ item }) => chatOf(item)),
        }
      },
    }
  },
  content: ({ all, chats }) =>
    chats.length === 0
      ? []
      : [
          {
            kind: 'threads',
            items: chats.map(({ evidence, items, ...chat }) =>
              Object.assign(chat, { proofs: proofsOf(evidence, items) }),
            ),
            all,
          },
        ],
}

/** Complaints weigh most, then how it ended, then each kind of failure; of alike ones the rank decides. */
function badnessOf({ signals, outcome, failures, satisfaction }: Analysis): number {
  const complaints = signals.filter(({ kind }) => kind === 'complaint').length
  const ended = { unresolved: 2, abandoned: 2, partly: 1, resolved: -1, unknown: 0 }
  const kinds = new Set(failures.map(({ kind }) => kind)).size
  return Math.min(complaints, 3) * 2 + ended[outcome] + kinds + 1 - (satisfaction?.rank ?? 1)
}

function newerFirst(a: AnalyzedSummary, b: AnalyzedSummary): number {
  const [x, y] = [a.summary.lastMessageAt ?? '', b.summary.lastMessageAt ?? '']
  if (x !== y) return x > y ? -1 : 1
  return a.summary.id < b.summary.id ? -1 : 1
}

function chatOf({ summary, analysis }: AnalyzedSummary): NegativeChat {
  const { id: threadId, lastMessageAt } = summary
  const complaints = analysis.signals.filter(({ kind }) => kind === 'complaint')
  const kinds = [...new Set(analysis.failures.map(({ kind }) => kind))]
  const title = summary.title ?? summary.preview
  const [item] = analysis.failures.flatMap((failure) => failure.items ?? [])
  return {
    threadId,
    ...(title === undefined ? {} : { title }),
    ...(lastMessageAt === undefined ? {} : { lastMessageAt }),
    reasons: [
      ...(complaints.length > 0 ? ['Complaint'] : []),
      ...kinds.map((kind) => FAILURE_TEXTS[kind].label),
      ...(analysis.outcome === 'abandoned' ? ['Abandoned'] : []),
      ...(analysis.outcome === 'unresolved' ? ['Unresolved'] : []),
    ],
    evidence: distinct([
      ...analysis.failures.flatMap(({ evidence }) => evidence),
      ...complaints.flatMap(({ evidence }) => evidence),
      ...analysis.outcomeEvidence,
    ]).slice(0, MOST_QUOTES),
    ...(item === undefined ? {} : { items: [{ threadId, ...item }] }),
  }
}

/** Quotes of words that are not quoted before. */
function distinct(quotes: NegativeChat['evidence']): NegativeChat['evidence'] {
  const seen = new Set<string>()
  return quotes.filter(({ messageId, part, start }) => {
    const place = JSON.stringify([messageId, part, start])
    return !seen.has(place) && seen.add(place)
  })
}

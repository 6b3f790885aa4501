import { unitsOf } from '../../domain/search/search-tokens.ts'
import { z } from 'zod'
import { isTopicStopWord } from '../../analysis/topics/topic-stop-words.ts'
import { insightsBlock } from '../content.ts'
import { insightSchema } from '../figures.ts'
import type { Insight } from '../figures.ts'
import { isEmptyWord, sentenceCase, shareOf, stem } from '../counting/labels.ts'
import type { SectionDefinition } from '../section.ts'
import { MOST_EVIDENCE, Tally } from '../counting/tally.ts'

const MOST_ITEMS = 12
/** Threads from which a row of words is something that comes again. */
const LEAST = 3
/** Rows held at once; beyond it those seen least are forgotten until half are left, as most are seen once. */
const MOST_ROWS = 100_000
/** Of a request this much is read; UTF-16 units. */
const MOST_UNITS = 400

/**
 * What comes again and again in what users ask for: words that carry something, and rows of two of
 * them, by how many threads' requests hold them. Of what shares a word the most frequent stands for
 * all, a row before its words where it comes nearly as often.
 */
export const topDiscussions: SectionDefinition<Insight[]> = {
  title: 'Top discussions',
  about: 'Requests that come again and again, in the users’ own words.',
  empty: 'No request came twice in this range.',
  schema: z.array(insightSchema),
  dropsUnproved: true,
  count() {
    const rows = new Map<string, Tally>()
    return {
      add({ summary, analysis }) {
        const [request] = analysis.requests
        if (request === undefined) return
        const { label, evidence } = request
        for (const [key, surface] of rowsOf(label.slice(0, MOST_UNITS))) {
          const tally = rows.get(key) ?? new Tally()
          tally.add(summary, evidence, surface)
          rows.set(key, tally)
        }
        if (rows.size > MOST_ROWS) forgetRare(rows)
      },
      result: (analyzed) =>
        distinct(rows).map(([key, tally]) => {
          const counted = tally.figure(analyzed)
          const label = sentenceCase(tally.label)
          return {
            id: `discussion:${key}`,
            label,
            statement: `“${label}” is asked about in ${shareOf(counted)}.`,
            figure: counted,
            evidence: tally.evidence.slice(0, MOST_EVIDENCE),
          }
        }),
    }
  },
  content: (discussions) => insightsBlock(discussions, 'bars'),
}

/**
 * Telling words, and rows of two of them with nothing else between, as written. Scripts without spaces
 * are left out: pairs of their characters are no words.
 */
function rowsOf(text: string): Map<string, string> {
  const found = new Map<string, string>()
  let before: { token: string; start: number; end: number } | undefined
  for (const { token, start, end, single } of unitsOf(text)) {
    if (single || isTopicStopWord(token) || isEmptyWord(token) || /^\d+$/.test(token)) {
      before = undefined
      continue
    }
    if (token.length > 2) found.set(stem(token), text.slice(start, end))
    if (before !== undefined && /^\s*$/u.test(text.slice(before.end, start))) {
      const surface = text.slice(before.start, end).replace(/\s+/gu, ' ')
      found.set(`${stem(before.token)} ${stem(token)}`, surface)
    }
    before = { token, start, end }
  }
  return found
}

function forgetRare(rows: Map<string, Tally>): void {
  for (let least = 2; rows.size > MOST_ROWS / 2; least++) {
    for (const [key, { n }] of rows) if (n < least) rows.delete(key)
  }
}

/** A row of two says more than a word that is not quite twice as frequent. */
function weight(key: string, { n, users }: Tally): number {
  return n * (key.includes(' ') ? 1.8 : 1) + users.size / 1e6
}

/** The most frequent rows, each with threads of its own. */
function distinct(rows: ReadonlyMap<string, Tally>): [string, Tally][] {
  const ranked = [...rows]
    .filter(([, { n }]) => n >= LEAST)
    .sort(([a, x], [b, y]) => weight(b, y) - weight(a, x) || (a < b ? -1 : 1))
  const kept: [string, Tally][] = []
  const words = new Set<string>()
  for (const [key, tally] of ranked) {
    if (kept.length === MOST_ITEMS) break
    const own = key.split(' ')
    if (own.some((word) => words.has(word))) continue
    for (const word of own) words.add(word)
    kept.push([key, tally])
  }
  return kept
}

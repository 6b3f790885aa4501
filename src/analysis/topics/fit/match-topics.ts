import type { Topic, TopicFate, TopicModel } from '../../../domain/analysis/topic-model.ts'

/** Overlap (Jaccard) from which a new topic is an old one, refitted. */
const SAME = 0.25
/** Share of a topic's threads that says where it came from or went to. */
const MOST = 0.5

/** The topics of the model before that the threads of the sample were of. */
export type TopicsBefore = ReadonlyMap<string, readonly string[]>

/** Numbers of ids, by the letter before them. */
export type IdNumbers = Readonly<Record<string, number>>

/** What was there before a fit. */
export interface ModelsBefore {
  /** The newest model of the key; absent where this is the first. */
  readonly last?: TopicModel
  /** The highest number that an id of any model of the key has had. */
  readonly numbers: IdNumbers
  /** What the threads of the sample are under `last`. */
  readonly topics: TopicsBefore
}

/** The highest number of each letter among some numbers and the ids of some topics. */
export function highestNumbers(
  numbers: IdNumbers,
  topics: readonly { readonly id: string }[],
): IdNumbers {
  const highest = { ...numbers }
  for (const { id } of topics) {
    const letter = id.slice(0, 1)
    highest[letter] = Math.max(highest[letter] ?? 0, numberOf(id))
  }
  return highest
}

/**
 * Ids for groups of threads: those of the model before by overlap of members, each once, else numbers that
 * none of the models has used.
 *
 * @param prefix the letter of the lens and level
 */
export function idsFor(
  groups: readonly (readonly string[])[],
  prefix: string,
  { numbers, topics: before }: ModelsBefore,
): string[] {
  const sizes = new Map<string, number>()
  for (const id of [...before.values()].flat()) sizes.set(id, (sizes.get(id) ?? 0) + 1)
  const pairs = groups.flatMap((threads, group) =>
    [...countIds(threads, before)]
      .filter(([id]) => id.startsWith(prefix))
      .map(([id, shared]) => {
        const union = threads.length + (sizes.get(id) ?? 0) - shared
        return { group, id, overlap: Math.round((shared / union) * 1e4) / 1e4 }
      })
      .filter(({ overlap }) => overlap >= SAME),
  )
  pairs.sort((a, b) => b.overlap - a.overlap || a.group - b.group || (a.id < b.id ? -1 : 1))
  const ids = groups.map(() => '')
  for (const { group, id } of pairs) if (ids[group] === '' && !ids.includes(id)) ids[group] = id
  let next = 1 + (numbers[prefix] ?? 0)
  return ids.map((id) => (id === '' ? `${prefix}${next++}` : id))
}

/** What became of each topic of the model before, and where the new ones come from; by id. */
export function fatesOf(
  topics: readonly Topic[],
  members: readonly (readonly string[])[],
  { last, topics: before }: ModelsBefore,
  sample: number,
): TopicFate[] {
  if (last === undefined) return []
  const shareOf = (n: number): number => Math.round((n / Math.max(1, sample)) * 1e4) / 1e4
  const old = new Map(last.topics.map((topic) => [topic.id, topic]))
  const now = new Map(topics.map(({ id }, i) => [id, members[i] ?? []]))
  const threadsOf = (id: string): string[] =>
    [...before].flatMap(([thread, ids]) => (ids.includes(id) ? [thread] : []))
  const fates = topics.map((topic, i): TopicFate => {
    const was = old.get(topic.id)
    const share = shareOf(members[i]?.length ?? 0)
    if (was === undefined) {
      const other = mainOf(countIds(members[i] ?? [], before), members[i]?.length ?? 0)
      return other === undefined
        ? { id: topic.id, became: 'new', now: share }
        : { id: topic.id, became: 'split', other, now: share }
    }
    const became = was.title === topic.title ? 'kept' : 'renamed'
    const share0 = Math.round((was.fitted / Math.max(1, last.sample)) * 1e4) / 1e4
    return { id: topic.id, became, before: share0, now: share }
  })
  for (const { id, fitted } of last.topics) {
    if (now.has(id)) continue
    const threads = threadsOf(id)
    const where = new Map<string, number>()
    for (const [topic, its] of now) {
      const own = new Set(its)
      where.set(topic, threads.filter((thread) => own.has(thread)).length)
    }
    const other = mainOf(where, threads.length)
    const share = Math.round((fitted / Math.max(1, last.sample)) * 1e4) / 1e4
    fates.push({
      id,
      became: other === undefined ? 'gone' : 'merged',
      ...(other === undefined ? {} : { other }),
      before: share,
    })
  }
  return fates.sort((a, b) => numberOf(a.id) - numberOf(b.id))
}

function countIds(threads: readonly string[], before: TopicsBefore): Map<string, number> {
  const counts = new Map<string, number>()
  for (const thread of threads) {
    for (const id of before.get(thread) ?? []) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return counts
}

/** The topic that at least half of the threads are of. */
function mainOf(counts: ReadonlyMap<string, number>, threads: number): string | undefined {
  const [main] = [...counts]
    .filter(([id, n]) => id.startsWith('t') && n > 0 && n >= MOST * threads)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  return main?.[0]
}

function numberOf(id: string): number {
  const number = Number(id.slice(1))
  return Number.isInteger(number) ? number : 0
}

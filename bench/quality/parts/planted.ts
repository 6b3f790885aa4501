import { currentTopicModel } from '../../../src/analysis/topics/current-model.ts'
import type { TopicAssignment } from '../../../src/domain/analysis/topic-model.ts'
import type { Thread } from '../../../src/domain/thread/thread.ts'
import { sha256 } from '../../../src/domain/values/canonical-json.ts'
import { allRecords } from '../../../src/storage/walk.ts'
import { throughProduct } from '../analyzed.ts'
import type { BenchData } from '../bench-data.ts'
import { arena, clinc150, shareGpt } from '../datasets.ts'
import type { Labelled } from '../datasets.ts'
import type { Table } from '../table.ts'

const THREADS = 2000
/** Of one theme: .5 %. */
const EACH = 10
const THEMES = 10
const ROUNDS = 2
/** Of the list of small themes so many are looked at. */
const TOP = 20
/** No wishes. */
const TALK = new Set(
  'yes no maybe thank_you goodbye greeting repeat cancel fun_fact tell_joke are_you_a_bot'.split(
    ' ',
  ),
)

type List = 'small' | 'topics'

/** Themes of ten requests among 2,000 real conversations: are they seen? */
export async function planted(data: BenchData): Promise<Table[]> {
  if (
    !['labelled/clinc150', 'arena-dev.jsonl', 'scale/sharegpt-sample'].every((it) => data.has(it))
  )
    return []
  const others = byHash([...shareGpt(data.folder), ...arena(data.folder)], ({ id }) => id)
  const wishes = clinc150(data.folder).filter(({ label }) => !TALK.has(label))
  const intents = byHash([...new Set(wishes.map(({ label }) => label))], (label) => label)
  const rows: string[][] = []
  for (let round = 0; round < ROUNDS; round++) {
    const chosen = intents.slice(round * THEMES, (round + 1) * THEMES)
    const themes = chosen.flatMap((intent) =>
      wishes.filter(({ label }) => label === intent).slice(0, EACH),
    )
    const threads = [
      ...others.slice(0, THREADS - themes.length),
      ...themes.map(({ thread }) => thread),
    ]
    rows.push([`${round + 1}: ${chosen.join(', ')}`, ...(await seenOf(threads, themes))])
  }
  return [
    {
      title: `${THEMES} themes of ${EACH} threads each among ${THREADS}`,
      columns: [
        'themes (intents of CLINC150)',
        `in the first ${TOP} small themes`,
        'a small theme',
        'a topic',
        'in any list',
      ],
      rows,
      note: 'Seen: at least half of the theme’s threads are in one theme or topic, and are at least half of it.',
    },
  ]
}

async function seenOf(
  threads: readonly Thread[],
  themes: readonly Labelled<string>[],
): Promise<string[]> {
  const intentOf = new Map(themes.map(({ thread: { id }, label }) => [id, label]))
  return throughProduct(threads, async ({ store, analyzer }) => {
    const model = await currentTopicModel(store, analyzer.key)
    const placed: TopicAssignment[] = []
    for await (const one of allRecords(store, 'topicAssignment'))
      if (one.modelId === model?.id) placed.push(one)
    const top = new Set((model?.small ?? []).slice(0, TOP).map(({ id }) => id))
    const small = themesSeen(placed, 'small', intentOf)
    const topics = themesSeen(placed, 'topics', intentOf)
    const first = [...small].filter(([, id]) => top.has(id))
    const any = new Set([...small.keys(), ...topics.keys()])
    return [first.length, small.size, topics.size, any.size].map(String)
  })
}

/** The planted themes that one list shows, with the id they are shown under. */
function themesSeen(
  placed: readonly TopicAssignment[],
  list: List,
  intentOf: ReadonlyMap<string, string>,
): Map<string, string> {
  const members = new Map<string, string[]>()
  for (const assignment of placed) {
    for (const { id } of assignment[list])
      members.set(id, [...(members.get(id) ?? []), assignment.threadId])
  }
  const seen = new Map<string, string>()
  for (const [id, threads] of members) {
    const intents = Map.groupBy(threads, (thread) => intentOf.get(thread))
    for (const [intent, some] of intents) {
      const isSeen = some.length >= EACH / 2 && some.length >= threads.length / 2
      if (intent !== undefined && isSeen) seen.set(intent, id)
    }
  }
  return seen
}

function byHash<T>(items: readonly T[], nameOf: (item: T) => string): T[] {
  const ranked = items.map((item) => ({ item, rank: sha256(`planted ${nameOf(item)}`) }))
  return ranked.toSorted((a, b) => (a.rank < b.rank ? -1 : 1)).map(({ item }) => item)
}

import { currentTopicModel } from '../../../src/analysis/topics/current-model.ts'
import { sha256 } from '../../../src/domain/values/canonical-json.ts'
import type { OpenWorkspace } from '../../../src/app/workspace.ts'
import type { AnalyzedThread } from '../analyzed.ts'
import type { Entry } from './entry.ts'

/** Members of a topic that a reader of its title is shown. */
const MEMBERS = 12

/** Each thread with the title of its topic: does it fit? */
export async function topicFits(
  workspace: OpenWorkspace,
  threads: readonly AnalyzedThread[],
): Promise<Entry[]> {
  const titles = await titlesOf(workspace)
  return threads.flatMap((thread) => {
    const title = titles.get(topicOf(thread) ?? '')
    if (title === undefined) return []
    return [
      {
        kind: 'topic-fit',
        certainty: 'shown' as const,
        claim: `A request of this thread is of the topic “${title}”`,
        evidence: [],
        items: [],
        threads: [thread],
        place: thread.thread.id,
      },
    ]
  })
}

/** Each topic with some of its threads: does its title name what most of them want? */
export async function topicTitles(
  workspace: OpenWorkspace,
  threads: readonly AnalyzedThread[],
): Promise<Entry[]> {
  const titles = await titlesOf(workspace)
  return [...Map.groupBy(threads, (thread) => topicOf(thread) ?? '')].flatMap(([topic, all]) => {
    const title = titles.get(topic)
    if (title === undefined) return []
    const members = all
      .toSorted((a, b) => (sha256(a.thread.id) < sha256(b.thread.id) ? -1 : 1))
      .slice(0, MEMBERS)
    return [
      {
        kind: 'topic-title',
        certainty: 'shown' as const,
        claim: `“${title}” names what at least half of these ${members.length} threads (of ${all.length}) want`,
        evidence: [],
        items: [],
        threads: members,
        place: topic,
      },
    ]
  })
}

async function titlesOf({ store, analyzer }: OpenWorkspace): Promise<Map<string, string>> {
  const model = await currentTopicModel(store, analyzer.key)
  return new Map((model?.topics ?? []).map(({ id, title }) => [id, title]))
}

function topicOf({ summary: { analysis } }: AnalyzedThread): string | undefined {
  return analysis?.state === 'analyzed' ? analysis.topic : undefined
}

import { currentTopicModel } from '../../../src/analysis/topics/current-model.ts'
import type { OpenWorkspace } from '../../../src/app/workspace.ts'
import { sha256 } from '../../../src/domain/values/canonical-json.ts'
import type { AnalyzedThread } from '../analyzed.ts'
import type { Entry } from './entry.ts'

const TITLE = 8

/** Each need that is in a group, with the group's title: is it that which was needed and not got? */
export async function needGroups(
  { store, analyzer }: OpenWorkspace,
  threads: readonly AnalyzedThread[],
): Promise<Entry[]> {
  const model = await currentTopicModel(store, analyzer.key)
  const titles = new Map((model?.needs ?? []).map(({ id, title }) => [id, title]))
  return threads.flatMap((one): Entry[] => {
    const { thread, analysis, summary } = one
    const { needs = [] } = summary.analysis?.state === 'analyzed' ? summary.analysis : {}
    return needs.flatMap(({ id, messageId }) => {
      const title = titles.get(id)
      const need = analysis.unmetNeeds.find(({ evidence }) => evidence[0]?.messageId === messageId)
      if (title === undefined || need === undefined) return []
      const at = thread.messages.findIndex((message) => message.id === messageId)
      return [
        {
          kind: 'need-group',
          certainty: 'shown' as const,
          claim: `The user needed what this title says and did not get it: “${title}”`,
          evidence: need.evidence,
          items: [],
          threads: [one],
          place: `${thread.id} ${at} ${sha256(title).slice(0, TITLE)}`,
        },
      ]
    })
  })
}

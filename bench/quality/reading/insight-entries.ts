import { makeReport } from '../../../src/app/report.ts'
import type { OpenWorkspace } from '../../../src/app/workspace.ts'
import type { InsightItem } from '../../../src/insights/content.ts'
import { describeReport } from '../../../src/insights/describe-report.ts'
import type { AnalyzedThread } from '../analyzed.ts'
import type { Entry } from './entry.ts'

const SECTION = 'key-insights'

/** Each sentence of the report's head, with the threads of its quotes. */
export async function insightEntries(
  workspace: OpenWorkspace,
  threads: ReadonlyMap<string, AnalyzedThread>,
): Promise<Entry[]> {
  const { sections } = describeReport(await makeReport(workspace))
  const blocks = sections.find(({ id }) => id === SECTION)?.blocks ?? []
  const items = blocks.flatMap((block): readonly InsightItem[] =>
    block.kind === 'insights' ? block.items : [],
  )
  return items.map(({ id, statement, proofs }) => ({
    kind: 'key-insight',
    certainty: 'shown',
    claim: statement,
    evidence: proofs.flatMap(({ quotes }) => quotes),
    items: [],
    threads: proofs.flatMap(({ threadId }) => threads.get(threadId) ?? []),
    place: id,
  }))
}

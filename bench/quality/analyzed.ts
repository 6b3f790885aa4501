import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Analyzer } from '../../src/analysis/analyzer.ts'
import { analyze } from '../../src/app/analyze.ts'
import { importLog } from '../../src/app/import-log.ts'
import { openWorkspace } from '../../src/app/workspace.ts'
import type { OpenWorkspace } from '../../src/app/workspace.ts'
import type { Analysis } from '../../src/domain/analysis/analysis.ts'
import { textsOf } from '../../src/domain/thread/content-part.ts'
import type { Thread } from '../../src/domain/thread/thread.ts'
import type { ThreadSummary } from '../../src/domain/thread/thread-summary.ts'

/** A thread as the product stored it, and what it stored about it. */
export interface AnalyzedThread {
  readonly thread: Thread
  readonly analysis: Analysis
  readonly summary: ThreadSummary
}

const PAGE = 500

/**
 * The way every log goes: written as an export, imported into a store of files, analyzed, and read back from
 * the lists. `use` is given the open workspace, which is gone afterwards.
 *
 * @param analyzer in place of the workspace's own
 */
export async function throughProduct<T>(
  threads: readonly Thread[],
  use: (workspace: OpenWorkspace) => Promise<T>,
  analyzer?: Analyzer,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'hitcraft-quality-'))
  try {
    const log = join(folder, 'log.jsonl')
    await writeLog(log, threads)
    const opened = await openWorkspace({ store: `file:${join(folder, 'store')}` })
    const workspace = { ...opened, analyzer: analyzer ?? opened.analyzer }
    try {
      await importLog(workspace, log)
      await analyze(workspace)
      return await use(workspace)
    } finally {
      await workspace.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** An export of threads: JSON lines, as products write them. */
export function writeLog(path: string, threads: readonly Thread[]): Promise<void> {
  return pipeline(threads.values().map(lineOf), createWriteStream(path))
}

/** All threads of a store with what is stored about them, by id. */
export async function listAnalyzed({
  store,
  analyzer,
}: Pick<OpenWorkspace, 'store' | 'analyzer'>): Promise<Map<string, AnalyzedThread>> {
  const all = new Map<string, AnalyzedThread>()
  let cursor: string | undefined
  do {
    const page = await store.listAnalyses({
      analyzerKey: analyzer.key,
      order: 'id',
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    })
    const threads = await store.getThreads(page.items.map(({ summary }) => summary.id))
    page.items.forEach(({ analysis, summary }, i) => {
      const thread = threads[i]
      if (thread !== undefined) all.set(summary.id, { thread, analysis, summary })
    })
    cursor = page.next
  } while (cursor !== undefined)
  return all
}

/** Analyses in the order of the threads given. */
export async function analysesOf(threads: readonly Thread[]): Promise<AnalyzedThread[]> {
  const all = await throughProduct(threads, listAnalyzed)
  return threads.map(({ id }) => {
    const found = all.get(id)
    if (found === undefined) throw new Error(`thread ${id} was not analyzed`)
    return found
  })
}

function lineOf({ id, messages }: Thread): string {
  const told = messages.map(({ role, content }) => ({ role, content: textsOf(content).join('\n') }))
  return `${JSON.stringify({ conversation_id: id, messages: told })}\n`
}

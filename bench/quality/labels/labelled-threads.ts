import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Thread } from '../../../src/domain/thread/thread.ts'
import { arena, sgd, shareGpt, smileChat, tauBench, uss } from '../datasets.ts'
import { readLabels } from './read-labels.ts'
import type { Labelled, Split } from './read-labels.ts'

/** A thread with what two people said of it. */
export interface LabelledThread extends Omit<Labelled, 'thread'> {
  readonly thread: Thread
}

const SETS: Readonly<Record<string, { path: string; load: (folder: string) => Thread[] }>> = {
  sharegpt: { path: 'scale/sharegpt-sample', load: shareGpt },
  arena: { path: 'arena-dev.jsonl', load: arena },
  tau: { path: 'labelled/tau-bench', load: (folder) => tauBench(folder).map(threadOf) },
  smile: { path: 'smilechat.jsonl', load: (folder) => smileChat(folder, 3000) },
  sgd: { path: 'labelled/sgd', load: (folder) => sgd(folder).map(threadOf) },
  uss: {
    path: 'labelled/uss',
    load: (folder) => ['MWOZ', 'SGD', 'CCPE'].flatMap((set) => uss(folder, set).map(threadOf)),
  },
}

/** The labelled threads of the sets that `folder` holds, in the order of the sets. */
export function labelledThreads(folder: string, splits: readonly Split[]): LabelledThread[] {
  const labels = readLabels()
  return Object.entries(SETS)
    .filter(([, { path }]) => existsSync(join(folder, path)))
    .flatMap(([set, { load }]) => {
      const wanted = [...labels.values()].filter(
        (one) => one.set === set && splits.includes(one.split),
      )
      if (wanted.length === 0) return []
      const threads = new Map(load(folder).map((thread) => [thread.id, thread]))
      return wanted.flatMap(({ thread: id, ...rest }) => {
        const thread = threads.get(id)
        return thread === undefined ? [] : [{ ...rest, thread }]
      })
    })
}

function threadOf({ thread }: { readonly thread: Thread }): Thread {
  return thread
}

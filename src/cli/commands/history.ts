import { openBatches } from '../../analysis/batches/open-batches.ts'
import type { Run } from '../../domain/analysis/run.ts'
import { DEFAULT_LIMIT, MAX_LIMIT } from '../../domain/thread/thread-query.ts'
import { defineCommand, STORE_FLAG } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { onOff, text, wholeNumber, wrongUsage } from '../flags.ts'
import { batchDocument, batchLines } from '../models/batch-lines.ts'
import { printOlder } from '../moving/print-older.ts'
import { choiceShort } from '../models/choice-text.ts'
import { spentSoFar } from '../models/spending-lines.ts'
import { called } from '../output/called.ts'
import { shortTime, table } from '../output/format.ts'

export const historyCommand = defineCommand({
  name: 'history',
  summary: 'List runs, and with --threads which thread was analyzed when',
  flags: {
    threads: onOff('list analyzed threads too'),
    older: text('RESULT', 'print a result of the older app, unverified as it is; "all" lists them'),
    limit: wholeNumber('at most this many of each, newest first; default 50', MAX_LIMIT),
    ...STORE_FLAG,
  },
  examples: [
    'hitcraft history',
    'hitcraft history --threads --limit 200 --json',
    'hitcraft history --older all',
  ],
  check({ older, ...flags }) {
    if (older !== undefined && flags.threads) throw wrongUsage('give either --older or --threads')
  },
  async run(context, { limit = DEFAULT_LIMIT, older, threads: withThreads = false }) {
    const store = await context.openStore('read')
    if (older !== undefined) return printOlder(context, store, older, limit)
    const runs = await store.listRecords('run', { limit, descending: true })
    const batches = await openBatches(store)
    const threads = withThreads
      ? await store.listRecords('history', { limit, descending: true })
      : []
    if (context.json) {
      const documents = runs.map(
        ({ schemaVersion: _version, planned: _planned, errors: _errors, ...run }) => ({
          ...run,
          finishedAt: run.finishedAt ?? null,
        }),
      )
      context.printJson({
        runs: documents,
        batches: batches.map(batchDocument),
        ...(withThreads ? { threads } : {}),
      })
      return EXIT.done
    }
    if (runs.length === 0)
      context.print(`Nothing was analyzed yet. Run: ${called(context, 'analyze')}`)
    const rows = runs.map((run) => [
      shortTime(run.startedAt),
      run.status,
      String(run.analyzed),
      failedOf(run),
      run.spending === undefined ? '' : spentSoFar(run.spending),
      run.analyzerKey,
      run.choice === undefined ? '' : choiceShort(run.choice),
    ])
    if (rows.length > 0) {
      rows.unshift(['STARTED (UTC)', 'STATUS', 'ANALYZED', 'FAILED', 'SPENT', 'ANALYZER', 'CHOSEN'])
    }
    const entries = threads.map((entry) => [
      shortTime(entry.timestamp),
      entry.threadId,
      entry.messageCount === undefined ? '' : String(entry.messageCount),
      entry.analyzerKey,
    ])
    if (entries.length > 0) entries.unshift(['ANALYZED (UTC)', 'THREAD', 'MESSAGES', 'ANALYZER'])
    const underWay = batchLines(batches)
    for (const line of [...table(rows), ...underWay, ...table(entries)]) context.print(line)
    return EXIT.done
  },
})

/** `0`, or how many by their kinds: `3 (ANSWER_CUT 1, UNAVAILABLE 2)`. */
function failedOf({ failed, failedBy }: Run): string {
  const kinds = Object.entries(failedBy).map(([code, n]) => `${code} ${n}`)
  return kinds.length === 0 ? String(failed) : `${failed} (${kinds.join(', ')})`
}

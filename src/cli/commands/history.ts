import type { Command } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { numberFlag } from '../flags.ts'
import { shortTime, table } from '../format.ts'

export const historyCommand: Command = {
  name: 'history',
  summary: 'List runs, and with --threads which thread was analyzed when',
  usage: '[--threads] [--limit N]',
  options: {
    threads: { type: 'boolean', about: 'list analyzed threads too' },
    limit: {
      type: 'string',
      value: 'N',
      about: 'at most this many of each, newest first; default 50',
    },
  },
  examples: ['hitcraft history', 'hitcraft history --threads --limit 200 --json'],
  async run(context, args) {
    const limit = Math.min(numberFlag(args, 'limit') ?? 50, 1000)
    const store = await context.openStore('read')
    const runs = await store.listRecords('run', { limit, descending: true })
    const threads = args.flag('threads')
      ? await store.listRecords('history', { limit, descending: true })
      : []
    if (context.json) {
      const documents = runs.map(({ planned: _planned, errors: _errors, ...run }) => ({
        ...run,
        finishedAt: run.finishedAt ?? null,
      }))
      context.printJson({ runs: documents, ...(args.flag('threads') ? { threads } : {}) })
      return EXIT.done
    }
    if (runs.length === 0) context.print('Nothing was analyzed yet. Run: hitcraft analyze')
    const rows = runs.map((run) => [
      shortTime(run.startedAt),
      run.status,
      String(run.analyzed),
      String(run.failed),
      run.analyzerKey,
    ])
    if (rows.length > 0) rows.unshift(['STARTED (UTC)', 'STATUS', 'ANALYZED', 'FAILED', 'ANALYZER'])
    const entries = threads.map((entry) => [
      shortTime(entry.timestamp),
      entry.threadId,
      entry.messageCount === undefined ? '' : String(entry.messageCount),
      entry.analyzerKey,
    ])
    if (entries.length > 0) entries.unshift(['ANALYZED (UTC)', 'THREAD', 'MESSAGES', 'ANALYZER'])
    for (const line of [...table(rows), ...table(entries)]) context.print(line)
    return EXIT.done
  },
}

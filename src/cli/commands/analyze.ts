import { openAnalyzer } from '../../analysis/registry.ts'
import { planAnalysis, runAnalysis } from '../../analysis/run-analysis.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { Command, ParsedArgs } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { count } from '../format.ts'
import { numberFlag } from '../flags.ts'

export const analyzeCommand: Command = {
  name: 'analyze',
  summary: 'Analyze the pending threads: each once, and again only when it changed',
  usage: '[--limit N] [--dry-run]',
  options: {
    analyzer: { type: 'string', value: 'NAME', about: 'local (default): offline, no key' },
    limit: { type: 'string', value: 'N', about: 'at most this many threads' },
    'dry-run': { type: 'boolean', about: 'say what would be analyzed and what it costs' },
    retopic: { type: 'boolean', about: 'fit the topics anew; ids of known topics are kept' },
  },
  examples: [
    'hitcraft analyze',
    'hitcraft analyze --limit 100',
    'hitcraft analyze --dry-run --json',
  ],
  async run(context, args) {
    const analyzer = await openAnalyzer(analyzerName(args, context.config.analyzer))
    const limit = numberFlag(args, 'limit')
    const store = await context.openStore()
    const bounds = limit === undefined ? {} : { limit }
    if (args.flag('dry-run')) {
      const plan = await planAnalysis(store, analyzer, bounds)
      if (context.json) context.printJson({ ...plan, cost: 0 })
      else {
        context.print(
          `${count(plan.pending, 'thread')} pending under ${plan.analyzerKey}; ${plan.planned} would be analyzed, at no cost.`,
        )
      }
      return EXIT.done
    }
    const progress = context.progress('analyze')
    const run = await runAnalysis(store, analyzer, {
      ...bounds,
      retopic: args.flag('retopic'),
      signal: context.signal,
      onProgress: (done, total) => progress.update(done, total, `${done} of ${total}`),
    }).finally(() => progress.end())
    const pending = await store.countPending(analyzer.key)
    if (context.json) {
      const { analyzed, failed, status, errors } = run
      context.printJson({
        runId: run.id,
        analyzerKey: analyzer.key,
        analyzed,
        failed,
        pending,
        status,
        errors,
      })
    } else {
      const failed = run.failed === 0 ? '' : `, ${run.failed} failed and stay pending`
      context.print(`${count(run.analyzed, 'thread')} analyzed${failed}; ${pending} pending.`)
      for (const { threadId, code, message } of run.errors.slice(0, 10)) {
        context.note(`  ${threadId}: ${message} (${code})`)
      }
    }
    if (run.status === 'interrupted') return EXIT.interrupted
    return run.failed > 0 || run.status === 'failed' ? EXIT.failed : EXIT.done
  },
}

function analyzerName(args: ParsedArgs, configured: 'local'): 'local' {
  const name = args.text('analyzer') ?? configured
  if (name === 'local') return name
  throw new HitCraftError('UNSUPPORTED', `the analyzer "${name}" is not in this version`, {
    remedy: 'Use --analyzer local.',
  })
}

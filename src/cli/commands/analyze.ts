import { analyze, planAnalysis } from '../../app/analyze.ts'
import { defineCommand, STORE_FLAG } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { onOff, oneOf, wholeNumber, wrongUsage } from '../flags.ts'
import { count } from '../output/format.ts'

export const analyzeCommand = defineCommand({
  name: 'analyze',
  summary: 'Analyze the pending threads: each once, and again only when it changed',
  flags: {
    analyzer: oneOf(['local'], 'local (default): offline, no key'),
    limit: wholeNumber('at most this many threads'),
    'dry-run': onOff('say what would be analyzed and what it costs'),
    retopic: onOff('fit the topics anew; ids of known topics are kept'),
    ...STORE_FLAG,
  },
  examples: [
    'hitcraft analyze',
    'hitcraft analyze --limit 100',
    'hitcraft analyze --dry-run --json',
  ],
  check({ retopic, 'dry-run': dryRun }) {
    if (retopic && dryRun) throw wrongUsage('--retopic has no dry run')
  },
  async run(context, { limit, retopic = false, 'dry-run': dryRun, analyzer: name }) {
    const workspace = await context.openWorkspace(undefined, name)
    const bounds = limit === undefined ? {} : { limit }
    if (dryRun === true) {
      const plan = await planAnalysis(workspace, bounds)
      if (context.json) context.printJson({ ...plan, cost: 0 })
      else {
        context.print(
          `${count(plan.pending, 'thread')} pending under ${plan.analyzerKey}; ${plan.planned} would be analyzed, at no cost.`,
        )
      }
      return EXIT.done
    }
    const progress = context.progress('analyze')
    const run = await analyze(workspace, {
      ...bounds,
      retopic,
      signal: context.signal,
      onProgress: (done, total) => progress.update(done, total, `${done} of ${total}`),
    }).finally(() => progress.end())
    const { pending, analyzerKey } = await planAnalysis(workspace)
    if (context.json) {
      const { analyzed, failed, status, errors } = run
      context.printJson({
        runId: run.id,
        analyzerKey,
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
})

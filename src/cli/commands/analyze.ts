import { openBatches } from '../../analysis/batches/open-batches.ts'
import { ANALYZER_NAMES } from '../../analysis/registry.ts'
import type { AnalyzerName } from '../../analysis/registry.ts'
import type { WaitingFor } from '../../analysis/run/run-options.ts'
import { analyze, estimateAnalysis, planAnalysis } from '../../app/analyze.ts'
import { NANO_USD } from '../../domain/written/money.ts'
import type { Run } from '../../domain/analysis/run.ts'
import { given } from '../../domain/values/given.ts'
import { defineCommand, STORE_FLAG } from '../command.ts'
import type { CommandContext } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { onOff, oneOf, text, wholeNumber, wrongUsage } from '../flags.ts'
import { budget } from '../models/budget-flag.ts'
import { choiceText } from '../models/choice-text.ts'
import { batchDocument, batchLines, waitingText } from '../models/batch-lines.ts'
import { estimateLines } from '../models/estimate-lines.ts'
import { spendingLines, spentSoFar } from '../models/spending-lines.ts'
import { count } from '../output/format.ts'
import { ONLY } from '../threads/only-flag.ts'
import { showSent } from '../threads/show-sent.ts'

/** Flags of analyzers that ask a model. */
const OF_MODELS = ['batch', 'budget']

export const analyzeCommand = defineCommand({
  name: 'analyze',
  summary: 'Analyze the pending threads: each once, and again only when it changed',
  flags: {
    analyzer: oneOf(ANALYZER_NAMES, 'local (default): offline, no key; claude, openai: a model'),
    limit: wholeNumber('at most this many threads'),
    sample: wholeNumber(
      'threads drawn at random over topics and months, the same each time; more of them later add to these',
    ),
    only: ONLY,
    budget: budget('spend no more in this run: 5usd, 200000tokens'),
    batch: onOff(
      'give the threads to the service in batches, for half the price, and wait; up to a day',
    ),
    'give-up': text(
      'BATCH',
      'with --batch: have the threads asked for anew of a batch that was deleted at the service',
    ),
    'dry-run': onOff('say what would be analyzed, why, and what it costs'),
    'show-sent': text(
      'ID',
      'print what would be sent of this thread, with --json byte for byte, and send nothing',
    ),
    retopic: onOff('fit the topics anew; ids of known topics are kept'),
    ...STORE_FLAG,
  },
  examples: [
    'hitcraft analyze',
    'hitcraft analyze --limit 100',
    'hitcraft analyze --dry-run --json',
    'hitcraft analyze --analyzer claude --sample 400 --only failure=any --only from=2025-03-01',
    'hitcraft analyze --analyzer claude --batch --budget 5usd',
    'hitcraft analyze --analyzer claude --show-sent 67a4473c411ee6985e8fdc16',
  ],
  check({ retopic, batch, 'dry-run': dryRun, 'give-up': givenUp }) {
    if (retopic && dryRun) throw wrongUsage('--retopic has no dry run')
    if (givenUp !== undefined && !batch) throw wrongUsage('--give-up goes with --batch')
  },
  async run(context, { retopic = false, 'dry-run': dryRun, analyzer: name, ...flags }) {
    refuseOfModels(name ?? context.config.analyzer, flags)
    const workspace = await context.openWorkspace(undefined, name)
    const {
      limit,
      sample,
      only,
      budget: most,
      batch,
      'show-sent': shownId,
      'give-up': giveUp,
    } = flags
    if (shownId !== undefined) return showSent(context, workspace, shownId)
    const choice = given({ limit, sample, only })
    if (dryRun === true) {
      const plan = await estimateAnalysis(workspace, {
        ...choice,
        count: true,
        ...given({ batch }),
        signal: context.signal,
      })
      const { calls } = plan
      const cost = calls === undefined ? 0 : (calls.nanoUsd?.about ?? null)
      if (context.json) context.printJson({ ...plan, cost: cost === null ? null : cost / NANO_USD })
      else for (const line of estimateLines(plan)) context.print(line)
      return EXIT.done
    }
    const progress = context.progress('analyze')
    const onWaiting = (waiting: WaitingFor) => progress.update(0, undefined, waitingText(waiting))
    const run = await analyze(workspace, {
      ...choice,
      ...given({ budget: most, batch: batch && { onWaiting, ...given({ giveUp }) } }),
      retopic,
      signal: context.signal,
      onProgress: (done, total, spending) => {
        const spent = spending === undefined ? '' : `  ${spentSoFar(spending)}`
        progress.update(done, total, `${done} of ${total}${spent}`)
      },
    }).finally(() => progress.end())
    const { pending } = await planAnalysis(workspace)
    const open = await openBatches(workspace.store, workspace.analyzer.key)
    if (context.json)
      context.printJson({ ...documentOf(run, pending), batches: open.map(batchDocument) })
    else {
      const failed = run.failed === 0 ? '' : `, ${run.failed} failed and stay pending`
      context.print(`${count(run.analyzed, 'thread')} analyzed${failed}; ${pending} pending.`)
      if (run.choice !== undefined) context.print(choiceText(run.choice))
      if (run.spending !== undefined) spendingLines(run.spending).forEach(context.print)
      batchLines(open).forEach(context.note)
      if (run.status === 'budget') context.note(`Stopped: ${run.reason ?? ''}.`)
      for (const [code, n] of Object.entries(run.failedBy)) context.note(`  ${code}: ${n}`)
      for (const { threadId, code, message } of run.errors.slice(0, 10)) {
        context.note(`  ${threadId}: ${message} (${code})`)
      }
      if (name !== undefined && name !== context.config.analyzer) {
        context.note(`Set ANALYZER=${name} to see this in reports, in lists and on the page.`)
      }
    }
    return exitOf(run, context)
  },
})

/** @throws HitCraftError INVALID_CONFIG for what only an analyzer that asks a model can do */
function refuseOfModels(name: AnalyzerName, flags: Readonly<Record<string, unknown>>): void {
  const flag = OF_MODELS.find((one) => flags[one] !== undefined)
  if (name !== 'local' || flag === undefined) return
  throw wrongUsage(
    `--${flag} goes with an analyzer that asks a model; local asks none and costs nothing`,
    `Leave it out, or name a model's analyzer, as in --analyzer claude --${flag}.`,
  )
}

function documentOf(run: Run, pending: number) {
  const { id: runId, analyzerKey, analyzed, failed, failedBy, status, errors } = run
  const { reason, spending, budget: most, choice } = run
  return {
    runId,
    analyzerKey,
    analyzed,
    failed,
    failedBy,
    pending,
    status,
    ...given({ reason, choice, spending, budget: most }),
    errors,
  }
}

/** A budget that is used up is what was asked for; an outage is not. */
function exitOf(
  { status, failed, reason }: Run,
  { json, note }: Pick<CommandContext, 'json' | 'note'>,
) {
  if (status === 'interrupted') return EXIT.interrupted
  if (status === 'outage') {
    if (!json) note(`Stopped: ${reason ?? ''}. Run it again once the service answers.`)
    return EXIT.failed
  }
  return failed > 0 || status === 'failed' ? EXIT.failed : EXIT.done
}

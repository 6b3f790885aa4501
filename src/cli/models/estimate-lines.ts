import type { CallEstimate } from '../../analysis/models/plan/estimate-calls.ts'
import type { AnalysisEstimate } from '../../app/analyze.ts'
import { count } from '../output/format.ts'
import { choiceText } from './choice-text.ts'
import { durationOf } from '../../domain/written/duration.ts'
import { costText, listText, underWayText, whyText } from '../../domain/written/plan.ts'

/** Threads that a person is named. */
const NAMED = 5

/** What a run would do, as a person reads it. */
export function estimateLines(plan: AnalysisEstimate): string[] {
  const { pending, planned, underWay, analyzerKey, threads, calls, choice } = plan
  const changed = threads.filter(({ why }) => why === 'changed').length
  const why = planned === 0 ? '' : ` (${whyText({ planned, seen: threads.length, changed })})`
  return [
    `${count(pending, 'thread')} pending under ${analyzerKey}; ${planned} would be analyzed${why}${calls === undefined ? ', at no cost' : ''}.`,
    ...(underWay === undefined ? [] : [underWayText(underWay)]),
    ...(choice === undefined ? [] : [choiceText(choice)]),
    ...threads
      .slice(0, NAMED)
      .map(({ id, why, messages }) => `  ${id}: ${why}, ${count(messages, 'message')}`),
    ...(planned > NAMED ? [`  and ${(planned - NAMED).toLocaleString('en-US')} more`] : []),
    ...(calls === undefined || planned === 0 ? [] : callLines(calls)),
  ]
}

function callLines(calls: CallEstimate): string[] {
  const { tokens, nanoUsd, pricesAsOf, learnedFrom, isBatch, isElsewhere } = calls
  const number = (n: number) => n.toLocaleString('en-US')
  const off = Math.ceil(tokens.inputOff * 100)
  const how =
    tokens.counted === 0
      ? `estimated by their letters, within ${off} %`
      : off === 0
        ? 'counted by the service'
        : `within ${off} %, by ${count(tokens.counted, 'request')} that the service counted`
  return [
    `${count(calls.calls, 'call')} of ${calls.model} (${calls.provider}): ${number(tokens.input)} tokens sent (${how}), about ${number(tokens.output)} answered; at most ${number(tokens.most)} in all.`,
    nanoUsd === undefined
      ? `No price of ${calls.model} is known: only a budget in tokens can be kept.`
      : `${costText(nanoUsd, calls.share)}, by ${isBatch ? 'half of ' : ''}${listText(pricesAsOf ?? '', isElsewhere === true)}.`,
    isBatch
      ? 'In batches, which a service may take up to 24 hours for. Ctrl-C leaves them under way there.'
      : `About ${durationOf(calls.seconds)}.`,
    learnedFrom === 0
      ? `The length of the answers${isBatch ? ' is' : ' and the time are'} assumed, as no run has been made yet: --limit 20 tells more.`
      : `Answers${isBatch ? ' and price' : ', price and time'} as those of ${count(learnedFrom, 'call')} before.`,
  ]
}

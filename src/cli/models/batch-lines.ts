import type { WaitingFor } from '../../analysis/run/run-options.ts'
import type { Batch } from '../../domain/analysis/batch.ts'
import { given } from '../../domain/values/given.ts'
import { usd } from '../../domain/written/money.ts'
import { count, shortTime } from '../output/format.ts'

/** Batches under way, as a person reads them: one a line, and how they are collected. */
export function batchLines(open: readonly Batch[]): string[] {
  if (open.length === 0) return []
  return [
    ...open.map((batch) => {
      const { status, analyzerKey, madeAt, requests, most, rows } = batch
      const threads = rows.filter(({ thread }) => thread !== undefined).length
      const cost = most.nanoUsd === undefined ? `${number(most.tokens)} tokens` : usd(most.nanoUsd)
      const sure = status === 'submitted' ? '' : ', if the service has it'
      return `Under way${sure}: a batch of ${count(requests, 'request')} for ${count(threads, 'thread')}, made ${shortTime(madeAt)} (UTC) under ${analyzerKey}; at most ${cost}.`
    }),
    ...[...new Set(open.map(({ provider }) => provider))].map(
      (name) =>
        `The same command collects ${open.length === 1 ? 'it' : 'them'}, also after a restart: hitcraft analyze --analyzer ${name} --batch. Until then nothing else asks for these threads.`,
    ),
  ]
}

/** What a document says of one. */
export function batchDocument({
  id,
  batchId,
  analyzerKey,
  runId,
  status,
  madeAt,
  requests,
  most,
  rows,
}: Batch) {
  const threads = rows.filter(({ thread }) => thread !== undefined).length
  return {
    id,
    ...given({ batchId }),
    analyzerKey,
    runId,
    status,
    madeAt,
    requests,
    threads,
    most,
  }
}

/** What a run waits for, in a few words. */
export function waitingText({ batches, requests, done }: WaitingFor): string {
  const told = done === 0 ? '' : `, ${number(done)} done`
  return `waiting for ${count(batches, 'batch', 'batches')} of ${count(requests, 'request')}${told}; Ctrl-C leaves ${batches === 1 ? 'it' : 'them'} under way`
}

function number(n: number): string {
  return n.toLocaleString('en-US')
}

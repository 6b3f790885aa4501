import { expect, it } from 'vitest'
import { choiceOfKey } from '../../src/analysis/choosing/choice-of-key.ts'
import { historyEntry, newRun } from '../../src/analysis/run/run-record.ts'
import type { Choice } from '../../src/domain/analysis/choice.ts'
import type { Run } from '../../src/domain/analysis/run.ts'
import { threadOf } from './thread-of.ts'
import { openLocalAnalyzer } from '../../src/analysis/local/local-analyzer.ts'
import { storeWith } from './store-with.ts'

const KEY = openLocalAnalyzer().key
const SAMPLE: Choice = { sample: { size: 2, of: 3 } }

/** A run that was killed before it said that it analyzed anything. */
function killed(choice: Choice | undefined): Run {
  const { worker, ...run } = newRun(KEY, { planned: 3, choice })
  return { ...run, status: 'interrupted', finishedAt: worker?.heartbeatAt ?? run.startedAt }
}

async function stored(run: Run) {
  const store = await storeWith(1)
  const thread = threadOf(['u: how do I export?', 'a: Press export.'], 't0')
  await store.mergeThreads([thread])
  const analysis = await openLocalAnalyzer().analyze(thread)
  await store.saveAnalyses([{ analysis, entry: historyEntry(run, analysis, 2) }])
  await store.putRecords('run', [run])
  return store
}

it('a run that was killed between storing and saying so is known by its choice', async () => {
  expect(await choiceOfKey(await stored(killed(SAMPLE)), KEY)).toEqual({ how: 'sample' })
  const store = await stored(killed(SAMPLE))
  const plain = killed(undefined)
  await store.putRecords('run', [plain])
  // It stored nothing, so that it changes nothing.
  expect(await choiceOfKey(store, KEY)).toEqual({ how: 'sample' })
  const both = await stored(plain)
  await both.putRecords('run', [{ ...killed(SAMPLE), analyzed: 1 }])
  expect(await choiceOfKey(both, KEY)).toEqual({ how: 'mixed' })
})

it('what is collected of a batch is of the choice of the run that submitted it', async () => {
  const store = await storeWith(0)
  const run = killed(SAMPLE)
  await store.putRecords('run', [run, { ...killed(undefined), analyzed: 2, status: 'done' }])
  expect(await choiceOfKey(store, KEY)).toBeUndefined()
  await store.putRecords('batch', [
    {
      id: `${run.startedAt}-0`,
      analyzerKey: KEY,
      runId: run.id,
      provider: 'claude',
      model: 'm',
      status: 'collected',
      madeAt: run.startedAt,
      requests: 2,
      most: { tokens: 1 },
      rows: [],
    },
  ])
  expect(await choiceOfKey(store, KEY)).toEqual({ how: 'mixed' })
})

import { afterEach, expect, it } from 'vitest'
import type { Asking } from '../../../src/analysis/analyzer.ts'
import type { BatchService } from '../../../src/analysis/models/model-provider.ts'
import { openModelAnalyzer } from '../../../src/analysis/models/open-model-analyzer.ts'
import { runAnalysis } from '../../../src/analysis/run-analysis.ts'
import { HitCraftError } from '../../../src/errors/hitcraft-error.ts'
import { startModelDouble } from '../../services/models/model-double.ts'
import type { ModelDouble } from '../../services/models/model-double.ts'
import { plainReader } from '../../services/models/plain-reader.ts'
import { storeWith } from '../store-with.ts'

let double: ModelDouble | undefined

afterEach(async () => {
  await double?.close()
  double = undefined
})

it.each(['read', 'submit', 'find'] as const)(
  'the record of a batch names no thread that was erased meanwhile (%s)',
  async (during) => {
    const store = await storeWith(3)
    double = await startModelDouble(plainReader, () => ({ state: 'working' }))
    const analyzer = openModelAnalyzer('openai', double.settings)
    const { asks } = analyzer
    const service = asks?.provider.batches
    if (asks === undefined || service === undefined) throw new Error('no batches')
    const erase = async (step: typeof during) => {
      if (step === during) await store.eraseThreads(['t1'])
    }
    const batches: BatchService = {
      ...service,
      async submit(...given) {
        const batchId = await service.submit(...given)
        await erase('submit')
        if (during === 'find') throw new HitCraftError('UNAVAILABLE', 'the connection was lost')
        return batchId
      },
      async find(...given) {
        const found = await service.find(...given)
        await erase('find')
        return found
      },
    }
    const changed: Asking = {
      ...asks,
      provider: { ...asks.provider, batches },
      async requestsOf(thread) {
        const requests = await asks.requestsOf(thread)
        if (thread.id === 't1') await erase('read')
        return requests
      },
    }
    const stop = new AbortController()
    let waits = 0
    const onWaiting = () => {
      if (++waits === 2) stop.abort()
    }
    const batch = { onWaiting, pause: { first: 2, longest: 20 } }
    await runAnalysis(store, { ...analyzer, asks: changed }, { signal: stop.signal, batch })
    const [record] = await store.listRecords('batch')
    expect(record).toMatchObject({ status: 'submitted', requests: 3 })
    expect(record?.rows.map(({ thread }) => thread?.id)).toEqual(['t0', undefined, 't2'])
  },
)

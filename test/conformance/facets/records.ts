import { expect } from 'vitest'
import { compareIds } from '../../../src/domain/values/ids.ts'
import { idOfRecord, ALL_KINDS } from '../../../src/domain/records.ts'
import type { RecordKind } from '../../../src/domain/records.ts'
import { AWKWARD_IDS } from '../arbitraries.ts'
import { analyzed, expectCode, expectSame, KEY, oneLine } from '../check.ts'
import type { Facet, StoreUnderTest } from '../check.ts'
import { AWKWARD_TEXT, MAKE } from '../make-record.ts'

const KINDS = ALL_KINDS

async function roundTrip({ store }: StoreUnderTest, kind: RecordKind): Promise<void> {
  const records = AWKWARD_IDS.map((id) => MAKE[kind](id, `${AWKWARD_TEXT}${id}`))
  await store.putRecords(kind, records)
  await store.putRecords(kind, [])
  const ids = records.map((record) => idOfRecord(kind, record)).sort(compareIds)
  expect(await store.countRecords(kind)).toBe(ids.length)
  for (const record of records) {
    expectSame(await store.getRecord(kind, idOfRecord(kind, record)), record)
  }
  expect(await store.getRecord(kind, 'not there')).toBeUndefined()
  for (const descending of [false, true]) {
    const seen: string[] = []
    for (;;) {
      const after = seen.at(-1)
      const page = await store.listRecords(kind, {
        limit: 7,
        descending,
        ...(after === undefined ? {} : { after }),
      })
      seen.push(...page.map((record) => idOfRecord(kind, record)))
      if (page.length < 7) break
      expect(seen.length).toBeLessThan(1000)
    }
    expectSame(seen, descending ? ids.toReversed() : ids)
  }
  expect(await store.listRecords(kind)).toHaveLength(Math.min(50, ids.length))
  expect(await store.listRecords(kind, { limit: 1000 })).toHaveLength(ids.length)
  await expectCode('INVALID_INPUT', () => store.listRecords(kind, { limit: 0 }))
  await expectCode('INVALID_INPUT', () => store.listRecords(kind, { limit: 1001 }))
  const [first] = ids
  const changed = MAKE[kind](AWKWARD_IDS[0] ?? '', 'changed')
  await store.putRecords(kind, [MAKE[kind](AWKWARD_IDS[0] ?? '', 'before'), changed])
  expectSame(await store.getRecord(kind, idOfRecord(kind, changed)), changed)
  expect(await store.countRecords(kind)).toBe(ids.length)
  expect(first).toBeDefined()
}

export const records: Facet = {
  name: 'records',
  checks: [
    ...KINDS.map((kind) => ({
      name: `${kind}: stored as it is, whether its thread is there or not, listed by id both ways`,
      run: (opened: StoreUnderTest) => roundTrip(opened, kind),
    })),
    {
      name: 'kinds do not meet, and none is seen as a thread',
      async run({ store }) {
        await store.mergeThreads([oneLine('a', 'x')])
        for (const kind of KINDS) await store.putRecords(kind, [MAKE[kind]('same', kind)])
        for (const kind of KINDS) expect(await store.countRecords(kind)).toBe(1)
        expect(await store.countThreads({})).toBe(1)
        expect(await store.getThread('same')).toBeUndefined()
      },
    },
    {
      name: 'a record that has not the shape of its kind is refused, with all of its call',
      async run({ store }) {
        await store.mergeThreads([oneLine('a', 'x')])
        for (const kind of KINDS) {
          const misshapen = { ...MAKE[kind]('b', 'x'), unheardOf: 1 }
          await expectCode('INVALID_INPUT', () =>
            store.putRecords(kind, [MAKE[kind]('a', 'x'), misshapen]),
          )
          expect(await store.countRecords(kind)).toBe(0)
        }
        const { analysis, entry } = analyzed(oneLine('a', 'x'))
        const misshapen = Object.assign({}, analysis, { unheardOf: 1 })
        await expectCode('INVALID_INPUT', () =>
          store.saveAnalyses([{ analysis: misshapen, entry }]),
        )
        expect(await store.countRecords('history')).toBe(0)
      },
    },
    {
      name: 'an analysis and an assignment put as records count like saved ones',
      async run({ store }) {
        const thread = oneLine('a', 'x')
        const { analysis } = analyzed(thread, { outcome: 'partly' })
        // The records come before the thread, as a migration may bring them.
        await store.putRecords('analysis', [analysis])
        await store.putRecords('topicModel', [MAKE.topicModel('m', 'x')])
        await store.putRecords('topicAssignment', [MAKE.topicAssignment('a', 't1')])
        await store.mergeThreads([thread])
        expect(await store.countPending(KEY)).toBe(0)
        expectSame(await store.getAnalysis('a', KEY), analysis)
        const { items } = await store.listAnalyses({
          analyzerKey: KEY,
          topic: 't1',
          outcome: 'partly',
        })
        expect(items).toHaveLength(1)
      },
    },
    {
      name: 'reindex changes nothing that can be seen',
      async run({ store }) {
        for (const kind of KINDS) await store.putRecords(kind, [MAKE[kind]('r', 'text')])
        const thread = oneLine('a', 'words', 1)
        await store.mergeThreads([thread])
        await store.saveAnalyses([analyzed(thread)])
        const look = async () => ({
          list: await store.listThreads({ analyzerKey: KEY }),
          pending: await store.listPending({ analyzerKey: KEY }),
          found: await store.searchThreads({ words: 'words' }),
          records: await Promise.all(KINDS.map((kind) => store.listRecords(kind))),
        })
        await store.flushIndex()
        const before = await look()
        const told: number[] = []
        await store.reindex({ onProgress: (done) => told.push(done) })
        await store.flushIndex()
        expectSame(await look(), before)
        expect(told.length).toBeGreaterThan(0)
      },
    },
  ],
}

import { existsSync, globSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { analysisSchema, labelsOf } from '../../../src/domain/analysis/analysis.ts'
import { runSchema } from '../../../src/domain/analysis/run.ts'
import {
  topicAssignmentSchema,
  topicModelSchema,
} from '../../../src/domain/analysis/topic-model.ts'
import { openAnalyzer } from '../../../src/analysis/registry.ts'
import { runAnalysis } from '../../../src/analysis/run-analysis.ts'
import { verifyStores } from '../../../src/app/verify-stores.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import { oneLine } from '../../conformance/check.ts'
import { answersOf } from '../../fixtures/layouts/answers.ts'
import type { Answers } from '../../fixtures/layouts/answers.ts'
import { importAfresh } from '../../fixtures/layouts/fill.ts'
import { putBackStore } from '../../fixtures/layouts/kept-places.ts'
import type { Place } from '../../services/backends.ts'
import { TEST_BACKENDS } from '../../services/backends.ts'
import { describeOn } from '../../services/describe-on.ts'

const LAYOUTS = join(import.meta.dirname, '../../fixtures/layouts')
const NAMES = globSync('*/', { cwd: LAYOUTS }).toSorted()

const fileOf = (layout: string, { target }: Place, what: string) =>
  join(LAYOUTS, layout, `${target.kind}${what}`)

let folder: string
let afresh: ChatStore

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hitcraft-layout-'))
  afresh = await openChatStore({ kind: 'memory' })
  await importAfresh(afresh, folder)
})

afterAll(async () => {
  await afresh.close()
  await rm(folder, { recursive: true, force: true })
})

it('there are stores of earlier layouts to try', () => {
  expect(NAMES).toContain('650c2b7')
})

/**
 * Without what the version of a program decides and not the layout: the texts of records that are
 * brought up to date as they are read, the mean rating that lists once showed, and the report.
 */
function stillAnswered({
  analyses: _analyses,
  report: _report,
  records,
  ...same
}: Answers): Answers {
  const others = Object.entries(records as Readonly<Record<string, unknown>>)
  return { ...same, records: Object.fromEntries(others.filter(([kind]) => !UPGRADED.has(kind))) }
}

/** Kinds of which that layout holds an earlier version. */
const UPGRADED = new Set(['analysis', 'run', 'topicModel', 'topicAssignment'])

/** Every analysis is of the present version and says what the lists say of its thread. */
async function expectUpgraded(store: ChatStore): Promise<void> {
  const [run] = await store.listRecords('run')
  expect(runSchema.safeParse(run).error).toBeUndefined()
  const { items } = await store.listAnalyses({ analyzerKey: run?.analyzerKey ?? '', limit: 1000 })
  expect(items.length).toBeGreaterThan(0)
  for (const { summary, analysis } of items) {
    expect(analysisSchema.safeParse(analysis).error).toBeUndefined()
    expect(summary.analysis).toMatchObject(labelsOf(analysis))
  }
  const [model] = await store.listRecords('topicModel')
  expect(topicModelSchema.safeParse(model).error).toBeUndefined()
  const assigned = await store.listRecords('topicAssignment', { limit: 1000 })
  expect(assigned.length).toBeGreaterThan(0)
  const topics = new Set(model?.topics.map(({ id }) => id))
  for (const assignment of assigned) {
    expect(topicAssignmentSchema.safeParse(assignment).error).toBeUndefined()
    expect(assignment.topics.every(({ id }) => topics.has(id))).toBe(true)
  }
}

for (const backend of TEST_BACKENDS) {
  describeOn(backend, 'a store of an earlier layout', (running) => {
    it.for(NAMES)(
      'of %s opens, answers as it did then, and is written to',
      async (layout, { skip }) => {
        const place = await running().fresh()
        const kept = fileOf(layout, place, '.gz')
        if (!existsSync(kept)) skip(`${place.target.kind} had no store at ${layout}`)
        await putBackStore(readFileSync(kept), place)
        const answered = JSON.parse(
          gunzipSync(readFileSync(fileOf(layout, place, '.answers.json.gz'))).toString(),
          (name, value: unknown) => (name === 'satisfaction' ? undefined : value),
        ) as Answers

        const store = await openChatStore(place.target)
        await store.flushIndex()
        expect(await answersOf(store)).toMatchObject(stillAnswered(answered))
        await expectUpgraded(store)
        expect(await Array.fromAsync(store.examine())).toEqual([])
        expect((await verifyStores(afresh, store)).kinds['threads']).toMatchObject({
          differences: 0,
        })

        const { key } = await openAnalyzer('local')
        const erased = oneLine('doomed', 'never seen again', 6)
        const outcomes = await store.mergeThreads([erased, oneLine('new', 'words', 10)])
        expect(outcomes.map(({ outcome }) => outcome)).toEqual(['erased', 'added'])
        await runAnalysis(store, await openAnalyzer('local'))
        expect(await store.countPending(key)).toBe(0)
        expect(await store.eraseThreads(['case'])).toBe(1)
        await store.close()

        const again = await openChatStore(place.target)
        const ids = (await again.listThreads({ order: 'id', limit: 1000 })).items.map(
          ({ id }) => id,
        )
        const before = answered['byId'] as readonly string[]
        expect(ids.toSorted()).toEqual([...before.filter((id) => id !== 'case'), 'new'].toSorted())
        await again.reindex()
        await again.flushIndex()
        expect(await Array.fromAsync(again.examine())).toEqual([])
        await again.close()
      },
    )
  })
}

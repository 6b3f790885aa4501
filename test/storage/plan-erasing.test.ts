import { expect, it } from 'vitest'
import { ALL_KINDS, RECORD_KINDS } from '../../src/domain/records.ts'
import { tombstoneId } from '../../src/domain/thread/tombstone.ts'
import {
  burialOf,
  foundDamaged,
  foundThread,
  planErasing,
  SCRUBBED_KINDS,
  withoutThreads,
} from '../../src/storage/core/plan-erasing.ts'
import { kinded } from '../../src/storage/core/record-row.ts'
import { analyzed, at, oneLine, topicModel, topicOf } from '../conformance/check.ts'
import { IMPORT, runOf } from '../integration/every-backend/doomed.ts'

const burial = { secret: 'k', at: at(0) }
const model = { ...topicModel('m'), topics: [topicOf(['gone', 'kept'])] }

it('threads are buried under all of their names, damaged ones under what is known, users always', () => {
  const { ids, stones } = planErasing({
    asked: ['gone', 'damaged', 'not there'],
    found: [foundThread(oneLine('gone', 'x')), foundDamaged('damaged')],
    users: ['u1'],
    records: [],
    burial,
  })
  expect(ids).toEqual(['gone', 'damaged'])
  const names = [
    ['user', 'u1'],
    ['thread', 'gone'],
    ['thread', 'damaged'],
  ] as const
  expect(stones).toEqual(
    names.map(([what, name]) => ({
      id: tombstoneId('k', what, name),
      what,
      erasedAt: at(0),
      key: 'k',
    })),
  )
})

it('of the other records those are written again that name a thread, also one that is gone already', () => {
  const plan = planErasing({
    asked: ['gone', 'not there'],
    found: [foundThread(oneLine('gone', 'x'))],
    users: [],
    records: [
      kinded('run', runOf('not there', 1)),
      kinded('run', runOf('kept', 1)),
      kinded('topicModel', model),
      kinded('topicModel', topicModel('none')),
    ],
    burial,
  })
  expect(plan.scrubbed).toEqual([
    { kind: 'run', record: { ...runOf('gone', 1), errors: [] } },
    { kind: 'topicModel', record: { ...model, topics: [topicOf(['kept'])] } },
  ])
})

it('a record goes with its thread, or stays without it, or is the very same', () => {
  const { analysis, entry } = analyzed(oneLine('gone', 'x'))
  const erased = new Set(['gone'])
  expect(withoutThreads(kinded('analysis', analysis), erased)).toBeUndefined()
  expect(withoutThreads(kinded('history', entry), erased)).toBeUndefined()
  const others = [kinded('import', IMPORT), kinded('run', runOf('kept', 1))]
  for (const other of others) expect(withoutThreads(other, erased)).toBe(other)
})

it('every kind that stays and speaks of threads can be written without them', () => {
  for (const kind of ALL_KINDS) {
    const { does } = RECORD_KINDS[kind].onErase
    expect(SCRUBBED_KINDS.includes(kind), kind).toBe(does === 'scrub' || does === 'refit')
  }
})

it('a store buries with the secret that it has, and the first time with a new one', () => {
  expect(burialOf('k').secret).toBe('k')
  expect(burialOf(undefined).secret).toMatch(/^[0-9a-f]{64}$/)
  expect(burialOf(undefined).secret).not.toBe(burialOf(undefined).secret)
})

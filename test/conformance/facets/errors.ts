import { expect } from 'vitest'
import { canonicalJson } from '../../../src/domain/values/canonical-json.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { analyzed, expectCode, expectSame, KEY, oneLine } from '../check.ts'
import type { Facet } from '../check.ts'

/** Every method that answers with data, called in a way that is right. */
const CALLS: readonly [string, (store: ChatStore) => Promise<unknown>][] = [
  ['mergeThreads', (store) => store.mergeThreads([oneLine('a', 'x')])],
  ['getThread', (store) => store.getThread('a')],
  ['getThreads', (store) => store.getThreads(['a'])],
  ['listThreads', (store) => store.listThreads({})],
  ['countThreads', (store) => store.countThreads({})],
  ['searchThreads', (store) => store.searchThreads({ words: 'x' })],
  ['eraseThreads', (store) => store.eraseThreads(['a'])],
  ['threadsOfUser', (store) => store.threadsOfUser('u')],
  ['eraseUser', (store) => store.eraseUser('u')],
  ['saveAnalyses', (store) => store.saveAnalyses([analyzed(oneLine('a', 'x'))])],
  ['getAnalysis', (store) => store.getAnalysis('a', KEY)],
  ['listAnalyses', (store) => store.listAnalyses({ analyzerKey: KEY })],
  ['listPending', (store) => store.listPending({ analyzerKey: KEY })],
  ['countPending', (store) => store.countPending(KEY)],
  ['claimPending', (store) => store.claimPending({ analyzerKey: KEY, worker: 'a', lease: 1000 })],
  [
    'renewClaims',
    (store) => store.renewClaims({ analyzerKey: KEY, worker: 'a', lease: 1000, ids: ['a'] }),
  ],
  [
    'claimTask',
    (store) => store.claimTask({ analyzerKey: KEY, worker: 'a', lease: 1000, task: 'fit' }),
  ],
  ['releaseClaims', (store) => store.releaseClaims(KEY, 'a')],
  ['putRecords', (store) => store.putRecords('history', [analyzed(oneLine('a', 'x')).entry])],
  ['getRecord', (store) => store.getRecord('run', 'r')],
  ['listRecords', (store) => store.listRecords('run')],
  ['countRecords', (store) => store.countRecords('run')],
  ['indexState', (store) => store.indexState()],
]

export const errors: Facet = {
  name: 'errors',
  checks: [
    {
      name: 'a thread whose hash is not that of its messages is refused and not stored',
      async run({ store }) {
        const wrong = { ...oneLine('b', 'private words'), contentHash: '0'.repeat(64) }
        await expectCode('INVALID_INPUT', () => store.mergeThreads([oneLine('a', 'x'), wrong]))
        expect(await store.getThread('b')).toBeUndefined()
        const error: unknown = await store.mergeThreads([wrong]).catch((caught: unknown) => caught)
        expect(error).toBeInstanceOf(Error)
        expect(error instanceof Error ? error.message : '').not.toContain('private')
      },
    },
    {
      name: 'a store that is closed is unavailable, never empty; closing again is nothing',
      async run({ store }) {
        await store.mergeThreads([oneLine('a', 'x')])
        await store.close()
        await store.close()
        for (const [name, call] of CALLS) {
          try {
            await expectCode('UNAVAILABLE', () => call(store))
          } catch (cause) {
            throw new Error(`${name} of a closed store`, { cause })
          }
        }
      },
    },
    {
      name: 'a signal that is raised ends a reindex as interrupted, and the store goes on',
      async run({ store }) {
        await store.mergeThreads([oneLine('a', 'x')])
        await expectCode('INTERRUPTED', () => store.reindex({ signal: AbortSignal.abort() }))
        await store.reindex()
        await store.flushIndex()
        expect((await store.searchThreads({ words: 'x' })).items).toHaveLength(1)
      },
    },
    {
      name: 'the checks say what they found, in one line, without a secret',
      async run({ store }) {
        const found = await store.check()
        expect(found.length).toBeGreaterThan(0)
        for (const { name, status, found: line } of found) {
          expect(name).not.toBe('')
          expect(['ok', 'warning']).toContain(status)
          expect(line).toMatch(/^[^\n]+$/)
        }
        expect(store.location).not.toMatch(/:[^/@]*@/)
      },
    },
    {
      name: 'no answer holds a member that JSON would lose',
      async run({ store }) {
        await store.mergeThreads([oneLine('a', 'x', 1)])
        await store.saveAnalyses([analyzed(oneLine('a', 'x', 1))])
        await store.flushIndex()
        for (const answer of [
          await store.getThread('a'),
          await store.listThreads({ analyzerKey: KEY }),
          await store.searchThreads({ words: 'x', analyzerKey: KEY }),
          await store.listAnalyses({ analyzerKey: KEY }),
          await store.listRecords('history'),
        ]) {
          expectSame(answer, JSON.parse(canonicalJson(answer)))
          expect(undefinedMembers(answer)).toEqual([])
        }
      },
    },
  ],
}

/** Paths of members that are there and undefined: two answers with and without one are not equal. */
function undefinedMembers(value: unknown, path = ''): string[] {
  if (value === undefined) return [path]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) =>
    undefinedMembers(member, `${path}/${key}`),
  )
}

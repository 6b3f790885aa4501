import { expect } from 'vitest'
import { ALL_KINDS, idOfRecord } from '../../../src/domain/records.ts'
import type { RecordKind } from '../../../src/domain/records.ts'
import { buildThread } from '../../../src/domain/thread/build-thread.ts'
import { compareIds } from '../../../src/domain/values/ids.ts'
import { threadHash } from '../../../src/migration/sources/whole-record.ts'
import type { ChatStore, Stamp } from '../../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../../src/storage/memory/memory-chat-store.ts'
import { AWKWARD_IDS } from '../arbitraries.ts'
import { at, expectCode, expectSame } from '../check.ts'
import type { Facet } from '../check.ts'
import { AWKWARD_TEXT, MAKE } from '../make-record.ts'

/** Enough for two pages. */
const IDS = AWKWARD_IDS.slice(-9)

async function stampsOf(store: ChatStore, kind: 'thread' | RecordKind): Promise<Stamp[]> {
  const stamps: Stamp[] = []
  for (;;) {
    const after = stamps.at(-1)?.id
    const page = await store.listStamps(kind, {
      limit: 7,
      ...(after === undefined ? {} : { after }),
    })
    stamps.push(...page)
    if (page.length < 7) return stamps
    expect(stamps.length).toBeLessThan(1000)
  }
}

function thread(id: string, asOf: string, ...more: string[]) {
  const messages = ['words', ...more].map((text, n) => ({
    id: `m${n}`,
    role: 'user',
    content: [{ type: 'text' as const, text }],
  }))
  return buildThread({ id, messages }, { format: 'test', asOf })
}

export const stamps: Facet = {
  name: 'stamps',
  checks: [
    {
      name: 'of threads they are the hashes of the whole records, also where only the age has grown',
      async run({ store, reopen }) {
        const ids = AWKWARD_IDS.toSorted(compareIds)
        await store.mergeThreads(AWKWARD_IDS.map((id) => thread(id, at(0))))
        await store.mergeThreads([thread('grown', at(0)), thread('older', at(0))])
        await store.mergeThreads([thread('grown', at(1), 'more'), thread('older', at(1))])
        const expected = async (opened: ChatStore) => {
          const stamped = await stampsOf(opened, 'thread')
          expectSame(
            stamped.map(({ id }) => id),
            [...ids, 'grown', 'older'].toSorted(compareIds),
          )
          for (const { id, stamp } of stamped) {
            const read = await opened.getThread(id)
            expect(stamp).toBe(read === undefined ? undefined : threadHash(read))
          }
        }
        await expected(store)
        const again = await reopen()
        await expected(again)
        await again.reindex()
        await expected(again)
        expect(await again.listStamps('thread')).toHaveLength(Math.min(50, ids.length + 2))
        await expectCode('INVALID_INPUT', () => again.listStamps('thread', { limit: 1001 }))
      },
    },
    {
      name: 'of records they are those of any other backend that holds the same, and change with them',
      async run({ store, reopen }) {
        const other = await openMemoryStore()
        for (const kind of ALL_KINDS) {
          const records = IDS.map((id) => MAKE[kind](id, `${AWKWARD_TEXT}${id}`))
          for (const each of [store, other]) await each.putRecords(kind, records)
        }
        const again = await reopen()
        await again.reindex()
        for (const kind of ALL_KINDS) {
          const stamped = await stampsOf(again, kind)
          expect(new Set(stamped.map(({ stamp }) => stamp)).size).toBe(IDS.length)
          expectSame(stamped, await stampsOf(other, kind))
          const changed = MAKE[kind](IDS[0] ?? '', 'changed')
          await again.putRecords(kind, [changed])
          const id = idOfRecord(kind, changed)
          const differing = (await stampsOf(again, kind)).filter(
            ({ stamp }, n) => stamp !== stamped[n]?.stamp,
          )
          expectSame(
            differing.map((each) => each.id),
            [id],
          )
          await expectCode('INVALID_INPUT', () => again.listStamps(kind, { limit: 0 }))
        }
        await other.close()
      },
    },
  ],
}

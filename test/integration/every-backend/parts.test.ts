import { expect, it } from 'vitest'
import { verifyStores } from '../../../src/app/verify-stores.ts'
import { migrate } from '../../../src/migration/copy/migrate.ts'
import { storeSource } from '../../../src/migration/sources/store-source.ts'
import { isInPart } from '../../../src/migration/verify/part.ts'
import type { Verification } from '../../../src/migration/verify/verify.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../../src/storage/memory/memory-chat-store.ts'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import { fill } from '../../migration/corruption/filled.ts'
import { broken, ID, ON_THE_WAY } from '../../migration/corruption/on-the-way.ts'
import { TEST_BACKENDS } from '../../services/backends.ts'
import { describeOn } from '../../services/describe-on.ts'

const PARTS = [1, 2, 3].map((number) => ({ number, of: 3 }))

/** Records of the source by kind, over several verifications. */
function counted(all: readonly Verification[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const { kinds } of all) {
    for (const [kind, { source }] of Object.entries(kinds)) {
      sums[kind] = (sums[kind] ?? 0) + source
    }
  }
  return sums
}

for (const backend of TEST_BACKENDS) {
  describeOn(backend, 'verified in parts', (running) => {
    it('has each record in one part, as target and as source, and what is lost is named by its own', async () => {
      const home = await openMemoryStore()
      await fill(home)
      const away = await openChatStore((await running().fresh()).target)
      await migrate(storeSource(home), away)
      await away.flushIndex()
      const inParts = async (from: ChatStore, to: ChatStore) => {
        const told: Verification[] = []
        for (const part of PARTS) told.push(await verifyStores(from, to, { settle: 0, part }))
        return told
      }
      const whole = await verifyStores(home, away, { settle: 0 })
      expect(whole).toMatchObject({ equal: true, differences: [] })
      for (const parts of [await inParts(home, away), await inParts(away, home)]) {
        for (const one of parts) expect(one).toMatchObject({ equal: true, differences: [] })
        expect(counted(parts)).toEqual(counted([whole]))
      }
      const harm = ON_THE_WAY['a thread is dropped from what is read']
      const lossy = broken(away, harm?.breakIt ?? (() => ({})))
      for (const one of await inParts(home, lossy)) {
        const isIts = one.part !== undefined && isInPart(one.part, 'thread', ID)
        const missing = one.differences.filter(({ problem }) => problem === 'missing in target')
        expect(missing.map(({ id }) => id)).toEqual(isIts ? [ID] : [])
        expect(one.equal).toBe(!isIts)
      }
      await away.close()
    }, 300_000)
  })
}

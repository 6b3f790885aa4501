import { expect, it } from 'vitest'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import { isSameStore } from '../../../src/storage/same-store.ts'
import type { StoreTarget } from '../../../src/storage/backends/backends.ts'
import { backendsFor } from '../../services/backends.ts'
import { describeOn } from '../../services/describe-on.ts'

/** The same place under another name of this machine; Ceph answers to one name, so there of another form. */
function renamed(target: StoreTarget): StoreTarget {
  if (target.kind === 's3') {
    const endpoint = `${target.options.endpoint ?? ''}/`
    return { kind: 's3', options: { ...target.options, endpoint } }
  }
  return JSON.parse(JSON.stringify(target).replaceAll('127.0.0.1', 'localhost')) as StoreTarget
}

for (const backend of backendsFor('two at once')) {
  describeOn(backend, 'identity', (running) => {
    it('is equal for one store under two names, and for no two stores', async () => {
      const [place, other] = [await running().fresh(), await running().fresh()]
      const one = await openChatStore(place.target)
      const again = await openChatStore(renamed(place.target))
      const two = await openChatStore(other.target)
      expect(await isSameStore(one, again)).toBe(true)
      expect(await isSameStore(again, one)).toBe(true)
      expect(await isSameStore(one, two)).toBe(false)
      for (const store of [one, again, two]) await store.close()
    })
  })
}

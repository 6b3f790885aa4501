import { expect, it } from 'vitest'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import { backendsFor } from '../../services/backends.ts'
import type { RunningBackend } from '../../services/backends.ts'
import { describeOn } from '../../services/describe-on.ts'
import { freePort } from '../../services/process.ts'
import { startProxy } from '../../services/proxy.ts'
import { through } from '../../services/through.ts'
import { piece, threadId } from './pieces.ts'

const BATCH = 20
const batch = (n: number) => Array.from({ length: BATCH }, (_, i) => piece(n * BATCH + i, 'a'))

/** An outage, and nothing else. */
function expectOutage(error: unknown): void {
  expect(error).toMatchObject({ code: 'UNAVAILABLE' })
}

function portOf(running: RunningBackend): number {
  if (running.port === undefined) throw new Error(`${running.name} has no port`)
  return running.port
}

for (const backend of backendsFor('way cut off')) {
  describeOn(backend, 'the way to the server', (running) => {
    it('may be slow, be cut at any moment or be closed by half: nothing acknowledged is lost', async () => {
      const { target } = await running().fresh()
      const proxy = await startProxy(portOf(running()))
      const store = await openChatStore(through(target, portOf(running()), proxy.port))
      const acknowledged: string[] = []
      const write = async (n: number) => {
        for (;;) {
          try {
            const outcomes = await store.mergeThreads(batch(n))
            acknowledged.push(...outcomes.map(({ id }) => id))
            return
          } catch (error) {
            // What failed is done again.
            expectOutage(error)
          }
        }
      }
      await write(0)
      proxy.delay(5)
      await write(1)
      proxy.mend()
      for (let n = 2; n < 10; n++) {
        if (n % 2 === 0) proxy.cutAfter(n * 700, 3)
        else proxy.halfClose()
        const writing = write(n)
        proxy.cut()
        await writing
        proxy.mend()
      }
      const ids = Array.from({ length: 10 * BATCH }, (_, n) => threadId(n))
      expect(acknowledged.toSorted()).toEqual(ids)
      proxy.refuse()
      proxy.cut()
      await expect(store.getThread(threadId(0))).rejects.toMatchObject({ code: 'UNAVAILABLE' })
      await expect(store.mergeThreads(batch(11))).rejects.toMatchObject({ code: 'UNAVAILABLE' })
      proxy.mend()
      await write(10)
      await store.close()
      await proxy.stop()

      const straight = await openChatStore(target)
      const found = await straight.getThreads(acknowledged)
      expect(found.filter((thread) => thread?.messages.length !== 1)).toEqual([])
      // A batch that was refused may be there or not, but nothing of it is half there.
      expect(await straight.countThreads({})).toBeGreaterThanOrEqual(acknowledged.length)
      await straight.mergeThreads(batch(11))
      expect(await straight.countThreads({})).toBe(12 * BATCH)
      await straight.close()
    }, 300_000)
  })
}

for (const backend of backendsFor('way cut off')) {
  describeOn(backend, 'a server that takes no connection yet', (running) => {
    it('is tried again, when the store is opened and when the way was lost between two calls', async () => {
      const { target } = await running().fresh()
      const port = await freePort()
      const opening = openChatStore(through(target, portOf(running()), port))
      // Whatever was tried before this was refused by the system.
      const proxy = await startProxy(portOf(running()), port)
      const store = await opening
      expect((await store.mergeThreads(batch(0))).map(({ outcome }) => outcome)).toContain('added')
      const refused = proxy.refuseFirst(3)
      proxy.cut()
      const writing = store.mergeThreads(batch(1))
      const written = writing.catch(expectOutage)
      await Promise.race([refused, written])
      await written
      // What broke off may have been sent: then, and then alone, it is for the caller to ask again.
      await store.mergeThreads(batch(1))
      await refused
      expect(await store.countThreads({})).toBe(2 * BATCH)
      await store.close()
      await proxy.stop()
    }, 300_000)
  })
}

for (const backend of backendsFor('server killed')) {
  describeOn(
    backend,
    'the server',
    (running) => {
      it('may be killed in the middle of a write: nothing acknowledged is lost', async () => {
        const { kill, start } = running()
        if (kill === undefined || start === undefined) throw new Error('it cannot be killed')
        const { target } = await running().fresh()
        const store = await openChatStore(target)
        const acknowledged: string[] = []
        let failure: unknown
        let killed: Promise<void> | undefined
        for (let n = 0; failure === undefined; n++) {
          try {
            const writing = store.mergeThreads(batch(n))
            if (n === 4) killed = kill()
            const outcomes = await writing
            acknowledged.push(...outcomes.map(({ id }) => id))
          } catch (error) {
            failure = error
          }
        }
        await killed
        expect(failure).toMatchObject({ code: 'UNAVAILABLE' })
        await start()
        const found = await store.getThreads(acknowledged)
        expect(found.filter((thread) => thread === undefined)).toEqual([])
        const all = Math.ceil(acknowledged.length / BATCH) + 1
        for (let n = 0; n < all; n++) await store.mergeThreads(batch(n))
        expect(await store.countThreads({})).toBe(all * BATCH)
        await store.close()
      }, 300_000)
    },
    { durable: true },
  )
}

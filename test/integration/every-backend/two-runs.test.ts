import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import { openAnalyzer } from '../../../src/analysis/registry.ts'
import { runSchema } from '../../../src/domain/analysis/run.ts'
import type { HistoryEntry, Run } from '../../../src/domain/analysis/run.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { openChatStore } from '../../../src/storage/open-chat-store.ts'
import { TEST_BACKENDS } from '../../services/backends.ts'
import type { Place, RunningBackend } from '../../services/backends.ts'
import { describeOn } from '../../services/describe-on.ts'
import { piece } from './pieces.ts'

const CHILD = join(import.meta.dirname, 'analyze-child.ts')
const THREADS = process.env['TEST_LONG'] === '1' ? 600 : 200
/** On a server whose work grows with the square of them. */
const FEW = 50
/** Milliseconds for each thread, so that both processes are at work at once. */
const PAUSE = 4

interface Analyzing {
  readonly child: ChildProcess
  /** How many were stored when it said so last. */
  readonly done: () => number
  /** The run as it told it; undefined where it was killed. */
  readonly ended: Promise<Run | undefined>
}

function analyze({ target, env }: Place): Analyzing {
  const child = spawn(process.execPath, [CHILD, JSON.stringify(target), String(PAUSE)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let last = ''
  createInterface({ input: child.stdout }).on('line', (line) => (last = line))
  const ended = once(child, 'close').then(() =>
    last.startsWith('{') ? runSchema.parse(JSON.parse(last)) : undefined,
  )
  return { child, ended, done: () => Number.parseInt(last, 10) || 0 }
}

async function filled(running: RunningBackend) {
  const place = await running.fresh()
  const count = running.isSlow === true ? FEW : THREADS
  const store = await openChatStore(place.target)
  for (let at = 0; at < count; at += 100) {
    const some = Array.from({ length: Math.min(100, count - at) }, (_, i) => piece(at + i, 'a'))
    await store.mergeThreads(some)
  }
  await store.close()
  return { place, count }
}

/** Every line of the history: no thread may have two. */
async function historyOf(store: ChatStore): Promise<HistoryEntry[]> {
  const entries = await store.listRecords('history', { limit: 1000 })
  expect(new Set(entries.map(({ threadId }) => threadId)).size).toBe(entries.length)
  return [...entries]
}

for (const backend of TEST_BACKENDS) {
  describeOn(backend, 'two runs', (running) => {
    it('at once, in two processes, analyze each thread once and count what they did', async () => {
      const { place, count } = await filled(running())
      const runs = await Promise.all([analyze(place).ended, analyze(place).ended])
      expect(runs.map((run) => run?.status)).toEqual(['done', 'done'])
      expect(runs.reduce((sum, run) => sum + (run?.analyzed ?? 0), 0)).toBe(count)
      const store = await openChatStore(place.target)
      const { key } = await openAnalyzer('local')
      expect(await store.countPending(key)).toBe(0)
      expect(await store.countRecords('analysis')).toBe(count)
      expect(await historyOf(store)).toHaveLength(count)
      expect(await store.countRecords('topicModel')).toBe(1)
      expect(await store.countRecords('topicAssignment')).toBe(count)
      await store.close()
    }, 300_000)

    it('of which one is killed: the other ends the work, and repeats nothing that was stored', async () => {
      const { place, count } = await filled(running())
      const [killed, other] = [analyze(place), analyze(place)]
      await expect.poll(killed.done, { timeout: 120_000, interval: 5 }).toBeGreaterThan(0)
      killed.child.kill('SIGKILL')
      expect(await killed.ended).toBeUndefined()
      const run = await other.ended
      expect(run?.status).toBe('done')
      const store = await openChatStore(place.target)
      const { key } = await openAnalyzer('local')
      expect(await store.countPending(key)).toBe(0)
      expect(await store.countRecords('analysis')).toBe(count)
      const entries = await historyOf(store)
      expect(entries).toHaveLength(count)
      const own = entries.filter(({ runId }) => runId === run?.id).length
      expect(own).toBe(run?.analyzed)
      expect(own).toBeLessThan(count)
      await store.close()
    }, 300_000)
  })
}

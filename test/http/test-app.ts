import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Analyzer } from '../../src/analysis/analyzer.ts'
import { openAnalyzer } from '../../src/analysis/registry.ts'
import { buildThread } from '../../src/domain/thread/build-thread.ts'
import { jobWork } from '../../src/app/jobs/job-work.ts'
import { StoreMove } from '../../src/app/storage/store-move.ts'
import { buildApp } from '../../src/http/app.ts'
import { InProcessRuns } from '../../src/jobs/in-process/in-process-runs.ts'
import { Jobs } from '../../src/jobs/jobs.ts'
import type { JobWork } from '../../src/jobs/job-work.ts'
import { UploadBoxes } from '../../src/jobs/uploads/upload-boxes.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { startModelDouble } from '../services/models/model-double.ts'
import type { Behave, ModelDouble } from '../services/models/model-double.ts'

export interface TestApp {
  readonly app: FastifyInstance
  readonly store: ChatStore
  readonly jobs: Jobs
  readonly analyzerKey: string
  /** Holds `uploads`, `temp`, `results`. */
  readonly folder: string
  /** Errors that nobody waited for. */
  readonly errors: unknown[]
  close(): Promise<void>
}

export interface TestAppOptions {
  readonly store?: ChatStore
  /** Default: the local one. */
  readonly analyzer?: Analyzer
  readonly work?: (real: JobWork) => JobWork
  readonly maxUploadBytes?: number
  readonly pageFolder?: string
  /** Uploads of an app before this one. */
  readonly folder?: string
  readonly isStarted?: boolean
  /** File of the key that signs receipts. Default none. */
  readonly receiptKey?: string
}

/** The API over a memory store, with the real jobs; nothing listens. */
export async function openTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'hitcraft-http-')))
  const store = options.store ?? (await openMemoryStore())
  const analyzer = options.analyzer ?? (await openAnalyzer('local'))
  const errors: unknown[] = []
  const onError = (error: unknown) => void errors.push(error)
  const folders = { temp: join(folder, 'temp'), results: join(folder, 'results') }
  const workspace = { store, analyzer, folders }
  const real = jobWork(workspace)
  const work = options.work?.(real) ?? real
  const box = new UploadBoxes(join(folder, 'uploads'))
  const jobs = new Jobs(box, work, (events) => new InProcessRuns(work, events), {
    onError,
    retryAfter: 5,
  })
  const move = new StoreMove(workspace, options.receiptKey)
  const app = buildApp({
    workspace,
    jobs,
    move,
    storeSettings: {},
    maxUploadBytes: options.maxUploadBytes ?? 10_000_000,
    ...(options.pageFolder === undefined ? {} : { pageFolder: options.pageFolder }),
    onError,
  })
  if (options.isStarted !== false) await jobs.start()
  return {
    app,
    store,
    jobs,
    analyzerKey: analyzer.key,
    folder,
    errors,
    async close() {
      await app.close()
      await move.close()
      await jobs.close()
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The API with an analyzer that asks a model, which a double plays. */
export interface ModelApp extends TestApp {
  readonly double: ModelDouble
}

/** @param settings beside those of the double */
export async function openModelApp(
  behave: Behave,
  settings: Readonly<Record<string, string>> = {},
): Promise<ModelApp> {
  const double = await startModelDouble(behave)
  const analyzer = await openAnalyzer('claude', { ...double.settings, ...settings })
  const opened = await openTestApp({ analyzer })
  return {
    ...opened,
    double,
    async close() {
      await opened.close()
      await double.close()
    },
  }
}

/** A thread of one question and one answer. */
export function exampleThread(
  id: string,
  question: string,
  createdAt = '2025-03-10T10:00:00.000Z',
) {
  return buildThread(
    {
      id,
      messages: [
        {
          id: `${id}-1`,
          role: 'user',
          userId: 'u1',
          createdAt,
          content: [{ type: 'text', text: question }],
        },
        { id: `${id}-2`, role: 'assistant', createdAt, content: [{ type: 'text', text: 'Done.' }] },
      ],
    },
    { format: 'test' },
  )
}

/** Lines of the OpenAI messages format: one conversation a line. */
export function exampleLog(threads = 3): string {
  return Array.from({ length: threads }, (_, i) =>
    JSON.stringify({
      messages: [
        { role: 'user', content: `please export stem number ${i}` },
        { role: 'assistant', content: 'I am sorry, I cannot export stems.' },
      ],
    }),
  ).join('\n')
}

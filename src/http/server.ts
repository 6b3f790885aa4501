import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { pino } from 'pino'
import { jobWork } from '../app/jobs/job-work.ts'
import { StoreMove } from '../app/storage/store-move.ts'
import { openWorkspace } from '../app/workspace.ts'
import type { Config } from '../config.ts'
import { HitCraftError } from '../errors/hitcraft-error.ts'
import { Jobs } from '../jobs/jobs.ts'
import { openRuns } from '../jobs/open-runs.ts'
import { closeDeadImports } from '../importers/run/import-records.ts'
import { UploadBoxes } from '../jobs/uploads/upload-boxes.ts'
import { buildApp } from './app.ts'

export interface RunningServer {
  /** `http://127.0.0.1:8096` */
  readonly url: string
  /** Whether the page is built; else its address says how to build it. */
  readonly hasPage: boolean
  /** Stops listening, brings the work at hand to a safe end, lets go of the store. */
  close(): Promise<void>
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/

/**
 * Opens the store, takes up the jobs that wait and serves the API and the page.
 *
 * @throws HitCraftError INVALID_CONFIG for an address that is not loopback, CONFLICT for a port that
 *   is taken, and what opening the store throws
 */
export async function startServer(config: Config): Promise<RunningServer> {
  if (!LOOPBACK.test(config.host)) {
    throw new HitCraftError('INVALID_CONFIG', `HOST is "${config.host}"; allowed: loopback`, {
      remedy: 'Use 127.0.0.1: there is no authentication yet.',
    })
  }
  const log = pino({ level: config.logLevel }, pino.destination({ fd: 2, sync: true }))
  const onError = (error: unknown) => log.error({ err: error }, 'error')
  const workspace = await openWorkspace(config)
  const work = jobWork(workspace)
  const runs = await openRuns(config.jobsUrl, work, onError).catch(async (error: unknown) => {
    await workspace.close()
    throw error
  })
  const jobs = new Jobs(new UploadBoxes(config.folders.uploads), work, runs, { onError })
  const move = new StoreMove(workspace, config.receiptKey)
  const page = pageFolder()
  const app = buildApp({
    workspace,
    jobs,
    move,
    storeSettings: config.storeSettings,
    maxUploadBytes: config.maxUploadBytes,
    ...(page === undefined ? {} : { pageFolder: page }),
    onError,
  })
  try {
    await closeDeadImports(workspace.store)
    await jobs.start()
    const url = await app.listen({ host: config.host, port: config.port })
    return {
      url,
      hasPage: page !== undefined,
      async close() {
        await app.close()
        await move.close()
        await jobs.close()
        await workspace.close()
      },
    }
  } catch (error) {
    await jobs.close()
    await workspace.close()
    throw asListenError(error, config)
  }
}

/** The built page, from a checkout (`src/http/`) and from a package (`dist/http/`) alike. */
function pageFolder(): string | undefined {
  const folder = fileURLToPath(new URL('../../web/dist/', import.meta.url))
  return existsSync(join(folder, 'index.html')) ? folder : undefined
}

function asListenError(error: unknown, { host, port }: Config): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  if (error.code === 'EADDRINUSE') {
    return new HitCraftError('CONFLICT', `port ${port} of ${host} is taken`, {
      remedy: 'Set PORT to another one (0 takes a free one), or end the program that has it.',
      cause: error,
    })
  }
  if (error.code === 'EACCES') {
    return new HitCraftError('PERMISSION', `port ${port} may not be used`, {
      remedy: 'Set PORT to a number above 1023.',
      cause: error,
    })
  }
  return error
}

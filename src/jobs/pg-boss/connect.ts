import type { ConstructorOptions, PgBoss } from 'pg-boss'
import { z } from 'zod'
import { sha256 } from '../../domain/values/canonical-json.ts'
import { jobsError } from './jobs-error.ts'
import { areMade, LAYOUT_THERE, TABLES } from './tables.ts'

/** Seconds. */
const LOOK_AFTER_DEAD = 10
/** The schema of pg-boss's own tables. */
const SCHEMA = 'hitcraft_jobs'
const POOL = 4

/** As what a process is connected: one that only looks makes no tables and looks after nobody. */
export type JobsRole = 'server' | 'worker' | 'look'

/** A connection to the database of `JOBS_URL`. */
export interface JobsConnection {
  /** Runs a statement. @returns its rows, as the schema reads them. @throws HitCraftError of the database */
  rows<T>(row: z.ZodType<T>, sql: string, values?: readonly unknown[]): Promise<T[]>
  /** Runs something of pg-boss's. @throws HitCraftError of the database */
  through<T>(work: (boss: PgBoss) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const WORKER = 'hitcraft worker'

/** How many workers showed life half a minute ago at most. @param analyzerKey default: of all analyzers */
export async function livingWorkers(
  { through }: Pick<JobsConnection, 'through'>,
  analyzerKey?: string,
): Promise<number> {
  const isOne = (name: string | null) =>
    analyzerKey === undefined ? name?.startsWith(WORKER) : name === nameOfWorker(analyzerKey)
  const instances = await through((boss) => boss.getInstances())
  return instances.filter(({ live, name }) => live && isOne(name) === true).length
}

/** The name under which a worker is known to pg-boss. */
function nameOfWorker(analyzerKey: string): string {
  return `${WORKER} ${sha256(analyzerKey).slice(0, 16)}`
}

/**
 * Connects, and makes the tables where there are none.
 *
 * @param onError told of errors that nobody waits for, as of an outage while dead workers are looked for: of the same again and again
 * @param analyzerKey of a worker
 * @throws HitCraftError UNAVAILABLE, PERMISSION, INVALID_CONFIG; NOT_FOUND where one looks and there are no tables
 */
export async function connectJobs(
  url: string,
  role: JobsRole,
  onError: (error: unknown) => void,
  analyzerKey = '',
): Promise<JobsConnection> {
  // Loaded here, so that whoever has no such queue starts without it.
  const { PgBoss } = await import('pg-boss')
  const isLooking = role === 'look'
  const options: ConstructorOptions = {
    connectionString: url,
    schema: SCHEMA,
    max: POOL,
    application_name: role === 'worker' ? WORKER : `hitcraft ${role}`,
    schedule: false,
    supervise: !isLooking,
    migrate: !isLooking,
    createSchema: !isLooking,
    superviseIntervalSeconds: LOOK_AFTER_DEAD,
    monitorIntervalSeconds: LOOK_AFTER_DEAD,
    registerInstance: role === 'worker',
    instanceName: nameOfWorker(analyzerKey),
    instanceHeartbeatSeconds: LOOK_AFTER_DEAD,
  }
  const through = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw jobsError(error)
    }
  }
  const boss = await through(async () => new PgBoss(options))
  boss.on('error', (error) => onError(jobsError(error)))
  const close = () => through(() => boss.stop({ graceful: false, timeout: 1000 }))
  try {
    await through(() => boss.start())
    if (!isLooking) await through(() => makeTables(boss))
  } catch (error) {
    // What does not open has nothing to be closed; the first error is the one to tell.
    await close().catch((second: unknown) => second)
    throw error
  }
  return {
    rows: async (row, sql, values = []) => {
      const { rows } = await through(() => boss.getDb().executeSql(sql, [...values]))
      return rows.map((one) => row.parse(one))
    },
    through: (work) => through(() => work(boss)),
    close,
  }
}

const layoutRow = z.object({ layout: z.string().nullable() })

async function makeTables(boss: PgBoss): Promise<void> {
  const { rows } = await boss.getDb().executeSql(LAYOUT_THERE)
  const { layout } = layoutRow.parse(rows[0])
  if (!areMade(layout)) await boss.getDb().executeSql(TABLES)
}
